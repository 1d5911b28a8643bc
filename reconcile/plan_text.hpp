// A plan as people read it: the tests, the log, `evenkeel plan` and --dry-run print the same text.
#pragma once

#include "model/action.hpp"

#include <string>

namespace reconcile {

// One line a step, "4  start shop/web (shop-web-1)  once db is healthy  because it exited with
// 137\n"; "nothing to do\n" for none.
std::string plan_text(const model::Plan& plan, const model::Spec& spec);
// The step without number: "start shop/web (shop-web-1)  because it exited with 137".
std::string step_text(const model::Step& step, const model::Spec& spec);
// What is done to what: "start shop/web (shop-web-1)".
std::string action_text(const model::Step& step, const model::Spec& spec);

}  // namespace reconcile
