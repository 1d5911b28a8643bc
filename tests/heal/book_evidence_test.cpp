#include "heal/book.hpp"

#include "support/catch.hpp"
#include "ward.hpp"

using namespace std::chrono_literals;
using model::ServicePhase;
using ward::Ward;

namespace {

void fall_ill(Ward& ward, const std::string& name = "shop/web") {
  ward.at(name).phase = ServicePhase::unhealthy;
  ward.note(ward::event("service.unhealthy", name, ward::subject(name).service + " is unhealthy"));
  ward.look();
}

void get_well(Ward& ward, const std::string& name = "shop/web") {
  ward.at(name).phase = ServicePhase::running;
  ward.note(ward::event("service.healthy", name));
  ward.look();
}

}  // namespace

TEST_CASE("a loop is told of once, and its slow pace is counted") {
  Ward ward;
  ward.note(ward::event("service.crash_looping", "shop/web", "web died 3 times in a row"));
  for (int i = 0; i < 3; ++i) {
    ward.note(ward::crashed("shop/web"));
    ward.at().phase = ServicePhase::starting;
    ward.pass(10s);
    ward.at().phase = ServicePhase::running;
    ward.pass(20s);
  }
  CHECK(ward.news() == "opened");
  ward.pass(2min);
  ward.note(ward::crashed("shop/web"));
  CHECK(ward.news() == "opened");
  CHECK(ward.incident().occurrences == 2);
}

TEST_CASE("a loop that ran out of memory is one of OOM kills") {
  Ward ward;
  ward.at().phase = ServicePhase::backoff;
  ward.note(ward::event("service.crash_looping", "shop/web", "web died 3 times in a row"));
  ward.look();
  CHECK(
      ward.note(ward::event("service.oom_killed", "shop/web", "web ran out of memory")).incident ==
      1);
  CHECK(ward.news() == "opened");
  CHECK(ward.incident().fingerprint == "oom_killed");
  CHECK(ward.incident().problem == "shop/web ran out of memory");
}

TEST_CASE("the crash after an OOM kill is its evidence") {
  Ward ward;
  CHECK(ward.note(ward::event("service.oom_killed", "shop/web")).incident == 1);
  CHECK(ward.note(ward::event("service.exited", "shop/web", "web exited with 137",
                              R"({"exit_code":137,"asked_for":false})"))
            .incident == 1);
  ward.note(ward::event("service.crash_looping", "shop/web"));
  CHECK(ward.news() == "opened");
  CHECK(ward.incident().fingerprint == "oom_killed");
  CHECK(ward.incident().evidence.size() == 3);
}

TEST_CASE("an OOM kill every twenty minutes is one incident, and once more each time") {
  Ward ward;
  for (int i = 0; i < 4; ++i) {
    ward.note(ward::event("service.oom_killed", "shop/web", "web ran out of memory"));
    ward.pass(20min);
  }
  CHECK(ward.news() == "opened resolved opened resolved opened resolved opened resolved");
  CHECK(ward.book.incidents().size() == 1);
  CHECK(ward.incident().occurrences == 4);
}

TEST_CASE("a typed fault takes the place of what is not understood") {
  Ward ward;
  ward.at().phase = ServicePhase::needs_operator;
  ward.look();
  CHECK(ward.incident().fingerprint == "unknown");
  const auto fault = ward::failed("shop/web", "device_missing", "transient",
                                  "custom device \\\"/dev/ttyUSB0\\\": no such file");
  CHECK(ward.note(fault).incident == 1);
  CHECK(ward.incident().fingerprint == "device_missing");
  CHECK(ward.incident().cause == "device_missing /dev/ttyUSB0");
  CHECK(ward.news() == "opened needs_operator");
  // What explains less changes nothing.
  ward.note(ward::event("service.unhealthy", "shop/web"));
  CHECK(ward.incident().fingerprint == "device_missing");
  CHECK(ward.open_count() == 1);
}

TEST_CASE("what comes to one that was well is another incident") {
  Ward ward;
  fall_ill(ward);
  get_well(ward);
  ward.pass(5min);
  ward.note(ward::failed("shop/web", "disk_full", "transient", "no space left on device"));
  CHECK(ward.news() == "opened resolved opened");
  CHECK(ward.incident(1).state == model::IncidentState::resolved);
  CHECK(ward.book.open_of(ward::subject("shop/web")) == 2);
}

TEST_CASE("every event of a subject is evidence while its incident is open") {
  Ward ward;
  fall_ill(ward);
  for (const auto* type :
       {"service.exited", "service.started", "service.healthy", "action.started",
        "action.succeeded", "action.failed", "check.failed", "healing.started"}) {
    INFO(type);
    CHECK(ward.note(ward::event(type, "shop/web")).incident == 1);
  }
  for (const auto* type : {"deployment.converged", "intent.changed", "image.pull_started"})
    CHECK_FALSE(ward.note(ward::event(type, "shop/web")).incident);
  CHECK_FALSE(ward.note(ward::event("service.started", "shop/other")).incident);
  get_well(ward);
  ward.pass(11min);
  CHECK_FALSE(ward.note(ward::event("service.started", "shop/web")).incident);
}

TEST_CASE("an event that has an incident already keeps it") {
  Ward ward;
  fall_ill(ward);
  auto event = ward::event("healing.started", "shop/web");
  event.incident = 77;
  CHECK(ward.note(event).incident == 77);
}

TEST_CASE("evidence keeps its beginning and its newest, what was done its newest") {
  Ward ward;
  fall_ill(ward);
  for (int i = 0; i < 100; ++i) {
    const auto number = std::to_string(i);
    ward.note(ward::event("service.exited", "shop/web", "exit " + number, R"({"asked_for":true})"));
    ward.note(ward::event("action.succeeded", "shop/web", "start " + number));
  }
  const auto& incident = ward.incident();
  CHECK(incident.evidence.size() == model::Incident::evidence_max);
  CHECK(incident.evidence[0].type == "service.unhealthy");
  CHECK(incident.evidence[1].text == "exit 0");
  CHECK(incident.evidence[2].text == "exit 82");
  CHECK(incident.evidence.back().text == "exit 99");
  CHECK(incident.done.size() == 10);
  CHECK(incident.done.back() == "start 99");
}

TEST_CASE("what was done again and again is said once, with how often") {
  Ward ward;
  fall_ill(ward);
  for (int i = 0; i < 3; ++i)
    ward.note(ward::event("action.succeeded", "shop/web", "start a: it exited"));
  CHECK(ward.incident().done == std::vector<std::string>{"start a: it exited (3 times)"});
  ward.note(ward::failed("shop/web", "disk_full", "transient", "no space"));
  CHECK(ward.incident().done.back() == "start a-container failed: no space");
}

TEST_CASE("whoever has seen it says so until it gets worse or begins anew") {
  Ward ward;
  const auto at = ward.clock.now().wall;
  CHECK(ward.book.acknowledged(1, "anna", "", at).error().code == core::Errc::not_found);
  fall_ill(ward);
  ward.take(ward.book.acknowledge(1, "anna", "on it", at));
  CHECK(ward.news() == "opened acknowledged");
  CHECK(ward.stored.at(1).acknowledged_by == "anna");
  CHECK(ward.events.back().message == "incident 1 of shop/web was acknowledged by anna: on it");
  CHECK_FALSE(ward.events.back().alert);
  // With nothing to add nothing is changed, nor said once more.
  ward.take(ward.book.acknowledge(1, "bob", "", at));
  CHECK(ward.news().empty());
  CHECK(ward.stored.at(1).acknowledged_by == "anna");
  CHECK(ward.stored.at(1).acknowledged_reason == "on it");
  ward.take(ward.book.acknowledge(1, "bob", "the disk is ordered", at));
  CHECK(ward.stored.at(1).acknowledged_reason == "the disk is ordered");
  ward.at().phase = ServicePhase::needs_operator;
  ward.look();
  CHECK_FALSE(ward.stored.at(1).acknowledged_at);
  ward.take(ward.book.acknowledge(1, "anna", "", at));
  get_well(ward);
  ward.pass(11min);
  CHECK(ward.book.acknowledged(1, "anna", "", at).error().code == core::Errc::conflict);
  CHECK(ward.book.acknowledge(1, "anna", "", at).events.empty());
  fall_ill(ward);
  CHECK_FALSE(ward.stored.at(1).acknowledged_at);
}
