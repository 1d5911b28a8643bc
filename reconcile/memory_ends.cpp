// How containers ended: ends that no further start helps against, and those for want of memory.
#include "reconcile/memory.hpp"

#include <algorithm>
#include <array>

namespace reconcile {
namespace {

// With which runc (1, newer ones 255), an init or a shell (126, 127) end for a program that cannot
// be executed.
constexpr std::array codes_of_no_program{1, 126, 127, 255};
// What could be executed once crashes for other reasons: a loop of crashes is not asked each time.
constexpr int deaths_asked_max = 3;
// The event of an end is younger than the end.
constexpr core::Milliseconds told_late_max{2'000};

bool has_ended(const model::Container& container) {
  return container.ever_started() && container.error.empty() &&
         (container.state == model::ContainerState::exited ||
          container.state == model::ContainerState::restarting);
}

bool ended_at_once(const model::Container& container) {
  return std::ranges::find(codes_of_no_program, container.exit_code) != codes_of_no_program.end() &&
         container.finished_at - container.started_at < proving_time;
}

// Until a next start.
bool is_of_run(const ToldEnd& told, const model::Container& container) {
  return container.started_at <= told.at && container.finished_at <= told.at + told_late_max;
}

}  // namespace

void note_ran_out(ServiceMemory& memory, const model::ContainerId& id, core::WallTime at) {
  const auto found = memory.containers.find(id);
  if (found == memory.containers.end() || !found->second.told_end) return;
  auto& told = *found->second.told_end;
  if (at >= told.at && at - told.at <= told_late_max) told.out_of_memory = true;
}

void judge_ends(const Memory& memory, const model::Deployment& deployment,
                model::Observation& seen) {
  for (auto& container : seen.containers) {
    const auto service = container.service();
    if (container.state != model::ContainerState::exited ||
        container.project() != deployment.name || container.oneoff() ||
        deployment.find(service) == nullptr)
      continue;
    const auto& told = memory.of(service, container.id).told_end;
    if (told && is_of_run(*told, container))
      container.oom_killed = told->out_of_memory;
    else if (deployment.intent_of(service).state == model::IntentState::stopped)
      container.oom_killed = false;
  }
}

bool end_is_told(const Memory& memory, const model::Container& container) {
  const auto& told = memory.of(container.service(), container.id).told_end;
  return told && is_of_run(*told, container);
}

std::vector<model::Container> unexplained_ends(const Memory& memory, const model::Observation& seen,
                                               const model::Deployment& deployment) {
  std::vector<model::Container> ends;
  for (const auto& container : seen.containers) {
    const auto service = container.service();
    if (container.project() != deployment.name || container.oneoff() || !has_ended(container) ||
        !ended_at_once(container) || deployment.find(service) == nullptr ||
        deployment.intent_of(service).state != model::IntentState::running)
      continue;
    const auto& one = memory.of(service, container.id);
    const bool is_worth_it = one.hopeless || one.deaths <= deaths_asked_max;
    if (is_worth_it && one.explained_end != container.finished_at) ends.push_back(container);
  }
  return ends;
}

void note_end_explained(ServiceMemory& memory, const model::Container& ended,
                        std::optional<model::Fault> hopeless) {
  const auto found = memory.containers.find(ended.id);
  if (found == memory.containers.end()) return;
  found->second.explained_end = ended.finished_at;
  found->second.hopeless = std::move(hopeless);
}

}  // namespace reconcile
