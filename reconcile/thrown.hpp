// What a library threw while something was carried out, as the failure of just that.
#pragma once

#include "model/fault.hpp"

#include <exception>
#include <string>

namespace reconcile {

// Throws on what means that the task is cancelled.
std::string words_unless_cancelled(std::exception_ptr thrown);

// Nobody knows what came of it: `undecided`. Throws as the function above.
model::Fault thrown_fault(std::exception_ptr thrown, std::string doing);

}  // namespace reconcile
