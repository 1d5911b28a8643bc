#include "notify/channel/http/retry_in_body.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace notify {

std::optional<core::Milliseconds> retry_in_body(std::string_view body,
                                                const std::vector<std::string>& names,
                                                core::Milliseconds unit) {
  const auto document = nlohmann::json::parse(body, nullptr, false);
  const auto* at = &document;
  for (const auto& name : names) {
    if (!at->is_object() || !at->contains(name)) return std::nullopt;
    at = &at->at(name);
  }
  if (!at->is_number()) return std::nullopt;
  const double day = 86'400'000;
  const auto wait = std::clamp(at->get<double>() * static_cast<double>(unit.count()), 0.0, day);
  return core::Milliseconds(static_cast<core::Milliseconds::rep>(wait));
}

}  // namespace notify
