#include "reconcile/patch.hpp"

#include <algorithm>
#include <charconv>

namespace reconcile {
namespace {

std::string attribute(const EngineEvent& event, const char* key) {
  const auto found = event.attributes.find(key);
  return found == event.attributes.end() ? std::string() : found->second;
}

int number(const std::string& text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

void started(model::Container& container, const EngineEvent& event) {
  container.state = model::ContainerState::running;
  container.started_at = wall_of(event);
  container.exit_code = 0;
  container.oom_killed = false;
  container.error.clear();
  container.check_failure.clear();
  if (container.health != model::Health::none) container.health = model::Health::starting;
}

void died(model::Container& container, const EngineEvent& event) {
  container.state = model::ContainerState::exited;
  container.exit_code = number(attribute(event, "exitCode"));
  container.finished_at = wall_of(event);
  container.pid = 0;
}

bool patch_container(model::Container& container, const EngineEvent& event) {
  const auto& action = event.action;
  if (action == "start")
    started(container, event);
  else if (action == "die")
    died(container, event);
  else if (action == "oom")
    container.oom_killed = true;
  else if (action == "pause")
    container.state = model::ContainerState::paused;
  else if (action == "unpause")
    container.state = model::ContainerState::running;
  else if (action == "health_status")
    container.health = event.health;
  else if (action == "rename")
    container.name = attribute(event, "name");
  else
    return false;
  return true;
}

}  // namespace

core::WallTime wall_of(const EngineEvent& event) {
  return core::WallTime{
      std::chrono::floor<core::Milliseconds>(std::chrono::nanoseconds{event.time_nano})};
}

bool patch(model::Observation& observation, const EngineEvent& event, core::Instant now) {
  if (event.type != "container") return false;
  auto& containers = observation.containers;
  const auto found = std::find_if(containers.begin(), containers.end(),
                                  [&](const auto& c) { return c.id == event.id; });
  if (found == containers.end()) return false;
  observation.at = now;
  if (event.action == "destroy") {
    containers.erase(found);
    return true;
  }
  return patch_container(*found, event);
}

EventSubject subject_of(const EngineEvent& event) {
  EventSubject subject;
  subject.deployment = attribute(event, "com.docker.compose.project");
  subject.service = attribute(event, "com.docker.compose.service");
  subject.oneoff = attribute(event, "com.docker.compose.oneoff") == "True";
  subject.name = attribute(event, "name");
  subject.exit_code = number(attribute(event, "exitCode"));
  subject.signal = number(attribute(event, "signal"));
  return subject;
}

}  // namespace reconcile
