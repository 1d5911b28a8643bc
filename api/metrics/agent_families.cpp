// The agent itself: what it is, what it can reach, what it counted.
#include "api/metrics/exposition.hpp"
#include "api/metrics/families.hpp"

namespace api::metrics {
namespace {

constexpr About build_info{"evenkeel_build_info", Type::gauge,
                           "Always 1; the version of the agent."};
constexpr About engine_up{"evenkeel_engine_up", Type::gauge,
                          "Whether the container engine can be reached."};
constexpr About store_writable{"evenkeel_store_writable", Type::gauge,
                               "Whether what happens and what is wanted can be stored."};
constexpr About reloaded{"evenkeel_config_last_reload_successful", Type::gauge,
                         "Whether the configuration was good when it was last read."};
constexpr About loop_lag{
    "evenkeel_loop_lag_seconds", Type::gauge,
    "How late the agent's loop came to a timer, at worst in the last minute; tried every second."};
constexpr About passes{"evenkeel_reconcile_duration_seconds", Type::histogram,
                       "Passes over a deployment while the engine was there, from the look until "
                       "it was published what came of it."};
constexpr About requests{
    "evenkeel_engine_request_duration_seconds", Type::histogram,
    "Requests to the engine that were answered; streams (events, logs, pulls) are left out."};
constexpr About spikes{"evenkeel_spikes_open", Type::gauge,
                       "Spikes of CPU or memory that began and have not ended."};
constexpr About applied{"evenkeel_deployments_applied_total", Type::counter,
                        "New generations of deployments since the agent started."};
constexpr About events{"evenkeel_events_total", Type::counter, "Events since the agent started."};

std::optional<double> seconds_of(const std::optional<core::Milliseconds>& time) {
  if (!time) return std::nullopt;
  return std::chrono::duration<double>(*time).count();
}

double count_of(const EventCounts& counts, const std::string& type) {
  std::uint64_t sum = 0;
  for (const auto& [key, count] : counts.by_type())
    if (key.first == type) sum += count;
  return static_cast<double>(sum);
}

}  // namespace

void write_agent(const Facts& facts, std::string& out) {
  Family(out, build_info).add({{"version", facts.version}}, 1);
  add_single(out, engine_up, zero_or_one(facts.status.engine_up));
  add_single(out, store_writable, zero_or_one(facts.status.store_writable));
  add_single(out, reloaded, zero_or_one(facts.last_reload_succeeded));
  add_single(out, loop_lag, seconds_of(facts.loop_lag));
}

void write_durations(const Facts& facts, std::string& out) {
  if (facts.passes) Family(out, passes).add({}, *facts.passes);
  Family family(out, requests);
  for (const auto& [method, histogram] : facts.engine_requests)
    family.add({{"method", method}}, histogram);
}

void write_events(const Facts& facts, std::string& out) {
  add_single(out, spikes, static_cast<double>(facts.spikes.size()));
  add_single(out, applied, count_of(facts.counts, "deployment.applied"));
  Family family(out, events);
  for (const auto& [key, count] : facts.counts.by_type())
    family.add({{"type", key.first}, {"severity", model::name_of(key.second)}},
               static_cast<double>(count));
}

}  // namespace api::metrics
