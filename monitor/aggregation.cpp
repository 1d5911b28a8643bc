#include "monitor/aggregation.hpp"

#include <array>
#include <utility>

namespace monitor {
namespace {

constexpr std::array<std::pair<Aggregation, std::string_view>, 4> aggregations = {{
    {Aggregation::min, "min"},
    {Aggregation::mean, "mean"},
    {Aggregation::max, "max"},
    {Aggregation::last, "last"},
}};

}  // namespace

std::string_view name_of(Aggregation aggregation) {
  for (const auto& [value, name] : aggregations)
    if (value == aggregation) return name;
  return {};
}

std::optional<Aggregation> aggregation_from(std::string_view text) {
  for (const auto& [value, name] : aggregations)
    if (name == text) return value;
  return std::nullopt;
}

}  // namespace monitor
