#include "notify/event_kind.hpp"

#include "support/catch.hpp"

using notify::Shape;

namespace {

struct KindCase {
  const char* type;
  model::Severity severity;
  bool alert, incident;
  Shape shape;
  bool told, at_once;
};

constexpr auto info = model::Severity::info;
constexpr auto warning = model::Severity::warning;
constexpr auto critical = model::Severity::critical;

// CONTRACT.md, Events: the bold ones, and some that are not.
constexpr KindCase kind_cases[] = {
    {"agent.latched", critical, false, false, Shape::notice, true, false},
    {"config.refused", warning, false, false, Shape::notice, true, false},
    {"host.degraded", critical, true, false, Shape::alert, true, false},
    {"engine.lost", critical, true, false, Shape::alert, true, false},
    {"engine.connected", critical, true, false, Shape::alert, true, false},
    {"engine.connected", info, false, false, Shape::notice, false, false},
    {"recovery.completed", warning, false, false, Shape::recovery, true, true},
    {"recovery.completed", info, false, false, Shape::nothing, false, false},
    {"recovery.updated", critical, false, false, Shape::recovery, true, true},
    {"deployment.rolled_back", warning, false, false, Shape::notice, true, false},
    {"intent.stopped_long", warning, true, false, Shape::notice, true, false},
    {"incident.opened", warning, true, true, Shape::alert, true, false},
    {"incident.needs_operator", critical, true, true, Shape::alert, true, true},
    {"incident.resolved", warning, true, true, Shape::alert, true, false},
    {"incident.acknowledged", warning, false, true, Shape::nothing, false, false},
    {"spike.started", warning, true, false, Shape::alert, true, false},
    {"forecast.limit_near", warning, true, false, Shape::alert, true, false},
    {"check.failed", warning, true, false, Shape::alert, true, false},
    {"check.failed", warning, true, true, Shape::nothing, false, false},
    {"notification.dropped", warning, false, false, Shape::notice, true, false},
    {"notification.failed", info, false, false, Shape::notice, false, false},
    {"notification.sent", info, false, false, Shape::nothing, false, false},
    {"store.degraded", critical, true, false, Shape::alert, false, false},
    {"service.exited", warning, false, false, Shape::notice, false, false},
    {"action.failed", warning, false, true, Shape::nothing, false, false},
};

}  // namespace

TEST_CASE("what becomes a message by default is what the contract prints bold") {
  for (const auto& each : kind_cases) {
    model::Event event;
    event.type = each.type;
    event.severity = each.severity;
    if (each.alert) event.alert = model::Alert{"key", true};
    if (each.incident) event.incident = 7;
    INFO(each.type);
    const auto kind = notify::kind_of(event);
    CHECK(kind.shape == each.shape);
    CHECK(kind.told == each.told);
    CHECK(kind.at_once == each.at_once);
  }
}
