#include "api/codec/uptime_codec.hpp"

#include "api/codec/sample_codec.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace api {
namespace {

nlohmann::ordered_json share_json(const monitor::UpTime& time) {
  constexpr double steps = 1000;
  const auto percent = time.percent();
  if (!percent) return nullptr;
  return json_number(std::optional(std::floor(*percent * steps) / steps));
}

}  // namespace

nlohmann::ordered_json json_count(const std::optional<int>& count) {
  return count ? nlohmann::ordered_json(*count) : nlohmann::ordered_json(nullptr);
}

nlohmann::ordered_json availability_json(const std::optional<monitor::Availability>& availability) {
  const auto of = availability.value_or(monitor::Availability());
  return {
      {"day", share_json(of.day)}, {"week", share_json(of.week)}, {"month", share_json(of.month)}};
}

}  // namespace api
