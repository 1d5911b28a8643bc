#include "core/places.hpp"

namespace core {
namespace {

std::string folder(const Environment& environment, const std::string& variable,
                   const std::string& otherwise) {
  const auto written = environment(variable).value_or("");
  return (written.starts_with('/') ? written : otherwise) + "/evenkeel";
}

}  // namespace

Places system_places() { return {"/etc/evenkeel", "/var/lib/evenkeel", "/run/evenkeel"}; }

Places user_places(const Environment& environment, const std::string& home) {
  Places places;
  places.config_dir = folder(environment, "XDG_CONFIG_HOME", home + "/.config");
  places.state_dir = folder(environment, "XDG_STATE_HOME", home + "/.local/state");
  // XDG names no fallback for this one; the state folder is the user's own too, and outlives a
  // reboot without harm.
  const auto runtime = environment("XDG_RUNTIME_DIR").value_or("");
  places.runtime_dir = runtime.starts_with('/') ? runtime + "/evenkeel" : places.state_dir + "/run";
  return places;
}

}  // namespace core
