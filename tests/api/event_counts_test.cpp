#include "api/event_counts.hpp"
#include "fakes/api_backend.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

namespace {

struct Counting {
  fakes::ApiSink log;
  api::EventCounts counts{log};

  core::WallTime now = fakes::half_past_nine;

  void say(const char* type, model::Severity severity = model::Severity::info,
           const std::string& container = "", const std::string& service = "web") {
    model::Event event;
    event.at = now;
    event.type = type;
    event.severity = severity;
    event.deployment = "shop";
    event.service = service;
    event.container = container;
    counts.record(std::move(event));
  }
  api::EventCounts::OfService web() const { return counts.of("shop", "web"); }
  void crash(const std::string& container) {
    say("service.exited", model::Severity::warning, container);
  }
  void stop(const std::string& container) {
    say("service.exited", model::Severity::info, container);
  }
  void start(const std::string& container) {
    say("service.started", model::Severity::info, container);
  }
  int last_hour() const {
    return counts.restarts_since("shop", "web", now - std::chrono::hours(1));
  }
};

using namespace std::chrono_literals;

}  // namespace

TEST_CASE("every event goes on into the log, counted by type and severity") {
  Counting on;
  on.say("check.failed", model::Severity::warning);
  on.say("check.failed", model::Severity::critical);
  on.say("check.failed", model::Severity::warning);
  REQUIRE(on.log.recorded.size() == 3);
  CHECK(on.log.recorded[1].severity == model::Severity::critical);
  CHECK(on.counts.by_type() ==
        api::EventCounts::ByType{{{"check.failed", model::Severity::warning}, 2},
                                 {{"check.failed", model::Severity::critical}, 1}});
}

TEST_CASE("monitor and reconcile record into the same counts") {
  Counting on;
  static_cast<monitor::EventSink&>(on.counts).record({});
  static_cast<reconcile::EventSink&>(on.counts).record({});
  CHECK(on.log.recorded.size() == 2);
}

TEST_CASE("a restart is the start of a container that had ended") {
  Counting on;
  on.say("service.started", model::Severity::info, "a");
  CHECK(on.web().restarts == 0);
  on.say("service.exited", model::Severity::warning, "a");
  on.say("service.started", model::Severity::info, "b");  // made anew
  CHECK(on.web().restarts == 0);
  on.say("service.started", model::Severity::info, "a");
  CHECK(on.web().restarts == 1);
  on.say("service.started", model::Severity::info, "a");
  CHECK(on.web().restarts == 1);
  on.say("service.exited", model::Severity::info, "a", "db");
  on.say("service.started", model::Severity::info, "a", "db");
  CHECK(on.web().restarts == 1);
  CHECK(on.counts.of("shop", "db").restarts == 1);
  CHECK(on.counts.of("shop", "cache") == api::EventCounts::OfService{});
}

TEST_CASE("want of memory is counted by service, and forgotten with the deployment") {
  for (const auto* end : {"deployment.released", "deployment.deleted"}) {
    Counting on;
    on.say("service.oom_killed", model::Severity::warning, "a");
    on.say("service.oom_killed", model::Severity::warning, "a");
    CHECK(on.web().oom_kills == 2);
    on.say(end);
    CHECK(on.web() == api::EventCounts::OfService{});
    CHECK(on.counts.by_type().at({"service.oom_killed", model::Severity::warning}) == 2);
  }
}

TEST_CASE("containers that never come back take a bounded place") {
  Counting on;
  for (int i = 0; i < 1000; ++i)
    on.say("service.exited", model::Severity::warning, std::to_string(i));
  for (int i = 0; i < 1000; ++i)
    on.say("service.started", model::Severity::info, std::to_string(i));
  CHECK(on.web().restarts == 64);
}

TEST_CASE("restarts of the last hour are those that nobody asked for") {
  Counting on;
  on.start("a");
  CHECK(on.last_hour() == 0);
  on.crash("a");
  on.start("a");
  CHECK(on.last_hour() == 1);
  on.stop("a");  // a remedy
  on.start("a");
  CHECK(on.last_hour() == 2);
  on.say("intent.changed");  // evenkeel restart
  on.stop("a");
  on.start("a");
  CHECK(on.last_hour() == 2);
  on.crash("a");
  on.start("a");
  CHECK(on.last_hour() == 3);
  CHECK(on.web().restarts == 4);
  CHECK(on.counts.restarts_since("shop", "db", {}) == 0);
  CHECK(on.counts.restarts_since("blog", "web", {}) == 0);
}

TEST_CASE("a container that takes the place of one that ended is a restart, once") {
  Counting on;
  on.start("a");
  on.crash("a");
  on.start("b");
  CHECK(on.last_hour() == 1);
  on.start("c");  // another replica
  CHECK(on.last_hour() == 1);
  on.say("deployment.applied", model::Severity::info, "", "");
  on.stop("b");
  on.start("d");
  CHECK(on.last_hour() == 1);
}

TEST_CASE("an owner's word is over when the deployment has converged, or after ten minutes") {
  for (const bool converges : {true, false}) {
    Counting on;
    on.start("a");
    on.say("intent.changed");
    if (converges)
      on.say("deployment.converged", model::Severity::info, "", "");
    else
      on.now += 11min;
    on.stop("a");
    on.start("a");
    CHECK(on.last_hour() == 1);
  }
}

TEST_CASE("restarts are forgotten after an hour, and of a crash loop few numbers are kept") {
  Counting on;
  for (int second = 0; second < 3 * 3600; second += 10) {
    on.crash("a");
    on.start("a");
    on.now += 10s;
  }
  CHECK(on.last_hour() == Approx(360).margin(6));
  on.now += 30min;
  CHECK(on.last_hour() == Approx(180).margin(6));
  on.now += 31min;
  CHECK(on.last_hour() == 0);
}

TEST_CASE("what an agent before saw of the last hour counts for restarts alone") {
  boost::asio::io_context io;
  Counting before, on;
  before.now -= 2h;
  before.crash("a");
  before.start("a");
  before.now += 90min;
  before.crash("a");
  before.start("a");
  before.crash("a");
  before.now += 30min;
  before.start("a");  // this agent has seen it itself
  fakes::ApiEvents log;
  log.answer = before.log.recorded;
  REQUIRE(support::run(io, on.counts.recall(log, on.now)));
  REQUIRE(log.queries.size() == 1);
  CHECK(log.queries.front().newest);
  CHECK(on.last_hour() == 1);
  CHECK(on.counts.by_type().empty());
  CHECK(on.web() == api::EventCounts::OfService{});
  on.start("a");
  CHECK(on.last_hour() == 2);
  CHECK(on.web().restarts == 1);
}

TEST_CASE("a log that cannot be read is said, and nothing is counted") {
  boost::asio::io_context io;
  Counting on;
  fakes::ApiEvents log;
  log.answer = core::Error{core::Errc::io, "the disk is gone"};
  CHECK_FALSE(support::run(io, on.counts.recall(log, on.now)));
  CHECK(on.last_hour() == 0);
}
