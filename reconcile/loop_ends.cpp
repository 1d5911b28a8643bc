// What ended at once is asked for its last words before it is started again.
#include "reconcile/loop.hpp"

#include <spdlog/spdlog.h>

namespace reconcile {

bool Loop::has_unexplained_ends(const model::DeploymentName& name) const {
  const auto* deployment = ports_.ledger.find(name);
  const auto track = tracks_.find(name);
  return deployment != nullptr && track != tracks_.end() &&
         !unexplained_ends(track->second->memory, track->second->seen, *deployment).empty();
}

awaitable<void> Loop::explain_ends(model::DeploymentName name) {
  const auto* deployment = ports_.ledger.find(name);
  auto* track = find(name);
  if (deployment == nullptr || track == nullptr) co_return;
  const auto ends = unexplained_ends(track->memory, track->seen, *deployment);
  for (const auto& ended : ends) {
    auto fault = co_await ports_.runtime.fault_of_end(ended);
    track = find(name);
    if (track == nullptr) co_return;
    auto& memory = track->memory.services[ended.service()];
    // What was known stays known where the engine does not answer.
    const auto& before = track->memory.of(ended.service(), ended.id).hopeless;
    auto why = fault ? std::move(*fault) : before;
    if (why && !before)
      spdlog::warn("reconcile.starts_in_vain deployment={} service={} why=\"{}\"", name,
                   ended.service(), why->text());
    note_end_explained(memory, ended, std::move(why));
  }
}

}  // namespace reconcile
