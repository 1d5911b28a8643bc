// Deployments and their services.
#include "api/metrics/exposition.hpp"
#include "api/metrics/families.hpp"

#include <algorithm>

namespace api::metrics {
namespace {

constexpr About deployment_phase{"evenkeel_deployment_phase", Type::gauge,
                                 "1 for the phase that the deployment is in, 0 for the others."};

// A service where it stands.
struct OfService {
  const Facts& facts;
  const model::DeploymentView& deployment;
  const model::ServiceView& service;
};

// Nothing is known of it while the engine is away.
std::optional<double> up(const OfService& of) {
  using enum model::ServicePhase;
  if (of.service.phase == unknown) return std::nullopt;
  return zero_or_one(of.service.phase == running || of.service.phase == completed);
}

std::optional<double> intent_running(const OfService& of) {
  return zero_or_one(of.service.intent.state == model::IntentState::running);
}

std::optional<double> held(const OfService& of) {
  const auto& holds = of.facts.status.holds;
  return zero_or_one(std::any_of(holds.begin(), holds.end(), [&](const auto& hold) {
    return hold.covers(of.deployment.name, of.service.name);
  }));
}

EventCounts::OfService counts_of(const OfService& of) {
  return of.facts.counts.of(of.deployment.name, of.service.name);
}

std::optional<double> restarts(const OfService& of) { return number(counts_of(of).restarts); }
std::optional<double> oom_kills(const OfService& of) { return number(counts_of(of).oom_kills); }

constexpr Row<OfService> service_rows[] = {
    {{"evenkeel_service_up", Type::gauge,
      "1 where the service is as it should be: it runs and is well, or is a job that is done."},
     up},
    {{"evenkeel_service_intent_running", Type::gauge, "Whether the service is meant to run."},
     intent_running},
    {{"evenkeel_service_held", Type::gauge, "Whether a hold keeps the agent's hands off it."},
     held},
    {{"evenkeel_service_restarts_total", Type::counter,
      "Starts of containers that had ended before, since the agent started."},
     restarts},
    {{"evenkeel_service_oom_kills_total", Type::counter,
      "Times that the service ran out of memory, since the agent started."},
     oom_kills},
};

}  // namespace

void write_deployments(const Facts& facts, std::string& out) {
  using enum model::DeploymentPhase;
  Family family(out, deployment_phase);
  for (const auto& view : facts.deployments)
    for (const auto phase : {converged, converging, degraded, failed, stopped, unknown})
      family.add({{"deployment", view.name}, {"phase", model::name_of(phase)}},
                 zero_or_one(view.phase == phase));
}

void write_services(const Facts& facts, std::string& out) {
  for (const auto& row : service_rows) {
    Family family(out, row.about);
    for (const auto& view : facts.deployments)
      for (const auto& service : view.services)
        family.add({{"deployment", view.name}, {"service", service.name}},
                   row.value({facts, view, service}));
  }
}

}  // namespace api::metrics
