// What of the section `heal` of the configuration concerns incidents (CONTRACT.md).
#pragma once

#include "core/clock.hpp"

namespace heal {

// How many attempts are made before somebody is needed is reconcile's (`heal.attempts`): the book
// follows the phase.
struct Settings {
  core::Milliseconds stability{600'000};      // well for so long: resolved
  core::Milliseconds recurrence{21'600'000};  // back within it: the same one
  core::Milliseconds deadline{300'000};  // of a dependency, where the service names none of its own
  bool operator==(const Settings&) const = default;
};

}  // namespace heal
