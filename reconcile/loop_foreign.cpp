// What others did to a deployment becomes its newest word, once their change has settled.
#include "reconcile/event_codec.hpp"
#include "reconcile/loop.hpp"
#include "reconcile/plan.hpp"
#include "reconcile/plan_look.hpp"
#include "reconcile/plan_text.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <set>
#include <type_traits>

namespace reconcile {
namespace {

bool has_strangers(const model::Deployment& deployment, const model::Observation& seen) {
  return std::any_of(seen.containers.begin(), seen.containers.end(),
                     [&](const model::Container& container) {
                       return container.project() == deployment.name && !container.oneoff() &&
                              deployment.find(container.service()) != nullptr &&
                              !deployment.containers.contains(container.id) &&
                              waits_to_replace(seen, container) == nullptr;
                     });
}

Change removed_intent(const model::DeploymentName& name, const model::ServiceName& service,
                      core::WallTime at, std::string by) {
  model::Intent intent;
  intent.state = model::IntentState::stopped;
  intent.set_by = model::SetBy::engine;
  intent.by = std::move(by);
  intent.reason = "removed";
  intent.at = at;
  intent.proof = model::StopProof::removed;
  return SetIntent{name, service, std::move(intent)};
}

// Stopped for good before: by a verb or a removal. A `docker stop` may have been the first part of
// this removal, when its service was down long before the others.
bool stays_stopped_as_it_is(const model::Intent& intent) {
  return intent.state == model::IntentState::stopped &&
         (intent.set_by != model::SetBy::engine || intent.proof == model::StopProof::removed);
}

// A job that was done, or has failed for good, is not to run again because the owner's tools
// changed another service.
std::vector<Change> facts_carried_over(const model::Deployment& deployment, const model::Spec& next,
                                       model::GenerationNumber number) {
  std::vector<Change> changes;
  const auto before = deployment.current.number;
  for (const auto& [name, known] : deployment.facts) {
    const auto* service = deployment.find(name);
    const auto after = next.services.find(name);
    if (service == nullptr || after == next.services.end() ||
        service->canonical_json != after->second.canonical_json)
      continue;
    auto facts = known;
    if (facts.completed && facts.completed->generation == before)
      facts.completed->generation = number;
    if (facts.failed_job_generation == before) facts.failed_job_generation = number;
    if (!(facts == known)) changes.emplace_back(SetFacts{deployment.name, name, std::move(facts)});
  }
  return changes;
}

}  // namespace

// The next generation as it grows from what was found; shared by the outcomes of one settled
// change.
struct Loop::Sight {
  const model::Deployment& deployment;
  std::shared_ptr<const model::Spec> spec;
  std::map<model::ServiceName, model::StoredInspect> inspects;
  std::vector<model::ContainerRecord> records;
  std::vector<Change> changes;
  bool new_generation = false;

  // Of what another client has made: what with, is not known (plan_look.hpp).
  void add_record(const model::ContainerId& id, const model::ServiceName& service) {
    model::ContainerRecord record{id, service, 0, ""};
    record.made_elsewhere = deployment.current.number;
    records.push_back(std::move(record));
  }
  const model::Container* container(const model::Observation& seen,
                                    const model::ContainerId& id) const {
    const auto found = std::find_if(seen.containers.begin(), seen.containers.end(),
                                    [&](const auto& c) { return c.id == id; });
    return found == seen.containers.end() ? nullptr : &*found;
  }
};

awaitable<bool> Loop::settle_foreign(model::DeploymentName name) {
  const auto* found = ports_.ledger.find(name);
  auto* track = find(name);
  if (found == nullptr || track == nullptr) co_return false;
  const auto now = ports_.clock.now();
  if (found->deleting) {  // a generation by somebody else would end that
    if (track->foreign && now.mono >= ends_at(*track->foreign, settings_.plan))
      track->foreign.reset();
    co_return true;
  }
  if (!track->foreign && has_strangers(*found, track->seen)) {
    // Perhaps somebody is in the middle of it and the event is still on its way.
    ForeignEvent stranger;
    stranger.action = "create";
    (void)note_foreign(track->foreign, stranger, now);
  }
  if (!track->foreign || now.mono < ends_at(*track->foreign, settings_.plan)) co_return true;
  const ForeignChange change = *track->foreign;
  const model::Deployment deployment = *found;  // a copy: the ledger may move on while the engine
                                                // is asked
  const model::Observation seen = track->seen;
  const auto wish = ports_.ledger.wish_of(name);
  const auto outcomes = outcomes_of(change, deployment, seen);

  Sight sight{deployment, deployment.current.spec, deployment.current.inspects, {}, {}, false};
  std::vector<std::string> sentences;
  for (const auto& outcome : outcomes) {
    if (const auto* word = std::get_if<NewWord>(&outcome)) {
      auto raw = co_await ports_.runtime.raw_inspect(word->container);
      if (!raw) co_return not_settled(name, raw.error().text());
      take_new_word(sight, *word, seen, std::move(*raw));
    } else {
      take_outcome(sight, outcome, now.wall);
    }
    sentences.push_back(sentence_of(outcome, deployment, seen));
  }
  auto changes = changes_of(sight, now.wall, sentences);
  const auto turn = co_await ports_.ledger.turn();
  if (ports_.ledger.wish_of(name) != wish) co_return false;
  if (sight.new_generation) {  // by what is known now: a job may have ended meanwhile
    auto facts =
        facts_carried_over(*ports_.ledger.find(name), *sight.spec, deployment.current.number + 1);
    changes.insert(changes.end(), std::make_move_iterator(facts.begin()),
                   std::make_move_iterator(facts.end()));
  }
  for (const auto& [id, service] : change.taken) {
    if (ports_.ledger.desire().pending_stops.contains(id))
      changes.emplace_back(DropPendingStop{id});
  }
  if (!changes.empty()) {
    auto committed = co_await ports_.ledger.commit(std::move(changes));
    if (!committed) co_return not_settled(name, committed.error().what);
  }
  track = find(name);
  if (track == nullptr) co_return false;
  track->foreign.reset();
  for (const auto& [id, service] : change.taken) track->trails.erase(id);
  say_changed(name, outcomes, sentences, now.wall);
  co_return outcomes.empty();
}

bool Loop::not_settled(const model::DeploymentName& name, std::string why) {
  spdlog::warn("foreign.not_settled deployment={} why=\"{}\"", name, why);
  if (auto* track = find(name)) track->problem = std::move(why);
  return false;
}

void Loop::take_new_word(Sight& sight, const NewWord& word, const model::Observation& seen,
                         model::StoredInspect raw) {
  const auto* container = sight.container(seen, word.container);
  if (container == nullptr) return;
  auto edited = ports_.editor.with_container(*sight.spec, word.service, *container);
  if (!edited) {
    spdlog::warn("foreign.not_understood deployment={} service={} why=\"{}\"",
                 sight.deployment.name, word.service, edited.error().what);
    sight.add_record(word.container, word.service);
    return;
  }
  raw.config_hash = container->config_hash();
  sight.spec = *edited;
  sight.inspects[word.service] = std::move(raw);
  sight.add_record(word.container, word.service);
  sight.new_generation = true;
}

void Loop::take_outcome(Sight& sight, const ForeignOutcome& outcome, core::WallTime now) {
  const auto& name = sight.deployment.name;
  if (const auto* same = std::get_if<SameAgain>(&outcome)) {
    sight.add_record(same->container, same->service);
  } else if (const auto* scaled = std::get_if<Scaled>(&outcome)) {
    auto edited = ports_.editor.with_scale(*sight.spec, scaled->service, scaled->replicas);
    if (!edited) return;
    sight.spec = *edited;
    sight.new_generation = true;
  } else if (const auto* removed = std::get_if<Removed>(&outcome)) {
    if (stays_stopped_as_it_is(sight.deployment.intent_of(removed->service))) return;
    sight.changes.push_back(removed_intent(name, removed->service, now, "an engine client"));
  } else if (std::holds_alternative<ComposeDown>(outcome)) {
    for (const auto& [service, spec] : sight.deployment.current.spec->services) {
      if (stays_stopped_as_it_is(sight.deployment.intent_of(service))) continue;
      sight.changes.push_back(
          removed_intent(name, service, now, "an engine client (docker compose down)"));
    }
  }
}

std::vector<Change> Loop::changes_of(Sight& sight, core::WallTime now,
                                     const std::vector<std::string>& sentences) {
  const auto& deployment = sight.deployment;
  auto number = deployment.current.number;
  std::vector<Change> changes;
  if (sight.new_generation) {
    model::Generation next;
    next.number = ++number;
    next.spec = sight.spec;
    next.source = deployment.current.source;
    next.source.kind = model::SourceKind::engine;
    next.source.differs = true;
    next.by = "an engine client";
    for (const auto& sentence : sentences)
      next.reason += (next.reason.empty() ? "" : "; ") + sentence;
    next.at = now;
    next.inspects = sight.inspects;
    changes.emplace_back(
        PutGeneration{deployment.name, deployment.kind, std::move(next), deployment.auto_heal});
  }
  for (auto& record : sight.records) {
    record.generation = number;
    changes.emplace_back(RecordContainer{deployment.name, std::move(record)});
  }
  changes.insert(changes.end(), std::make_move_iterator(sight.changes.begin()),
                 std::make_move_iterator(sight.changes.end()));
  return changes;
}

void Loop::say_changed(const model::DeploymentName& name,
                       const std::vector<ForeignOutcome>& outcomes,
                       const std::vector<std::string>& sentences, core::WallTime at) {
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    // Of several replicas the same is to be said.
    if (std::find(sentences.begin(), sentences.begin() + static_cast<std::ptrdiff_t>(i),
                  sentences[i]) != sentences.begin() + static_cast<std::ptrdiff_t>(i))
      continue;
    const bool removal = std::holds_alternative<Removed>(outcomes[i]) ||
                         std::holds_alternative<ComposeDown>(outcomes[i]);
    model::Event event;
    event.deployment = name;
    event.type = removal ? "intent.changed" : "deployment.changed_elsewhere";
    event.at = at;
    event.message = sentences[i];
    event.data = event_data({{"what", sentences[i]}});
    if (const auto* removed = std::get_if<Removed>(&outcomes[i])) event.service = removed->service;
    ports_.events.record(std::move(event));
  }
}

}  // namespace reconcile
