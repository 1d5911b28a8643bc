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

bool OwnCalls::Call::expects(std::string_view action) const {
  return std::find(expected.begin(), expected.end(), action) != expected.end();
}

void OwnCalls::Call::expect_only(std::string_view one, std::string_view other) {
  std::erase_if(expected, [&](const auto& left) { return left != one && left != other; });
}

bool OwnCalls::Call::may_end_something() const {
  return expects("die") || expects("stop") || expects("destroy") || expects("restart");
}

bool OwnCalls::Call::is_past(core::MonoTime now) const {
  return !recalled && ended && now - ended_at > (lost ? lost_limit : echo_limit);
}

// A stop sends `kill` twice where TERM is ignored, so that is claimed until the end is told whole;
// a `start` only once: a second one is somebody else's.
void OwnCalls::Call::note_claimed(std::string_view action) {
  if (action == "die") died = true;
  if (action != "kill" && action != "die")
    std::erase_if(expected, [&](const auto& left) { return left == action; });
  if (action == "destroy") expected.clear();  // nothing is left to tell of
  // Once it runs again a restart is over: what dies now died by itself.
  if (action == "start") expect_only("restart", "");
  // Newer engines tell of the death after the stop.
  if (died && !expects("stop"))
    std::erase_if(expected, [](const auto& left) { return left == "kill" || left == "die"; });
}

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
  found->second.lost = false;
}

void OwnCalls::lose(const std::string& key, core::MonoTime now) {
  end(key, now);
  const auto found = calls_.find(key);
  if (found != calls_.end()) found->second.lost = found->second.may_end_something();
}

void OwnCalls::overtake(const std::string& key, core::MonoTime now) {
  const auto found = calls_.find(key);
  if (found != calls_.end() && found->second.lost) end(key, now);
}

bool OwnCalls::claims(std::string_view action, const model::ContainerId& id,
                      const std::string& name, core::MonoTime now, bool replayed) {
  std::erase_if(calls_, [&](const auto& entry) { return entry.second.is_past(now); });
  for (auto& [key, call] : calls_) {
    if (call.subject != id && call.subject != name) continue;
    if (call.recalled && call.ended && !replayed) continue;
    if (!call.expects(action)) {
      // Somebody else's start: what ends now is another run than that which the call ended.
      if (action == "start" && call.ended) call.expect_only("start", "destroy");
      continue;
    }
    call.note_claimed(action);
    return true;
  }
  return false;
}

bool OwnCalls::in_flight(const model::ContainerId& id) const {
  return std::any_of(calls_.begin(), calls_.end(), [&](const auto& entry) {
    return entry.second.subject == id && !entry.second.ended && !entry.second.recalled;
  });
}

bool OwnCalls::will_start(const model::ContainerId& id) const {
  return std::any_of(calls_.begin(), calls_.end(), [&](const auto& entry) {
    const auto& call = entry.second;
    const bool restarts = call.expects("start") && call.expects("restart");
    return call.subject == id && restarts && !call.recalled;
  });
}

bool OwnCalls::may_have_acted_on(const model::ContainerId& id) const {
  return std::any_of(calls_.begin(), calls_.end(), [&](const auto& entry) {
    const auto& call = entry.second;
    return call.subject == id && (call.recalled || (call.lost && !call.expected.empty()));
  });
}

bool OwnCalls::is_over(const std::string& key, core::MonoTime now) const {
  const auto found = calls_.find(key);
  if (found == calls_.end()) return true;
  const auto& call = found->second;
  if (call.expected.empty() && (call.ended || call.recalled)) return true;
  return call.is_past(now);
}

void OwnCalls::forget_begun_before(core::MonoTime returned_at) {
  std::erase_if(calls_, [&](const auto& entry) {
    const auto& call = entry.second;
    return call.recalled || (call.lost && call.ended_at < returned_at);
  });
}

}  // namespace reconcile
