#include "notify/channel/alert_action.hpp"

#include <algorithm>

namespace notify {
namespace {

// What happened once has no key, and no end either; of a recovery such an item is what did not
// come back.
bool has_firing_item(const Message& message) {
  const bool recovery = message.kind == MessageKind::recovery;
  return std::any_of(message.items.begin(), message.items.end(), [recovery](const auto& item) {
    return item.firing && !item.ended && (recovery || !item.key.empty());
  });
}

}  // namespace

AlertAction action_of(const Message& message) {
  switch (message.kind) {
    case MessageKind::test: return AlertAction::trigger_and_resolve;
    case MessageKind::resolved: return AlertAction::resolve;
    case MessageKind::problem:
    case MessageKind::notice: return AlertAction::trigger;
    case MessageKind::digest:
      return has_firing_item(message) ? AlertAction::trigger : AlertAction::nothing;
    // Where all came back nobody ever ends it; the update of one ends it where all of it is well.
    case MessageKind::recovery:
      if (has_firing_item(message)) return AlertAction::trigger;
      return message.begins_thread ? AlertAction::trigger_and_resolve : AlertAction::resolve;
  }
  return AlertAction::trigger;
}

Tone tone_of(const Message& message) {
  if (message.kind == MessageKind::resolved) return Tone::good;
  if (message.kind == MessageKind::test || message.kind == MessageKind::digest) return Tone::info;
  if (message.severity == model::Severity::critical) return Tone::critical;
  if (message.severity == model::Severity::warning) return Tone::warning;
  return message.kind == MessageKind::recovery ? Tone::good : Tone::info;
}

}  // namespace notify
