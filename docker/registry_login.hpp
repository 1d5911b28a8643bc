// The login for a pull: from Docker's config.json of the user who runs this process, and from the
// credential program that it names (ENGINE.md 6).
#pragma once

#include "core/secret.hpp"

#include <functional>
#include <string>

namespace docker {

struct LookedUpLogin {
  core::Secret header;  // X-Registry-Auth; empty: anonymous
  // Why a login that config.json speaks of is not used, for a person; "" where all is well. Says
  // nothing that a program has printed: that may hold the secret.
  std::string trouble;
};

// Blocking, at most ten seconds (a program may ask a keychain that nobody unlocks): for a pool.
// `give_up` as in core::Program.
LookedUpLogin look_up_login(const std::string& registry,
                            const std::function<bool()>& give_up = nullptr);

}  // namespace docker
