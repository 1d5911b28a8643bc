#include "monitor/checks/kept_check.hpp"

#include "monitor/checks/kept_stage.hpp"
#include "support/catch.hpp"

#include <chrono>
#include <string>

using namespace monitor;
using namespace std::chrono_literals;
using monitor_test::check_of;
using monitor_test::Kept;
using monitor_test::replica;

TEST_CASE("a failure of a service's check is told once, with its recovery") {
  Kept kept;
  kept.replicas({replica("a"), replica("b")});
  auto finding = failed("connection refused");
  finding.failing = {"b"};
  kept.take(finding, 5);
  REQUIRE(kept.events.size() == 1);
  const auto told = kept.events.front();
  CHECK(told.type == "check.failed");
  CHECK(told.severity == model::Severity::warning);
  CHECK(told.deployment == "shop");
  CHECK(told.service == "web");
  CHECK(told.container == "b");
  CHECK(told.alert == model::Alert{"check/shop/web/ready", true});
  CHECK(told.message == "shop/web: its check `ready` fails: connection refused (2 times in a row)");
  CHECK(told.data ==
        R"({"check":"shop/web/ready","type":"tcp","criticality":"standard","output":"connection )"
        R"(refused","failures":2,"containers":["b"]})");
  kept.take(passed("answered after 3 ms"), 3);
  REQUIRE(kept.events.size() == 2);
  const auto over = kept.events.back();
  CHECK(over.type == "check.recovered");
  CHECK(over.severity == model::Severity::warning);
  CHECK(over.alert == model::Alert{"check/shop/web/ready", false});
  CHECK(over.message == "shop/web: its check `ready` is well again after 40s: answered after 3 ms");
  CHECK(over.data ==
        R"({"check":"shop/web/ready","type":"tcp","criticality":"standard","output":"answered )"
        R"(after 3 ms","duration_ms":40000,"ended":"well"})");
}

TEST_CASE("a check of the host is told of by its name, as severe as it is critical") {
  struct Row {
    model::Criticality criticality;
    model::Severity severity;
    bool alerting;
  };
  const Row row = GENERATE(values<Row>({
      {model::Criticality::critical, model::Severity::critical, true},
      {model::Criticality::standard, model::Severity::warning, true},
      {model::Criticality::optional, model::Severity::info, false},
  }));
  auto check = check_of("");
  check.criticality = row.criticality;
  check.fall = 1;
  Kept kept(check);
  kept.take(failed("no answer within 5s"));
  kept.take(passed(""));
  REQUIRE(kept.events.size() == 2);
  CHECK(kept.events[0].message == "the check `ready` fails: no answer within 5s");
  CHECK(kept.events[0].deployment.empty());
  CHECK(kept.events[1].message == "the check `ready` is well again after 10s");
  for (const auto& event : kept.events) {
    CHECK(event.severity == row.severity);
    CHECK(event.alert.has_value() == row.alerting);
    if (event.alert) CHECK(event.alert->key == "check/ready");
  }
  CHECK_FALSE(kept.check.ailing().ill);  // nobody's containers
}

TEST_CASE("while no container of its service runs a check is paused") {
  Kept kept;
  CHECK(kept.check.paused());
  CHECK_FALSE(kept.check.is_time(kept.now.mono + 1h));
  CHECK_FALSE(kept.check.view(kept.now).next_at);
  kept.replicas({replica("a")});
  CHECK_FALSE(kept.check.paused());
  CHECK(kept.check.due() >= kept.now.mono);
  CHECK(kept.check.due() < kept.now.mono + 30s);
  CHECK(kept.check.view(kept.now).next_at);
  kept.replicas({});
  CHECK(kept.check.view(kept.now).state == CheckState::paused);
}

TEST_CASE("a failure of a service that does not run any more is over after a while") {
  Kept kept;
  kept.replicas({replica("a")});
  kept.take(failed("x"), 2);
  kept.replicas({});
  kept.note(kept.check.look(kept.now + (failure_kept_while_paused - 1s), false));
  CHECK(kept.events.size() == 1);
  kept.note(kept.check.look(kept.now + failure_kept_while_paused, false));
  kept.note(kept.check.look(kept.now + 1h, false));
  REQUIRE(kept.events.size() == 2);
  CHECK(kept.events.back().message ==
        "shop/web: its check `ready` failed and is not made any more: the service does not run");
  CHECK(kept.events.back().alert == model::Alert{"check/shop/web/ready", false});
  kept.replicas({replica("a")});
  kept.take(failed("x"), 2);
  CHECK(kept.events.size() == 3);
}

TEST_CASE("a check that is taken away while it fails is told to be over, any other is not") {
  Kept failing;
  failing.replicas({replica("a")});
  failing.take(failed("x"), 2);
  failing.note(failing.check.end(failing.now));
  REQUIRE(failing.events.size() == 2);
  CHECK(failing.events.back().message ==
        "shop/web: its check `ready` failed and is not made any more: it is not configured now");
  Kept well;
  well.replicas({replica("a")});
  well.take(passed("x"), 2);
  CHECK_FALSE(well.check.end(well.now));
}

TEST_CASE("another pace keeps what was counted, another probe does not") {
  Kept kept;
  kept.replicas({replica("a")});
  kept.take(failed("x"), 1);
  auto check = check_of();
  check.interval = 10s;
  check.criticality = model::Criticality::critical;
  kept.check.redefine(check, kept.now);
  CHECK(kept.check.view(kept.now).failures == 1);
  CHECK(kept.check.due() < kept.now.mono + 10s);
  kept.take(failed("x"), 1);
  REQUIRE(kept.events.size() == 1);
  CHECK(kept.events.back().severity == model::Severity::critical);
  check.probe = TcpProbe{"b:1", "", ""};
  check.criticality = model::Criticality::optional;
  kept.check.redefine(check, kept.now);
  CHECK(kept.check.view(kept.now).state == CheckState::pending);
  CHECK(kept.check.view(kept.now).last_verdict.empty());
  kept.take(passed("y"));
  // What resolves has the severity of what it resolves.
  REQUIRE(kept.events.size() == 2);
  CHECK(kept.events.back().severity == model::Severity::critical);
  CHECK(kept.events.back().alert);
}

TEST_CASE("a failure is told with the criticality that its check is given meanwhile") {
  auto check = check_of("");
  check.criticality = model::Criticality::optional;
  Kept kept(check);
  kept.take(failed("gone"), 2);
  REQUIRE(kept.events.size() == 1);
  CHECK_FALSE(kept.events.back().alert);
  check.criticality = model::Criticality::critical;
  kept.note(kept.check.redefine(check, kept.now));
  REQUIRE(kept.events.size() == 2);
  CHECK(kept.events.back().type == "check.failed");
  CHECK(kept.events.back().severity == model::Severity::critical);
  CHECK(kept.events.back().alert == model::Alert{"check/ready", true});
  CHECK_FALSE(kept.check.redefine(check, kept.now));
  check.criticality = model::Criticality::optional;
  kept.note(kept.check.redefine(check, kept.now));
  REQUIRE(kept.events.size() == 3);
  CHECK(kept.events.back().alert == model::Alert{"check/ready", false});
  CHECK(kept.events.back().severity == model::Severity::critical);
  CHECK(kept.events.back().message ==
        "the check `ready` fails, but is optional now: it is not told of any more");
  kept.take(passed("back"));
  CHECK(kept.events.size() == 4);
  CHECK_FALSE(kept.events.back().alert);
}

TEST_CASE("what an agent before this one told of is not well by a look at less than it is about") {
  Kept kept(check_of(""));
  kept.check.recall({support::noon.wall - 1min, model::Severity::warning, true});
  auto early = passed("no line matches");
  early.partial = true;
  kept.take(early, 5);
  CHECK(kept.events.empty());
  CHECK(kept.check.view(kept.now).last_verdict == "unknown");
  SECTION("it is once all of the time was seen") {
    kept.take(passed("no line matches"), 1);
    REQUIRE(kept.events.size() == 1);
    CHECK(kept.events.back().type == "check.recovered");
  }
  SECTION("what failed again in sight is well as it ever was") {
    kept.take(failed("3 lines match"), 2);
    CHECK(kept.events.empty());
    kept.take(early, 1);
    REQUIRE(kept.events.size() == 1);
    CHECK(kept.events.back().type == "check.recovered");
  }
}

TEST_CASE("a container that started since has nothing of what was told before") {
  Kept kept;
  kept.check.recall({support::noon.wall - 1min, model::Severity::warning, true});
  kept.replicas({replica("a", support::noon.wall)});
  auto early = passed("no line matches");
  early.partial = true;
  kept.take(early, 1);
  CHECK(kept.events.size() == 1);
}

TEST_CASE("what was found of a container says nothing of it once it was started anew") {
  Kept kept;
  kept.replicas({replica("a")});
  kept.take(failed("connection refused"), 2);
  REQUIRE(kept.check.ailment("a", support::noon.wall));
  CHECK(kept.check.is_unproven());
  const auto again = support::noon.wall + 1min;
  CHECK_FALSE(kept.check.ailment("a", again));
  CHECK_FALSE(kept.check.ailment("b", support::noon.wall));
  kept.replicas({replica("a", again)});
  CHECK_FALSE(kept.check.ailment("a", again));
  CHECK(kept.check.is_unproven());
  kept.take(passed("fine"), 1);
  CHECK_FALSE(kept.check.is_unproven());
}

TEST_CASE("an ailment concerns the containers that failed, or all") {
  Kept kept;
  kept.replicas({replica("a"), replica("b")});
  auto finding = failed("connection refused");
  kept.take(finding, 1);
  CHECK_FALSE(kept.check.ailment("a", support::noon.wall));
  kept.take(finding, 1);
  CHECK(kept.check.ailment("a", support::noon.wall) ==
        "its check `ready` fails: connection refused");
  CHECK(kept.check.ailment("b", support::noon.wall));
  finding.failing = {"b"};
  kept.take(finding, 1);
  CHECK_FALSE(kept.check.ailment("a", support::noon.wall));
  CHECK(kept.check.ailment("b", support::noon.wall));
  CHECK(kept.check.ailing() == Ailing{true, {"b"}});
  kept.take(unknown("?"), 1);
  CHECK(kept.check.ailment("b", support::noon.wall) ==
        "its check `ready` fails: connection refused");
  auto check = check_of();
  check.criticality = model::Criticality::optional;
  kept.check.redefine(check, kept.now);
  CHECK_FALSE(kept.check.ailment("b", support::noon.wall));
}

TEST_CASE("the view says what is known, and no more") {
  Kept kept;
  auto view = kept.check.view(kept.now);
  CHECK(view.id == "shop/web/ready");
  CHECK(view.name == "ready");
  CHECK(view.type == "tcp");
  CHECK(view.criticality == "standard");
  CHECK(view.fall == 2);
  CHECK(view.rise == 1);
  CHECK(view.last_verdict.empty());
  CHECK_FALSE(view.last_at);
  CHECK(view.since == support::noon.wall);
  kept.replicas({replica("a")});
  kept.take(unknown("no engine"));
  view = kept.check.view(kept.now);
  CHECK(view.last_verdict == "unknown");
  CHECK(view.last_text == "no engine");
  CHECK(view.last_at == kept.now.wall);
  CHECK(view.last_took == 20ms);
  CHECK(view.failures == 0);
  CHECK(view.state == CheckState::pending);
  CHECK(*view.next_at >= kept.now.wall + 27s);
}
