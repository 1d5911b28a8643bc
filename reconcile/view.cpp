#include "reconcile/view.hpp"

#include "core/text.hpp"
#include "core/time_text.hpp"
#include "model/exit_code.hpp"
#include "model/later_origin.hpp"
#include "reconcile/plan_look.hpp"

#include <algorithm>

namespace reconcile {
namespace {

constexpr std::size_t health_output_max = 512;  // bytes; a probe may print 4 KiB

// Cut between characters: the rest of one begins with the bits 10.
std::string shortened(std::string_view text) {
  text = core::trim(text);
  if (text.size() <= health_output_max) return std::string(text);
  auto end = health_output_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end)) + "…";
}

model::ContainerView container_view(const model::Container& container) {
  model::ContainerView view;
  view.id = container.id;
  view.name = container.name;
  view.state = container.state;
  view.health = container.is_up() ? container.health : model::Health::none;
  if (!container.is_up() && container.ever_started()) view.exit_code = container.exit_code;
  if (view.exit_code)
    view.exit_meaning = model::exit_meaning(*view.exit_code, container.oom_killed);
  if (!container.health_log.empty() && container.is_up())
    view.health_output = shortened(container.health_log.back().output);
  if (container.is_up() && !container.check_failure.empty()) {
    view.health = model::Health::unhealthy;
    view.health_output = shortened(container.check_failure);
  }
  view.oom_killed = container.oom_killed;
  if (container.ever_started()) view.started_at = container.started_at;
  return view;
}

void add_containers(model::ServiceView& view, const model::Observation& seen,
                    const model::DeploymentName& deployment) {
  for (const auto& container : seen.containers) {
    if (container.project() != deployment || container.service() != view.name || container.oneoff())
      continue;
    view.containers.push_back(container_view(container));
    view.restarts += container.restart_count;
    if (container.state != model::ContainerState::running) continue;
    ++view.running;
    if (view.containers.back().health == model::Health::healthy) ++view.healthy;
  }
  std::sort(view.containers.begin(), view.containers.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
}

void add_verdict(model::ServiceView& view, const Track& track, core::Instant now) {
  const auto& verdicts = track.plan.services;
  const auto found = std::find_if(verdicts.begin(), verdicts.end(),
                                  [&](const auto& v) { return v.service == view.name; });
  if (found == verdicts.end()) return;
  view.phase = found->phase;
  view.why = found->why;
  view.waiting_for = found->waiting_for;
  view.up_to_owner = found->up_to_owner;
  view.left_as_is = found->left_as_is;
  if (found->next_attempt) {
    view.next_attempt_at =
        now.wall + std::chrono::duration_cast<core::Milliseconds>(*found->next_attempt - now.mono);
  }
}

// Of the deployment: running if any service is; otherwise the newest stop.
model::Intent intent_of_all(const model::Deployment& deployment) {
  const model::Intent* chosen = nullptr;
  for (const auto& [service, spec] : deployment.current.spec->services) {
    const auto& intent = deployment.intent_of(service);
    if (chosen == nullptr) {
      chosen = &intent;
      continue;
    }
    const bool runs = intent.state == model::IntentState::running,
               chosen_runs = chosen->state == model::IntentState::running;
    if (runs != chosen_runs ? runs : intent.at > chosen->at) chosen = &intent;
  }
  return chosen == nullptr ? model::Intent{} : *chosen;
}

std::optional<model::Hold> hold_of(const model::DeploymentName& name,
                                   const std::vector<model::Hold>& holds, core::WallTime now) {
  for (const auto& hold : holds) {
    if (hold.until > now && hold.covers(name, "")) return hold;
  }
  return std::nullopt;
}

}  // namespace

model::DeploymentView view_of(const model::Deployment& deployment, const Track* track,
                              const std::vector<model::Hold>& holds, const Settings& settings,
                              core::Instant now) {
  model::DeploymentView view;
  view.name = deployment.name;
  view.kind = deployment.kind;
  view.generation = deployment.current.number;
  view.intent = intent_of_all(deployment);
  view.hold = hold_of(deployment.name, holds, now.wall);
  view.criticality = model::criticality_of(deployment, "").value;
  view.heal = model::heal_mode_of(deployment, "", settings.heal).value;
  view.source = deployment.current.source;
  if (track != nullptr) view.phase = track->plan.phase;
  if (track != nullptr && track->looked) {
    view.observed_generation = track->planned_generation;
    view.converged = track->plan.converged && track->planned_generation == view.generation;
    view.observed_at = track->seen.at.wall;
  }
  for (const auto& [name, spec] : deployment.current.spec->services) {
    model::ServiceView service;
    service.name = name;
    service.intent = deployment.intent_of(name);
    service.image = spec.image;
    service.desired = spec.scale;
    if (track != nullptr && (track->looked || !track->unseen_because.empty())) {
      add_containers(service, track->seen, deployment.name);
      add_verdict(service, *track, now);
    } else if (view.phase == model::DeploymentPhase::converging) {
      service.phase = model::ServicePhase::starting;  // given a moment ago, not looked at yet
    }
    view.services.push_back(std::move(service));
  }
  return view;
}

std::string intent_sentence(const model::ServiceName& service, const model::Intent& intent) {
  const bool runs = intent.state == model::IntentState::running;
  std::string text = service + (runs ? " is to run: " : " is stopped on purpose: ");
  text += intent.by.empty() ? std::string(name_of(intent.set_by)) : intent.by;
  text += " at " + core::local_text(intent.at);
  if (!intent.reason.empty()) text += " (" + intent.reason + ")";
  if (!runs && intent.proof == model::StopProof::by_client) text += "; not confirmed yet";
  return text;
}

namespace {

std::vector<model::PolicyView> policy_of(const model::Deployment& deployment,
                                         const model::ServiceName& name, const Settings& settings) {
  const auto criticality = model::criticality_of(deployment, name);
  const auto heal = model::heal_mode_of(deployment, name, settings.heal);
  const auto allow = model::allow_of(deployment, name, settings.allow);
  const auto kind = model::kind_of(deployment, name);
  const auto grace = model::grace_of(deployment, name, settings.grace_after_start);
  const auto kill = model::kill_means_of(deployment, name);
  std::vector<model::PolicyView> policy = {
      {"criticality", std::string(name_of(criticality.value)), criticality.origin},
      {"heal", std::string(name_of(heal.value)), heal.origin},
      {"allow", core::join(allow.value, " "), allow.origin},
      {"kind", std::string(name_of(kind.value)), kind.origin},
      {"grace", core::duration_text(grace.value), grace.origin},
      {"kill_means", std::string(name_of(kill.value)), kill.origin}};
  const auto depends_on = model::foreign_dependencies_of(deployment, name);
  std::vector<std::string> dependencies;
  for (const auto& one : depends_on.value) dependencies.push_back(model::text_of(one));
  const auto deadline = model::deadline_of(deployment, name, core::Milliseconds{0});
  const auto notes = model::notes_of(deployment, name);
  if (!dependencies.empty())
    policy.push_back({"depends_on", core::join(dependencies, " "), depends_on.origin});
  if (deadline.value > core::Milliseconds{0})
    policy.push_back({"deadline", core::duration_text(deadline.value), deadline.origin});
  if (const auto rollback = model::rollback_of(deployment, name))
    policy.push_back({"rollback", rollback->value ? "true" : "false", rollback->origin});
  if (!notes.value.empty()) policy.push_back({"notes", notes.value, notes.origin});
  // What they say may be long and secret: `evenkeel checks` and the Compose file show it.
  for (const char* key : {"checks", "spikes"}) {
    if (const auto origin = model::later_origin(deployment, name, key))
      policy.push_back({key, "as written there", *origin});
  }
  return policy;
}

// A name is the owner's to change; but what is made in its place bears the usual one again.
std::vector<std::string> renamed_sentences(const model::Deployment& deployment,
                                           const model::ServiceView& view) {
  std::vector<std::string> sentences;
  const auto* service = deployment.find(view.name);
  const auto all = static_cast<int>(view.containers.size());
  if (service == nullptr || all > service->scale) return sentences;  // some are to go
  std::vector<std::string> usual;
  for (int number = 1; number <= service->scale; ++number)
    usual.push_back(container_name(*deployment.current.spec, *service, number));
  for (const auto& container : view.containers) {
    const bool is_usual = std::ranges::any_of(usual, [&](const std::string& name) {
      return container.name == name || is_temporary(container.name, name);
    });
    if (!is_usual)
      sentences.push_back(container.name + " was renamed: it would be " +
                          core::join(usual, " or "));
  }
  return sentences;
}

}  // namespace

model::ServiceExplanation explain(const model::Deployment& deployment,
                                  const model::ServiceView& view,
                                  const std::vector<model::IntentChange>& history,
                                  const Settings& settings) {
  model::ServiceExplanation explanation;
  explanation.service = view.name;
  explanation.phase = view.phase;
  if (!view.why.empty()) explanation.reasons.push_back(view.why);
  explanation.reasons.push_back(intent_sentence(view.name, view.intent));
  for (const auto& waiting : view.waiting_for) {
    const auto reason = "waits for " + waiting;
    const auto with_reason = "waits for " + waiting.substr(0, waiting.find(' ')) + ",";
    if (!core::contains(view.why, reason) && !core::contains(view.why, with_reason))
      explanation.reasons.push_back(reason);
  }
  if (view.next_attempt_at)
    explanation.reasons.push_back("next attempt at " + core::local_text(*view.next_attempt_at));
  for (const auto& container : view.containers) {
    if (container.exit_code) {
      auto text = container.name + " exited with " + std::to_string(*container.exit_code);
      if (!container.exit_meaning.empty()) text += ": " + container.exit_meaning;
      explanation.reasons.push_back(std::move(text));
    }
    if (container.health == model::Health::unhealthy && !container.health_output.empty())
      explanation.reasons.push_back(container.name +
                                    "'s last probe said: " + container.health_output);
  }
  for (auto& sentence : renamed_sentences(deployment, view))
    explanation.reasons.push_back(std::move(sentence));
  for (const auto& change : history) {
    if (change.service == view.name) explanation.history.push_back(change);
  }
  explanation.policy = policy_of(deployment, view.name, settings);
  return explanation;
}

}  // namespace reconcile
