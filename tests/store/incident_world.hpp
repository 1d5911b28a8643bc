// Incidents and messages with everything in them, for what must survive the store.
#pragma once

#include "model/incident.hpp"
#include "notify/ports.hpp"
#include "store/world.hpp"

#include <string>

namespace support {

inline model::Incident incident(model::IncidentId id,
                                model::IncidentState state = model::IncidentState::open) {
  model::Incident made;
  made.id = id;
  made.state = state;
  made.fingerprint = "port_taken";
  made.cause = "port 8080";
  made.subjects = {{"shop", "web", ""}, {"", "", "backup"}};
  made.affected = {{"shop", "proxy", ""}};
  made.criticality = model::Criticality::critical;
  made.problem = "shop/web does not start: \"port\" 8080 is taken ✓";
  made.opened_at = store_test::noon;
  made.first_opened_at = store_test::noon - std::chrono::hours(2);
  made.last_seen_at = store_test::noon + std::chrono::minutes(1);
  made.occurrences = 3;
  made.attempts = 2;
  made.evidence = {
      {store_test::noon, "action.failed", "port is already allocated"},
      {store_test::noon + std::chrono::seconds(1), "service.exited", "it ended with 1"}};
  made.done = {"restarted", "recreated"};
  if (state == model::IncidentState::resolved) made.resolved_at = store_test::noon;
  return made;
}

inline notify::Message message(const std::string& id,
                               model::Severity severity = model::Severity::warning) {
  notify::Message made;
  made.id = id;
  made.thread = "thread-" + id;
  made.severity = severity;
  made.host = "nas";
  made.at = store_test::noon;
  made.group = "deployment shop";
  made.title = "shop/web is unhealthy";
  notify::Item item;
  item.key = "incident/7";
  item.type = "incident.opened";
  item.what = "shop/web is unhealthy";
  item.events = {41, 42};
  made.items = {item};
  return made;
}

inline notify::Outgoing outgoing(const std::string& channel, const std::string& id,
                                 model::Severity severity = model::Severity::warning) {
  return {channel, message(id, severity), store_test::noon + std::chrono::hours(72)};
}

}  // namespace support
