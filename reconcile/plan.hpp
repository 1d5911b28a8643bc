// plan: the one place where it is decided what to do. Pure: same scene, same plan, same order; no
// I/O, no clock, no logging.
//
// For the executor:
// - A step with gates is not carried out in this pass: it shows what comes later. A step whose
// `after` failed is not either.
// - Steps that do not follow each other through `after` may run at the same time.
// - StartContainer, RenameContainer and ConnectNetwork with an empty id mean the container that
// this pass created for the same
//   service and number. Namespace parents (network_mode: service:x) that this pass creates are
//   meant by their new id.
// - Under observe_only nothing is carried out; the plan is the same.
// - A container without a record is left alone (changing_elsewhere): the loop claims it or makes a
// generation of it. Orphans
//   (service gone from the spec) are removed only with a record.
// - An up-to-date container with a record of an older generation is to be recorded anew:
// `to_record_anew`.
#pragma once

#include "model/action.hpp"
#include "reconcile/scene.hpp"

#include <vector>

namespace reconcile {

model::Plan plan(const Scene& scene);

// Containers that are as the current generation wants them although their record names an older
// one.
std::vector<model::ContainerId> to_record_anew(const Scene& scene);

// Whether carrying the step out counts against the budget: second and later attempts, recreate,
// pull; never what the owner asked for, a recovery pass or a first start.
bool costs_budget(const model::Step& step, const Scene& scene);

// Of each step: whether it may be carried out now, which no gate hinders, nor one of what it comes
// after, and which is not under way already.
std::vector<bool> runnable(const model::Plan& plan);
// The number of those.
std::size_t steps_now(const model::Plan& plan);
// Whether the step, or one that comes after it, starts a container of its service.
bool leads_to_start(const model::Plan& plan, std::size_t index);

}  // namespace reconcile
