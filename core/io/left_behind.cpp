#include "core/io/left_behind.hpp"

#include <atomic>
#include <chrono>

#include <unistd.h>

namespace core {

FamilyMark make_family_mark() {
  static std::atomic<unsigned long> made{0};
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto agent =
      std::to_string(::getpid()) + "-" + std::to_string(std::chrono::nanoseconds(now).count());
  return {"EVENKEEL_PROGRAM", agent + "-" + std::to_string(++made)};
}

}  // namespace core
