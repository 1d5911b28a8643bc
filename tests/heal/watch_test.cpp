#include "heal/watch.hpp"

#include "support/catch.hpp"
#include "support/run_coroutine.hpp"
#include "ward.hpp"

using namespace std::chrono_literals;
using model::ServicePhase;

namespace {

// What reaches the log and the table, in one order.
struct Written final : heal::EventSink, heal::IncidentStore {
  void record(model::Event event) override {
    lines.push_back(event.type + (event.incident ? " " + std::to_string(*event.incident) : ""));
  }
  heal::awaitable<core::Result<std::vector<model::Incident>>> load_incidents(int limit) override {
    CHECK(limit == 1000);
    co_return stored;
  }
  heal::awaitable<core::Result<model::IncidentId>> newest_incident() override {
    if (broken) co_return core::Error{core::Errc::unavailable, "no disk"};
    co_return newest;
  }
  void put_incident_behind(model::Incident incident) override {
    lines.push_back("row " + std::to_string(incident.id));
    newest_row = std::move(incident);
  }
  heal::awaitable<core::Status> put_incident(model::Incident incident) override {
    if (broken) co_return core::Error{core::Errc::unavailable, "no disk"};
    lines.push_back("durable row " + std::to_string(incident.id));
    co_return core::Status{};
  }

  std::vector<std::string> lines;
  std::vector<model::Incident> stored;
  model::Incident newest_row;
  model::IncidentId newest = 6;
  bool broken = false;
};

struct Watched {
  Watched() {
    auto& web = services.all[ward::subject("shop/web")];
    web.deployment = "shop";
    web.service = "web";
    web.phase = ServicePhase::running;
    watch.set_services(&services);
  }
  std::vector<std::string> lines() { return std::exchange(written.lines, {}); }

  boost::asio::io_context io;
  fakes::ManualClock clock;
  Written written;
  ward::Services services;
  heal::Watch watch{{written, written, clock}, heal::Settings{}};
};

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("the row comes first, then the event that is its evidence, then what is said of it") {
  Watched it;
  REQUIRE(support::run(it.io, it.watch.load()));
  it.watch.record(ward::event("service.unhealthy", "shop/web"));
  CHECK(it.lines() == Lines{"row 7", "service.unhealthy 7", "incident.opened 7"});
  it.watch.record(ward::event("deployment.degraded", "shop"));
  CHECK(it.lines() == Lines{"deployment.degraded"});
  CHECK(it.watch.open_incident_of("shop", "web") == 7);
  CHECK_FALSE(it.watch.open_incident_of("shop", "db"));
  CHECK(it.watch.incidents().size() == 1);
  CHECK(it.watch.incident(7)->fingerprint == "unhealthy");
  CHECK_FALSE(it.watch.incident(8));
}

TEST_CASE("a sign is judged by a look that is fresh") {
  Watched it;
  REQUIRE(support::run(it.io, it.watch.load()));
  it.watch.look();
  it.clock.advance(1s);
  // Its owner has stopped it a moment ago.
  it.services.all.begin()->second.wanted = false;
  it.watch.record(ward::event("service.unhealthy", "shop/web"));
  CHECK(it.lines() == Lines{"service.unhealthy"});
}

TEST_CASE("without services, and before anything is loaded, events go on as they are") {
  Watched it;
  it.watch.look();
  it.watch.record(ward::event("service.unhealthy", "shop/web"));
  it.watch.record(ward::check("check.failed", "", "backup", "critical"));
  CHECK(it.lines() == Lines{"service.unhealthy", "check.failed"});
  REQUIRE(support::run(it.io, it.watch.load()));
  it.watch.set_services(nullptr);
  it.watch.look();
  it.watch.record(ward::event("service.unhealthy", "shop/web"));
  CHECK(it.lines() == Lines{"service.unhealthy"});
}

TEST_CASE("a store that cannot be read is told to whoever starts the watch") {
  Watched it;
  it.written.broken = true;
  const auto loaded = support::run(it.io, it.watch.load());
  REQUIRE_FALSE(loaded);
  CHECK(loaded.error().what == "no disk");
}

TEST_CASE("what is stored goes on after a restart") {
  Watched it;
  model::Incident open;
  open.id = 6;
  open.fingerprint = "unhealthy";
  open.subjects = {ward::subject("shop/web")};
  it.written.stored = {open};
  REQUIRE(support::run(it.io, it.watch.load()));
  it.watch.record(ward::event("service.unhealthy", "shop/web"));
  const auto lines = it.lines();
  CHECK(lines.back() == "service.unhealthy 6");
  CHECK(std::count(lines.begin(), lines.end(), "incident.opened 6") == 0);
}

TEST_CASE("an acknowledgement is durable before it is true") {
  Watched it;
  REQUIRE(support::run(it.io, it.watch.load()));
  const auto nothing = support::run(it.io, it.watch.acknowledge(7, "anna", ""));
  CHECK(nothing.error().code == core::Errc::not_found);
  it.watch.record(ward::event("service.unhealthy", "shop/web"));
  it.lines();
  it.written.broken = true;
  const auto refused = support::run(it.io, it.watch.acknowledge(7, "anna", ""));
  CHECK(refused.error().what == "acknowledging incident 7: no disk");
  CHECK_FALSE(it.watch.incident(7)->acknowledged_at);
  it.written.broken = false;
  const auto before = it.watch.incidents_revision();
  const auto done = support::run(it.io, it.watch.acknowledge(7, "anna", "on it"));
  REQUIRE(done);
  CHECK(done->acknowledged_reason == "on it");
  CHECK(it.lines() == Lines{"durable row 7", "row 7", "incident.acknowledged 7"});
  CHECK(it.written.newest_row.acknowledged_by == "anna");
  CHECK(it.watch.incidents_revision() > before);
}
