#include "api/event_counts.hpp"
#include "fakes/api_backend.hpp"
#include "support/catch.hpp"

namespace {

struct Counting {
  fakes::ApiSink log;
  api::EventCounts counts{log};

  void say(const char* type, model::Severity severity = model::Severity::info,
           const std::string& container = "", const std::string& service = "web") {
    model::Event event;
    event.type = type;
    event.severity = severity;
    event.deployment = "shop";
    event.service = service;
    event.container = container;
    counts.record(std::move(event));
  }
  api::EventCounts::OfService web() const { return counts.of("shop", "web"); }
};

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
