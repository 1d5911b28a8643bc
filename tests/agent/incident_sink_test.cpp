#include "agent/incident_sink.hpp"

#include "fakes/manual_clock.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

#include <string>
#include <vector>

namespace {

struct Log final : reconcile::EventSink {
  void record(model::Event event) override { all.push_back(std::move(event)); }
  std::vector<model::Event> all;
};

struct NoStore final : heal::IncidentStore {
  heal::awaitable<core::Result<std::vector<model::Incident>>> load_incidents(int) override {
    co_return std::vector<model::Incident>{};
  }
  heal::awaitable<core::Result<model::IncidentId>> newest_incident() override { co_return 0; }
  void put_incident_behind(model::Incident) override { ++rows; }
  heal::awaitable<core::Status> put_incident(model::Incident) override { co_return core::Status{}; }
  int rows = 0;
};

struct OneService final : heal::Services {
  void each_service(const Each& each) const override {
    heal::ServiceNow web;
    web.deployment = "shop";
    web.service = "web";
    web.phase = model::ServicePhase::running;
    each(web);
  }
  bool engine_is_away() const override { return false; }
};

model::Event ill() {
  model::Event event;
  event.type = "service.unhealthy";
  event.deployment = "shop";
  event.service = "web";
  return event;
}

}  // namespace

TEST_CASE("events go through the watch into the log, and without it as they are") {
  Log log;
  agent::IncidentSink sink(log);
  sink.record(ill());
  REQUIRE(log.all.size() == 1);
  CHECK_FALSE(log.all.back().incident);

  fakes::ManualClock clock;
  NoStore store;
  OneService services;
  heal::Watch watch({store, sink.next(), clock}, heal::Settings{});
  boost::asio::io_context io;
  REQUIRE(support::run(io, watch.load()));
  watch.set_services(&services);
  sink.set_watch(&watch);
  static_cast<monitor::EventSink&>(sink).record(ill());
  REQUIRE(log.all.size() == 3);
  CHECK(log.all[1].type == "service.unhealthy");
  CHECK(log.all[1].incident == 1);
  CHECK(log.all[2].type == "incident.opened");
  CHECK(store.rows == 1);
}
