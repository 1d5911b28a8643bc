#include "heal/fingerprint.hpp"

#include "core/text.hpp"
#include "core/time_text.hpp"
#include "heal/fault_object.hpp"

#include <array>
#include <tuple>

namespace heal {
namespace {

constexpr int loop_deaths = 3;  // as reconcile tells of it

// The parent of the namespace is a dependency like any other.
bool is_of_parent(std::string_view fault) { return fault.starts_with("namespace_parent_"); }

Problem fault_problem(const model::Subject& subject, const FaultSaid& said) {
  const auto object = object_of(said);
  Problem problem;
  problem.fingerprint = said.kind.empty() ? "unknown" : said.kind;
  problem.cause = object.empty() ? problem.fingerprint : problem.fingerprint + " " + object;
  problem.text = text_of(subject) + ": " + std::string(said.text);
  problem.may_be_anothers = is_of_parent(said.kind);
  return problem;
}

// Ends are asked for, by the owner or for a replacement: that one fails is not yet a service that
// is ill. Where it keeps one from being well, the look says so.
bool ends_something(std::string_view action) {
  return action == "stop" || action.starts_with("remove");
}

// The engine's trouble is told as the engine's. But one that lives and leaves the same call without
// an answer, again and again, keeps just this from running, and nobody else says so.
bool is_the_engines(const EventData& data) {
  return data.fault_class == "engine" && data.fault != "engine_timeout";
}

std::optional<Problem> of_failed_action(const model::Event& event, const EventData& data) {
  if (is_the_engines(data) || ends_something(data.action)) return std::nullopt;
  const auto subject = subject_of(event, data);
  const auto image = data.action == "pull_image" ? data.object : std::string();
  const auto& text = data.detail.empty() ? event.message : data.detail;
  auto problem = fault_problem(
      subject, {data.fault, text, image, data.object, event.deployment, event.service});
  problem.leads_on = data.fault_class == "repairable" || data.fault_class == "engine";
  return problem;
}

Problem symptom(const char* fingerprint, std::string text) {
  return {fingerprint, "", std::move(text), false, true};
}

std::optional<Problem> of_failed_check(const model::Event& event, const EventData& data) {
  if (event.deployment.empty()) {
    if (data.criticality != "critical") return std::nullopt;
    return Problem{"check_failed", "", event.message};
  }
  if (event.service.empty() || data.criticality == "optional") return std::nullopt;
  return symptom("unhealthy", event.message);
}

std::string sentence_on(const ServiceNow& service) {
  if (!service.why.empty()) return service.why;
  return "it is " + core::replace_all(std::string(model::name_of(service.phase)), "_", " ");
}

int rank_of(std::string_view fingerprint) {
  constexpr std::array<std::pair<std::string_view, int>, 7> symptoms{{
      {"unknown", 0},
      {"engine_error", 1},
      {"engine_timeout", 1},
      {"dependency_not_ready", 1},
      {"unhealthy", 2},
      {"crash_loop", 2},
      {"oom_killed", 3},
  }};
  for (const auto& [name, rank] : symptoms) {
    if (name == fingerprint) return rank;
  }
  return 4;
}

}  // namespace

model::Subject subject_of(const model::Event& event, const EventData& data) {
  return {event.deployment, event.service, event.deployment.empty() ? data.check : std::string()};
}

std::optional<Problem> problem_of(const model::Event& event, const EventData& data) {
  if (event.type == "action.failed" && !event.deployment.empty())
    return of_failed_action(event, data);
  if (event.type == "check.failed") return of_failed_check(event, data);
  if (event.deployment.empty() || event.service.empty()) return std::nullopt;
  // Messages of services begin with the service's own name.
  const auto text = event.deployment + "/" + event.message;
  if (event.type == "service.crash_looping") return symptom("crash_loop", text);
  if (event.type == "service.unhealthy") return symptom("unhealthy", text);
  if (event.type == "service.oom_killed") return Problem{"oom_killed", "", text};
  return std::nullopt;
}

std::optional<Problem> problem_of(const ServiceNow& service) {
  using enum model::ServicePhase;
  const model::Subject subject{service.deployment, service.service, ""};
  const auto phase = service.phase;
  const bool needs_somebody = phase == needs_operator || phase == exited;
  const bool is_well = phase == running || phase == completed || phase == stopped;
  if (service.up_to_owner || !service.wanted || is_well || phase == unknown) return std::nullopt;
  const auto text = text_of(subject) + ": " + sentence_on(service);
  if (!service.fault.empty()) {
    // What it shares with others is told of in the same words for all of them, and by the event.
    const bool is_shared = !service.fault_object.empty();
    return fault_problem(subject, {service.fault, service.fault_text, "", service.fault_object,
                                   service.deployment, is_shared ? "" : service.service});
  }
  if (service.deaths >= loop_deaths) return symptom("crash_loop", text);
  if (phase == unhealthy) return symptom("unhealthy", text);
  if (needs_somebody) return symptom("unknown", text);
  return std::nullopt;
}

Problem not_ready(const model::Subject& subject, const std::string& on, core::Milliseconds since) {
  return {"dependency_not_ready", "dependency_not_ready " + on,
          text_of(subject) + " has waited " + core::duration_text(since) + " for " + on +
              ", which is not ready",
          false, true};
}

bool is_better(std::string_view fingerprint, std::string_view than) {
  return rank_of(fingerprint) > rank_of(than);
}

bool is_same(const Problem& problem, const model::Incident& incident) {
  return std::tie(problem.fingerprint, problem.cause) ==
         std::tie(incident.fingerprint, incident.cause);
}

}  // namespace heal
