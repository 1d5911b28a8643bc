#include "core/places.hpp"

#include <vector>

#include <pwd.h>
#include <unistd.h>

namespace core {
namespace {

constexpr std::size_t entry_bytes_max = 16384;

}  // namespace

std::string home_of(uid_t uid, const Environment& environment) {
  const auto written = environment("HOME").value_or("");
  if (written.starts_with('/')) return written;
  std::vector<char> buffer(entry_bytes_max);
  ::passwd entry = {};
  ::passwd* found = nullptr;
  const int failed = ::getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found);
  return failed == 0 && found && entry.pw_dir ? entry.pw_dir : "/";
}

Places places_of(uid_t uid, const Environment& environment, const std::string& home) {
  return uid == 0 ? system_places() : user_places(environment, home);
}

Places own_places() {
  const auto environment = process_environment();
  return places_of(::geteuid(), environment, home_of(::geteuid(), environment));
}

}  // namespace core
