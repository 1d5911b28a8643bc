// A plan as people read it: the tests, the log, `evenkeel plan` and --dry-run print the same text.
#pragma once

#include "model/action.hpp"

#include <optional>
#include <string>

namespace reconcile {

// One line a step, "4  start shop/web (shop-web-1)  once db is healthy  because it exited with
// 137\n"; "nothing to do\n" for none.
std::string steps_text(const model::Plan& plan, const model::Spec& spec);
// The steps, then what they do not settle: a line for each service that waits, is refused or is
// left alone ("shop/web  needs_operator: the external network ...  next attempt 2026-01-31
// 10:30:00 +01:00\n"), and the notes. "nothing to do now\n" where there are only such lines.
// `now` is when the plan was made; without it, times are left out.
std::string plan_text(const model::Plan& plan, const model::Spec& spec,
                      std::optional<core::Instant> now = {});
// The step without number: "start shop/web (shop-web-1)  because it exited with 137".
std::string step_text(const model::Step& step, const model::Spec& spec);
// What is done to what: "start shop/web (shop-web-1)".
std::string action_text(const model::Step& step, const model::Spec& spec);

}  // namespace reconcile
