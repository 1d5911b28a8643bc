#include "api/metrics/families.hpp"
#include "api/routes/routes.hpp"

#include <unistd.h>

namespace api::routes {
namespace {

metrics::Facts facts_of(Backend& backend) {
  metrics::Facts facts{.counts = backend.counts};
  facts.version = backend.identity.version;
  facts.status = backend.host.status();
  facts.deployments = backend.views.list();
  facts.containers = backend.latest.containers();
  facts.host = backend.latest.host();
  facts.disks = backend.latest.disks();
  facts.spikes = backend.spikes.spikes();
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
