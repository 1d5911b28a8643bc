// Incidents, and what is told of them.
#include "api/metrics/exposition.hpp"
#include "api/metrics/families.hpp"

#include <algorithm>

namespace api::metrics {
namespace {

constexpr About incidents_open{"evenkeel_incidents_open", Type::gauge,
                               "Incidents that are not resolved, by their severity."};
constexpr About notifications{"evenkeel_notifications_total", Type::counter,
                              "Notifications since the agent started, by what came of them."};
constexpr About outbox_depth{"evenkeel_outbox_depth", Type::gauge,
                             "Notifications that wait to be sent."};

}  // namespace

void write_incidents(const Facts& facts, std::string& out) {
  if (!facts.incidents) return;
  Family family(out, incidents_open);
  using enum model::Severity;
  for (const auto severity : {critical, info, warning}) {
    const auto count = std::count_if(
        facts.incidents->begin(), facts.incidents->end(), [severity](const auto& incident) {
          return incident.is_open() && model::severity_of(incident) == severity;
        });
    family.add({{"severity", model::name_of(severity)}}, static_cast<double>(count));
  }
}

void write_notifications(const Facts& facts, std::string& out) {
  if (!facts.deliveries) return;
  Family family(out, notifications);
  for (const auto& [key, count] : facts.deliveries->outcomes)
    family.add({{"channel", key.first}, {"outcome", key.second}}, static_cast<double>(count));
  add_single(out, outbox_depth, static_cast<double>(facts.deliveries->depth));
}

}  // namespace api::metrics
