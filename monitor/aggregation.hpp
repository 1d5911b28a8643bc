// How many values become one.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace monitor {

enum class Aggregation : std::uint8_t { min, mean, max, last };

std::string_view name_of(Aggregation aggregation);
std::optional<Aggregation> aggregation_from(std::string_view text);

}  // namespace monitor
