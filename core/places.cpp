#include "core/places.hpp"

#include <pwd.h>
#include <unistd.h>

namespace core {
namespace {

std::string home_of(uid_t uid, const Environment& environment) {
  const auto written = environment("HOME").value_or("");
  if (written.starts_with('/')) return written;
  const auto* entry = ::getpwuid(uid);
  return entry && entry->pw_dir ? entry->pw_dir : "/";
}

}  // namespace

Places places_of(uid_t uid, const Environment& environment, const std::string& home) {
  return uid == 0 ? system_places() : user_places(environment, home);
}

Places own_places() {
  const auto environment = process_environment();
  return places_of(::geteuid(), environment, home_of(::geteuid(), environment));
}

}  // namespace core
