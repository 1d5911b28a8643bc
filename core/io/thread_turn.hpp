// Whose turn it is when all cores are busy.
#pragma once

#include "core/clock.hpp"

namespace core {

// How much of a core a thread may use between two calls of `go_first` and still go first.
constexpr Milliseconds first_turn_max{200};

// This thread, which must always be the same one, goes before all of usual priority from now on:
// what heals a host must get its turn on one that is overloaded. It cannot starve the host: once it
// has used `first_turn_max` of CPU time since the last call it goes on at the least nice of the
// usual turns, until the next call. What it starts has the usual turn. Where that is not allowed
// (without root), nothing changes and the answer is false.
bool go_first();

}  // namespace core
