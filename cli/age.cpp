#include "cli/age.hpp"

#include "core/time_text.hpp"

#include <algorithm>
#include <chrono>

namespace cli {

std::string age_text(const std::string& since, core::WallTime now) {
  const auto at = core::parse_rfc3339(since);
  if (!at) return "";
  using namespace std::chrono;
  const auto age = std::max(now - *at, core::Milliseconds(0));
  const auto in = [age](auto unit, const char* letter) {
    return std::to_string(duration_cast<decltype(unit)>(age).count()) + letter;
  };
  if (age >= days(1)) return in(days(), "d");
  if (age >= hours(1)) return in(hours(), "h");
  return age >= minutes(1) ? in(minutes(), "m") : in(seconds(), "s");
}

}  // namespace cli
