// What a step needs to be carried out, and what is written down before and after it. Pure.
#pragma once

#include "reconcile/executor.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace reconcile {

Work work_for(const model::Deployment& deployment, const model::Step& step,
              const std::map<model::ServiceName, model::ContainerId>& parents,
              std::function<void(std::string)> progress);
// The service and replica whose container a step of the same pass may have made.
std::pair<model::ServiceName, int> created_key(const model::Step& step);
// The container id that the call is about, or the name for a create; "" for networks, volumes and
// images.
std::string subject_of(const model::Step& step, const Work& work);
// Calls that stop, remove or create are durable before they are sent. A start is not: repeating it
// is harmless.
bool needs_record(const model::Action& action);
std::vector<Change> changes_before(const Pass& pass, const model::Step& step,
                                   const std::string& key, const std::string& subject,
                                   core::WallTime now);
// Nobody knows what came of it, or is still to come.
bool is_lost(const model::Outcome<Done>& outcome);
// Of the container that a create makes (model::made_with); "" of everything else.
std::string made_with_of(const Work& work);
std::vector<Change> changes_after(const Pass& pass, const Ledger& ledger, const model::Step& step,
                                  const std::string& key, const model::Outcome<Done>& outcome,
                                  const std::string& made_with);
std::string_view fail_point_after(const model::Action& action);
model::Event action_event(const Pass& pass, const model::Step& step, std::string type,
                          model::Severity severity, core::WallTime now, const std::string& detail,
                          const model::Fault* fault = nullptr);
// image.pull_* of a step that pulls; empty for every other step.
std::optional<model::Event> pull_event(const Pass& pass, const model::Step& step, std::string type,
                                       core::WallTime now, const std::string& progress);

}  // namespace reconcile
