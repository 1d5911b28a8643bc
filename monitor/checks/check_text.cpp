#include "monitor/checks/check_text.hpp"

#include "core/time_text.hpp"
#include "monitor/human_text.hpp"

#include <chrono>

namespace monitor {

std::string age_text(core::Milliseconds age) {
  using namespace std::chrono;
  if (age < 0ms) age = 0ms;
  if (age >= days(7)) return core::duration_text(floor<days>(age));
  if (age >= days(1)) return core::duration_text(floor<hours>(age));
  if (age >= hours(1)) return core::duration_text(floor<minutes>(age));
  if (age >= seconds(1)) return core::duration_text(floor<seconds>(age));
  return core::duration_text(age);
}

std::string counted(std::uint64_t count, const std::string& one, const std::string& many) {
  if (count == 0) return "no " + one;
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

std::string size_beside(std::uint64_t bytes, std::uint64_t other) {
  auto text = human_bytes(static_cast<double>(bytes));
  if (bytes != other && text == human_bytes(static_cast<double>(other)))
    text = std::to_string(bytes) + " bytes";
  return text;
}

}  // namespace monitor
