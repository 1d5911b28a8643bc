#include "reconcile/foreign_change.hpp"

#include "model/config_hash.hpp"
#include "reconcile/plan_look.hpp"

#include <algorithm>
#include <array>

namespace reconcile {
namespace {

using model::Container;

constexpr std::array<std::string_view, 5> telling{"create", "destroy", "rename", "stop", "update"};

bool tells(const ForeignEvent& event) {
  return std::find(telling.begin(), telling.end(), event.action) != telling.end();
}

// From the signal to the end nothing is told for as long as the container's grace lasts.
bool goes_on(const std::optional<ForeignChange>& change, const ForeignEvent& event) {
  if (!change) return false;
  return event.action == "kill" || (event.action == "die" && change->ending.contains(event.id));
}

void note_container(ForeignChange& change, const ForeignEvent& event, core::MonoTime now) {
  if (!event.service.empty()) change.services.insert(event.service);
  if (event.action == "kill")
    change.ending[event.id] = now + event.grace;
  else if (event.action == "die" || event.action == "stop" || event.action == "destroy")
    change.ending.erase(event.id);
  if (event.action == "stop") change.stopped.insert(event.id);
  if (event.action == "destroy" && change.stopped.count(event.id) > 0)
    change.taken[event.id] = event.service;
}

bool ours(const Container& container, const model::Deployment& deployment) {
  return container.project() == deployment.name && !container.oneoff();
}

bool is_unknown(const Container& container, const model::Deployment& deployment,
                const model::Observation& seen) {
  return ours(container, deployment) && !deployment.containers.contains(container.id) &&
         waits_to_replace(seen, container) == nullptr;
}

// The last word on a service is its newest container; ties (one second) go to the larger id, so
// that the answer is one.
const Container* newest_without_record(const model::Deployment& deployment,
                                       const model::Observation& seen,
                                       const model::ServiceName& service) {
  const Container* newest = nullptr;
  for (const auto& container : seen.containers) {
    if (!is_unknown(container, deployment, seen) || container.service() != service) continue;
    const bool newer = newest == nullptr || std::tie(container.created_at, container.id) >
                                                std::tie(newest->created_at, newest->id);
    if (newer) newest = &container;
  }
  return newest;
}

bool is_as_before(const model::Deployment& deployment, const model::Observation& seen,
                  const model::Service& service, const Container& container) {
  const auto facts = deployment.facts.find(service.name);
  const bool image_known =
      facts != deployment.facts.end() && !facts->second.converged_image.empty();
  const bool same_image = !image_known || container.image_id == facts->second.converged_image;
  return model::has_config_of(service, container, seen) && same_image;
}

// By their numbers: what takes another's place bears its number, and is not one more.
int replicas_of(const model::Deployment& deployment, const model::Observation& seen,
                const model::ServiceName& service) {
  std::set<int> numbers;
  for (const auto& one : seen.containers) {
    if (ours(one, deployment) && one.service() == service)
      numbers.insert(std::max(1, one.number()));
  }
  return static_cast<int>(numbers.size());
}

bool was_taken(const ForeignChange& change, const model::ServiceName& service) {
  return std::any_of(change.taken.begin(), change.taken.end(),
                     [&](const auto& entry) { return entry.second == service; });
}

bool is_compose_down(const ForeignChange& change, const model::Deployment& deployment,
                     const model::Observation& seen) {
  const bool nothing_left =
      std::none_of(seen.containers.begin(), seen.containers.end(),
                   [&](const Container& one) { return ours(one, deployment); });
  return nothing_left && (!change.taken.empty() || change.network_removed);
}

void add_words(std::vector<ForeignOutcome>& outcomes, const model::Deployment& deployment,
               const model::Observation& seen, const model::Service& service) {
  const auto* newest = newest_without_record(deployment, seen, service.name);
  if (newest == nullptr) return;
  if (!is_as_before(deployment, seen, service, *newest)) {
    outcomes.push_back(NewWord{service.name, newest->id});
    return;
  }
  for (const auto& container : seen.containers) {
    if (is_unknown(container, deployment, seen) && container.service() == service.name &&
        is_as_before(deployment, seen, service, container)) {
      outcomes.push_back(SameAgain{service.name, container.id});
    }
  }
}

// `compose up --scale` creates, or stops and removes, whole replicas; a crash or a removal by force
// does neither.
void add_scale(std::vector<ForeignOutcome>& outcomes, const ForeignChange& change,
               const model::Deployment& deployment, const model::Observation& seen,
               const model::Service& service) {
  const int replicas = replicas_of(deployment, seen, service.name);
  const bool grew =
      replicas > service.scale && newest_without_record(deployment, seen, service.name) != nullptr;
  const bool shrank = replicas < service.scale && was_taken(change, service.name);
  if (replicas > 0 && (grew || shrank)) outcomes.push_back(Scaled{service.name, replicas});
  if (replicas == 0 && was_taken(change, service.name)) outcomes.push_back(Removed{service.name});
}

// `compose up --scale` adds whole replicas: what is unknown of the service is what it has too many.
bool is_one_more(const model::Deployment& deployment, const model::Observation& seen,
                 const model::ServiceName& service) {
  const auto* spec = deployment.find(service);
  const auto unknown =
      std::count_if(seen.containers.begin(), seen.containers.end(), [&](const Container& one) {
        return is_unknown(one, deployment, seen) && one.service() == service;
      });
  return spec != nullptr && unknown == replicas_of(deployment, seen, service) - spec->scale;
}

std::string display(const model::Deployment& deployment, const model::ServiceName& service) {
  return deployment.name + "/" + service;
}

std::string image_of(const model::Observation& seen, const model::ContainerId& id) {
  for (const auto& container : seen.containers) {
    if (container.id == id) return container.image;
  }
  return "an image that is gone";
}

}  // namespace

bool note_foreign(std::optional<ForeignChange>& change, const ForeignEvent& event,
                  core::Instant now) {
  const bool network = event.type == "network";
  if (network ? event.action != "destroy" : !tells(event) && !goes_on(change, event)) return false;
  if (!change) {
    change.emplace();
    change->since = now.mono;
  }
  change->last = now.mono;
  if (network) {
    change->network_removed = true;
  } else {
    note_container(*change, event, now.mono);
  }
  return true;
}

void note_taken(std::optional<ForeignChange>& change, const model::ContainerId& id,
                const model::ServiceName& service, core::Instant now) {
  ForeignEvent event;
  event.id = id;
  event.service = service;
  for (const auto* action : {"stop", "destroy"}) {
    event.action = action;
    (void)note_foreign(change, event, now);
  }
}

void keep_removals(std::optional<ForeignChange>& change) {
  if (!change) return;
  if (change->taken.empty() && !change->network_removed) return change.reset();
  change->ending.clear();
}

core::MonoTime ends_at(const ForeignChange& change, const Settings& settings) {
  const auto latest = change.since + settings.settle_max;
  auto quiet_since = change.last;
  for (const auto& [id, grace_ends] : change.ending)
    quiet_since = std::max(quiet_since, grace_ends);
  return std::min(quiet_since + settings.settle, latest);
}

ForeignWork work_of(const ForeignChange& change, const Settings& settings) {
  return {ends_at(change, settings), change.services};
}

std::vector<ForeignOutcome> outcomes_of(const ForeignChange& change,
                                        const model::Deployment& deployment,
                                        const model::Observation& seen) {
  if (is_compose_down(change, deployment, seen)) return {ComposeDown{}};
  std::vector<ForeignOutcome> outcomes;
  for (const auto& [name, service] : deployment.current.spec->services) {
    add_words(outcomes, deployment, seen, service);
    add_scale(outcomes, change, deployment, seen, service);
  }
  return outcomes;
}

std::string sentence_of(const ForeignOutcome& outcome, const model::Deployment& deployment,
                        const model::Observation& seen) {
  struct Say {
    const model::Deployment& deployment;
    const model::Observation& seen;
    std::string operator()(const NewWord& word) const {
      return "an engine client made " + display(deployment, word.service) + " anew from " +
             image_of(seen, word.container);
    }
    std::string operator()(const SameAgain& same) const {
      if (is_one_more(deployment, seen, same.service))
        return (*this)(Scaled{same.service, replicas_of(deployment, seen, same.service)});
      return "an engine client made " + display(deployment, same.service) + " again as it was";
    }
    std::string operator()(const Scaled& scaled) const {
      return "an engine client scaled " + display(deployment, scaled.service) + " to " +
             std::to_string(scaled.replicas);
    }
    std::string operator()(const Removed& removed) const {
      return "an engine client stopped and removed " + display(deployment, removed.service);
    }
    std::string operator()(const ComposeDown&) const {
      return "an engine client removed all of " + deployment.name + " (compose down)";
    }
  };
  return std::visit(Say{deployment, seen}, outcome);
}

}  // namespace reconcile
