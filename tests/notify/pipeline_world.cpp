#include "notify/pipeline_world.hpp"

#include "core/time_text.hpp"
#include "support/catch.hpp"

namespace pipeline_test {

int utc_minute(core::WallTime at) {
  const auto days = std::chrono::floor<std::chrono::days>(at);
  return static_cast<int>(std::chrono::floor<std::chrono::minutes>(at - days).count());
}

std::string clock_at(core::WallTime at) {
  const auto days = std::chrono::floor<std::chrono::days>(at - midnight).count();
  return (days > 0 ? "+" + std::to_string(days) + " " : "") + core::rfc3339(at).substr(11, 8);
}

notify::Settings plain_settings(const std::vector<std::string>& channels) {
  notify::Settings settings;
  for (const auto& name : channels) settings.channels[name].type = "test";
  return settings;
}

World::World(notify::Settings with, core::WallTime from) : settings(std::move(with)), now_(from) {
  pipeline = new_pipeline();
}

std::unique_ptr<notify::Pipeline> World::new_pipeline() {
  notify::Pipeline::Surroundings around{*this, utc_minute,
                                        [this] { return "m" + std::to_string(++last_message_); }};
  return std::make_unique<notify::Pipeline>(notify::HostIdentity{"nas", {{"site", "home"}}},
                                            settings, std::move(around));
}

void World::pass_until(core::WallTime to) {
  for (;;) {
    const auto due = pipeline->next_due(now_);
    if (!due || *due > to) break;
    // Whoever waits for a moment that is now already must get on by it.
    now_ = std::max(now_, *due);
    flush();
    const auto next = pipeline->next_due(now_);
    REQUIRE((!next || *next > now_));
  }
  now_ = std::max(now_, to);
}

void World::flush() {
  for (auto& each : pipeline->flush(now_)) {
    sent.push_back(clock_at(now_) + " " + each.channel + ": " + each.message.title);
    messages.push_back(std::move(each));
  }
  keep();
}

void World::keep() {
  for (auto& row : pipeline->changed_memory()) {
    if (row.value)
      rows_[row.key] = *row.value;
    else
      rows_.erase(row.key);
  }
}

void World::crash() {
  std::vector<notify::MemoryRow> memory;
  for (const auto& [key, value] : rows_) memory.push_back({key, value});
  pipeline = new_pipeline();
  pipeline->restore(memory, silences);
}

void World::configure(notify::Settings with) {
  settings = std::move(with);
  for (auto& each : pipeline->configure(settings)) happens(std::move(each));
  keep();
}

model::Event World::event(std::string type, model::Severity severity, std::string message) const {
  model::Event event;
  event.at = now_;
  event.type = std::move(type);
  event.severity = severity;
  event.message = std::move(message);
  return event;
}

void World::happens(model::Event event) {
  event.id = ++last_event_;
  if (lose_next > 0) {
    --lose_next;
    pipeline->take(event, now_);
    (void)pipeline->flush(now_);
    crash();
  }
  pipeline->take(event, now_);
  flush();
}

void World::alert(std::string key, bool firing, model::Severity severity,
                  const std::string& message, const std::string& deployment,
                  const std::string& service) {
  const bool is_check = key.starts_with("check/");
  const bool is_engine = key == "engine";
  const bool is_host = key.starts_with("host/");
  auto made = event(is_check    ? firing ? "check.failed" : "check.recovered"
                    : is_engine ? firing ? "engine.lost" : "engine.connected"
                    : is_host   ? "host.degraded"
                    : firing    ? "spike.started"
                                : "spike.ended",
                    severity, message);
  made.alert = model::Alert{std::move(key), firing};
  made.deployment = deployment;
  made.service = service;
  happens(std::move(made));
}

model::Event World::of_incident(std::int64_t id, const std::string& type, bool firing,
                                const std::string& message) const {
  const auto& incident = incidents.at(id);
  auto made = event(type, model::Severity::warning, message);
  if (incident.criticality == model::Criticality::critical || type == "incident.needs_operator")
    made.severity = model::Severity::critical;
  else if (incident.criticality == model::Criticality::optional)
    made.severity = model::Severity::info;
  made.deployment = incident.subjects.front().deployment;
  made.service = incident.subjects.front().service;
  made.incident = id;
  made.alert = model::Alert{model::alert_key_of(incident), firing};
  std::string subjects;
  for (const auto& each : incident.subjects)
    subjects += (subjects.empty() ? "" : ",") + std::string("{\"deployment\":\"") +
                each.deployment + "\",\"service\":\"" + each.service + "\"}";
  made.data = "{\"fingerprint\":\"" + incident.fingerprint + "\",\"cause\":\"" + incident.cause +
              "\",\"criticality\":\"" + std::string(model::name_of(incident.criticality)) +
              "\",\"occurrences\":" + std::to_string(incident.occurrences) +
              ",\"recurring\":" + (incident.occurrences > 1 ? "true" : "false") +
              ",\"subjects\":[" + subjects + "]}";
  return made;
}

model::Incident& World::open(std::int64_t id, const std::string& deployment,
                             const std::string& service, const std::string& fingerprint,
                             const std::string& problem) {
  auto& incident = incidents[id];
  incident.id = id;
  incident.subjects = {{deployment, service, ""}};
  incident.fingerprint = fingerprint;
  incident.problem = problem;
  incident.opened_at = incident.first_opened_at = incident.last_seen_at = now_;
  incident.criticality = criticality(deployment, service);
  return incident;
}

void World::begin(std::int64_t id, bool recurring) {
  auto& incident = incidents.at(id);
  incident.state = model::IncidentState::open;
  incident.well_since.reset();
  incident.resolved_at.reset();
  if (recurring) {
    ++incident.occurrences;
    incident.attempts = 0;
  }
  incident.evidence.push_back({now_, "service.exited", incident.problem});
  happens(of_incident(id, "incident.opened", true, incident.problem));
}

void World::attempt_ends(std::int64_t id) {
  auto& incident = incidents.at(id);
  ++incident.attempts;
  incident.done.push_back("restarted");
  auto made = event("action.succeeded", model::Severity::info, "restarted");
  made.incident = id;
  happens(std::move(made));
}

void World::gets_well(std::int64_t id) {
  incidents.at(id).well_since = now_;
  auto made = event("service.healthy", model::Severity::info, "healthy");
  made.incident = id;
  happens(std::move(made));
}

void World::resolve(std::int64_t id) {
  auto& incident = incidents.at(id);
  incident.state = model::IncidentState::resolved;
  incident.resolved_at = now_;
  if (!incident.well_since) incident.well_since = now_;
  happens(of_incident(id, "incident.resolved", false, "it is over"));
}

void World::needs_operator(std::int64_t id) {
  auto& incident = incidents.at(id);
  incident.state = model::IncidentState::needs_operator;
  incident.needs_operator_at = now_;
  happens(of_incident(id, "incident.needs_operator", true, incident.problem));
}

void World::recovery(const std::string& type, model::Severity severity, const std::string& cause,
                     const std::string& deployments_json) {
  auto made = event(type, severity, "after a return");
  made.data =
      "{\"cause\":\"" + cause + "\",\"planned\":true,\"deployments\":[" + deployments_json + "]}";
  happens(std::move(made));
}

bool World::is_held(const model::DeploymentName& deployment,
                    const model::ServiceName& service) const {
  return held.contains(deployment) || held.contains(deployment + "/" + service);
}

std::optional<model::Incident> World::incident(std::int64_t id) const {
  const auto at = incidents.find(id);
  return at == incidents.end() ? std::nullopt : std::optional(at->second);
}

model::Criticality World::criticality(const model::DeploymentName& deployment,
                                      const model::ServiceName& service) const {
  const auto at = criticalities.find(deployment + "/" + service);
  return at == criticalities.end() ? model::Criticality::standard : at->second;
}

std::optional<core::WallTime> World::next_attempt_at(const model::DeploymentName& deployment,
                                                     const model::ServiceName& service) const {
  const auto at = next_attempts.find(deployment + "/" + service);
  return at == next_attempts.end() ? std::nullopt : std::optional(at->second);
}

}  // namespace pipeline_test
