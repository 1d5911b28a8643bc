#include "reconcile/own_calls.hpp"

#include <algorithm>

namespace reconcile {
namespace {

// ENGINE.md 2: what each call puts on the stream.
std::vector<std::string> echoes_of(std::string_view verb) {
  if (verb == "create") return {"create"};
  if (verb == "start") return {"start"};
  if (verb == "stop") return {"kill", "die", "stop"};
  if (verb == "restart") return {"kill", "die", "stop", "start", "restart"};
  if (verb == "remove") return {"kill", "die", "stop", "destroy"};
  if (verb == "rename") return {"rename"};
  return {};
}

}  // namespace

void OwnCalls::begin(const std::string& key, std::string_view verb, const std::string& subject) {
  calls_[key] = Call{subject, echoes_of(verb)};
}

void OwnCalls::recall(const std::string& key, std::string_view verb, const std::string& subject,
                      bool answered) {
  calls_[key] = Call{subject, echoes_of(verb), true, answered};
}

void OwnCalls::end(const std::string& key, core::MonoTime now) {
  const auto found = calls_.find(key);
  if (found == calls_.end()) return;
  found->second.ended = true;
  found->second.ended_at = now;
}

bool OwnCalls::claims(std::string_view action, const model::ContainerId& id,
                      const std::string& name, core::MonoTime now, bool replayed) {
  std::erase_if(calls_, [&](const auto& entry) {
    return !entry.second.recalled && entry.second.ended && now - entry.second.ended_at > echo_limit;
  });
  for (auto& [key, call] : calls_) {
    if (call.subject != id && call.subject != name) continue;
    if (call.recalled && call.ended && !replayed) continue;
    // A stop sends `kill` twice where TERM is ignored, so an event is claimed for as long as its
    // call is remembered, but a `start` only once: a second one is somebody else's.
    const auto expected = std::find(call.expected.begin(), call.expected.end(), action);
    if (expected == call.expected.end()) continue;
    const bool once =
        action == "start" || action == "stop" || action == "create" || action == "destroy";
    if (once) call.expected.erase(expected);
    // Once it runs again a restart is over: what dies now died by itself.
    if (action == "start")
      std::erase_if(call.expected, [](const std::string& left) { return left != "restart"; });
    return true;
  }
  return false;
}

bool OwnCalls::in_flight(const model::ContainerId& id) const {
  return std::any_of(calls_.begin(), calls_.end(), [&](const auto& entry) {
    return entry.second.subject == id && !entry.second.ended && !entry.second.recalled;
  });
}

bool OwnCalls::recalled(const model::ContainerId& id) const {
  return std::any_of(calls_.begin(), calls_.end(), [&](const auto& entry) {
    return entry.second.subject == id && entry.second.recalled;
  });
}

bool OwnCalls::is_over(const std::string& key, core::MonoTime now) const {
  const auto found = calls_.find(key);
  if (found == calls_.end()) return true;
  const auto& call = found->second;
  return !call.recalled && call.ended && now - call.ended_at > echo_limit;
}

void OwnCalls::forget_recalled() {
  std::erase_if(calls_, [](const auto& entry) { return entry.second.recalled; });
}

}  // namespace reconcile
