#include "api/metrics/families.hpp"
#include "api/routes/routes.hpp"

#include <unistd.h>

namespace api::routes {
namespace {

double seconds_of(std::chrono::nanoseconds time) {
  return std::chrono::duration<double>(time).count();
}

metrics::Histogram histogram_of(const core::Durations& durations) {
  metrics::Histogram out;
  for (const auto bound : durations.bounds()) out.bounds.push_back(seconds_of(bound));
  out.observed.assign(durations.counts().begin(), durations.counts().end());
  out.sum = seconds_of(durations.sum());
  return out;
}

// What never happened is left out.
void add_timings(const Timings& timings, metrics::Facts& facts) {
  if (timings.passes != nullptr && !timings.passes->empty())
    facts.passes = histogram_of(*timings.passes);
  if (timings.engine_requests == nullptr) return;
  for (const auto& [method, durations] : timings.engine_requests->all())
    if (!durations.empty())
      facts.engine_requests.emplace_back(std::string(method), histogram_of(durations));
}

metrics::Facts facts_of(Backend& backend) {
  metrics::Facts facts{.counts = backend.counts};
  facts.version = backend.identity.version;
  facts.status = backend.host.status();
  facts.deployments = backend.views.list();
  facts.containers = backend.latest.containers();
  facts.host = backend.latest.host();
  facts.disks = backend.latest.disks();
  facts.spikes = backend.spikes.spikes();
  facts.checks = backend.checks.checks();
  if (backend.incidents != nullptr) facts.incidents = backend.incidents->incidents();
  if (backend.notifications != nullptr) facts.deliveries = backend.notifications->counts();
  add_timings(backend.timings, facts);
  facts.loop_lag = backend.lag.worst(backend.clock.now().mono);
  facts.last_reload_succeeded = backend.reload.last_succeeded();
  facts.process = own_process();
  facts.jiffies_per_second = static_cast<double>(::sysconf(_SC_CLK_TCK));
  return facts;
}

}  // namespace

awaitable<Response> prometheus(Backend& backend, const Request&) {
  auto response = text_response(200, metrics::exposition_of(facts_of(backend)));
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  co_return response;
}

}  // namespace api::routes
