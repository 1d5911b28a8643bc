#include "notify/event_kind.hpp"

#include <algorithm>

namespace notify {
namespace {

// The types that are told by default. Those with an alert's key are alerts, the others notices.
constexpr std::string_view told_by_default[] = {
    "agent.latched",       "agent.rescue",        "config.refused",
    "host.degraded",       "engine.lost",
    "engine.connected",  // the end of engine.lost
    "recovery.completed",  "recovery.updated",    "deployment.rolled_back",
    "intent.stopped_long", "incident.opened",     "incident.needs_operator",
    "incident.resolved",   "spike.started",       "spike.ended",
    "forecast.limit_near", "forecast.cleared",    "check.failed",
    "check.recovered",     "notification.dropped"};

bool is_told(std::string_view type) {
  return std::find(std::begin(told_by_default), std::end(told_by_default), type) !=
         std::end(told_by_default);
}

Shape shape_of(const model::Event& event) {
  if (event.incident && !is_incident(event.type)) return Shape::nothing;
  if (event.type == "incident.acknowledged") return Shape::nothing;
  // A message about a message that was sent would be sent, too: two channels would go on for ever.
  if (event.type == "notification.sent") return Shape::nothing;
  if (event.type == "recovery.completed" || event.type == "recovery.updated")
    return event.severity == model::Severity::info ? Shape::nothing : Shape::recovery;
  // It comes again each day, and nothing ever says that it is over.
  if (event.type == "intent.stopped_long") return Shape::notice;
  return event.alert ? Shape::alert : Shape::notice;
}

}  // namespace

bool is_incident(std::string_view type) { return type.starts_with("incident."); }

EventKind kind_of(const model::Event& event) {
  EventKind kind;
  kind.shape = shape_of(event);
  if (kind.shape == Shape::nothing) return kind;
  // Without the alert it is the first connection, or one after a break that nobody was told of.
  kind.told = is_told(event.type) && (event.type != "engine.connected" || event.alert.has_value());
  kind.at_once = kind.shape == Shape::recovery || event.type == "incident.needs_operator";
  // What an adaptive rule finds unusual for a while is not an ill that healed.
  kind.heals_count =
      is_incident(event.type) || (kind.told && event.severity != model::Severity::info);
  return kind;
}

}  // namespace notify
