// Ports of the host: which of them the engine would not give to two at once.
#pragma once

#include "model/observation.hpp"

namespace reconcile {

// May be the same one.
bool collide(const model::Port& wanted, const model::SeenPort& held);
bool collide(const model::Port& wanted, const model::Port& other);
// And no other: of a range, or where nothing is said, the engine chooses what is free.
bool is_one_port(const model::Port& wanted);

}  // namespace reconcile
