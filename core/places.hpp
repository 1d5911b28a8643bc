// Where evenkeel keeps its things: the system's places for root, a user's own otherwise (CONTRACT
// "Places").
#pragma once

#include "core/environment.hpp"

#include <string>

#include <sys/types.h>

namespace core {

struct Places {
  std::string config_dir;  // evenkeel.yaml, conf.d/, token
  std::string state_dir;
  std::string runtime_dir;  // evenkeel.sock

  std::string config_file() const { return config_dir + "/evenkeel.yaml"; }
  std::string config_drop_ins() const { return config_dir + "/conf.d"; }
  std::string token_file() const { return config_dir + "/token"; }
  std::string socket() const { return runtime_dir + "/evenkeel.sock"; }
  bool operator==(const Places&) const = default;
};

Places system_places();
// `home` is used where the environment names no folder; a relative path in the environment counts
// as none (XDG).
Places user_places(const Environment& environment, const std::string& home);
// The system's for root, the user's own otherwise.
Places places_of(uid_t uid, const Environment& environment, const std::string& home);
// HOME, else what the system knows of the user: a service of systemd has no HOME. Thread-safe.
std::string home_of(uid_t uid, const Environment& environment);
// Of the user who runs this process.
Places own_places();

}  // namespace core
