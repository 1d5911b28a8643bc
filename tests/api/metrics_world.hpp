// A host with all that /metrics shows: two deployments, replicas, holds, disks, pressure.
#pragma once

#include "api/metrics/families.hpp"
#include "fakes/api_backend.hpp"

namespace metrics_test {

struct World {
  fakes::ApiSink log;
  api::EventCounts counts{log};
  api::metrics::Facts facts{.counts = counts};

  World();
  std::string text() const { return api::metrics::exposition_of(facts); }
};

model::Event service_event(const char* type, model::Severity severity, const char* container);
monitor::ContainerNow a_container(const char* name, std::uint64_t scale);

}  // namespace metrics_test
