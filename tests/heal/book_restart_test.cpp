#include "heal/book.hpp"

#include "support/catch.hpp"
#include "ward.hpp"

using namespace std::chrono_literals;
using model::ServicePhase;
using ward::Ward;

namespace {

// The agent dies, and another one goes on from what was stored.
void restart(Ward& ward, core::Milliseconds away = 1min,
             const std::vector<model::Event>& open_alerts = {}) {
  std::vector<model::Incident> stored;
  for (const auto& [id, incident] : ward.stored) stored.push_back(incident);
  const auto newest = ward.stored.empty() ? 0 : ward.stored.rbegin()->first;
  ward.book = heal::Book{heal::Settings{}};
  ward.book.restore(std::move(stored), newest);
  ward.book.recall(open_alerts);
  ward.clock.advance(away);
}

}  // namespace

TEST_CASE("after a restart nothing that is known is opened, told or resolved once more") {
  Ward ward;
  ward.add("shop/db");
  ward.note(ward::event("service.unhealthy", "shop/db"));
  ward.at("shop/db").phase = ServicePhase::unhealthy;
  ward.at().phase = ServicePhase::needs_operator;
  ward.look();
  CHECK(ward.news() == "opened opened needs_operator");
  restart(ward);
  ward.services.away = true;
  ward.pass(1min);
  ward.services.away = false;
  for (auto& [subject, service] : ward.services.all) service.phase = ServicePhase::unknown;
  ward.pass(1min);
  ward.at("shop/db").phase = ServicePhase::unhealthy;
  ward.at().phase = ServicePhase::needs_operator;
  ward.pass(30min);
  CHECK(ward.news().empty());
  CHECK(ward.open_count() == 2);
  CHECK(ward.note(ward::crashed("shop/db")).incident == 1);
}

TEST_CASE("well since before a restart counts") {
  Ward ward;
  ward.note(ward::event("service.unhealthy", "shop/web"));
  ward.look();
  ward.pass(6min);
  restart(ward, 3min);
  ward.pass(50s);
  CHECK(ward.news() == "opened");
  ward.pass(20s);
  CHECK(ward.news() == "resolved");
}

TEST_CASE("ids go on from the greatest that was ever given") {
  Ward ward;
  ward.book.restore({}, 41);
  ward.note(ward::event("service.unhealthy", "shop/web"));
  CHECK(ward.stored.contains(42));
}

TEST_CASE("what opened while the agent was dead is opened by the first look") {
  Ward ward;
  restart(ward);
  ward.at().phase = ServicePhase::unhealthy;
  ward.look();
  ward.look();
  CHECK(ward.news() == "opened");
}

TEST_CASE("a resolved one is re-opened by the next agent") {
  Ward ward;
  ward.note(ward::event("service.oom_killed", "shop/web"));
  ward.pass(11min);
  restart(ward);
  ward.look();
  ward.news();
  ward.note(ward::event("service.oom_killed", "shop/web"));
  CHECK(ward.incident().occurrences == 2);
}

TEST_CASE("the end of a check goes where its failure went, also after a restart") {
  Ward ward;
  auto failure = ward.note(ward::check("check.failed", "shop/web", "ready"));
  failure.alert = model::Alert{"check/shop/web/ready", true};
  auto by_itself = ward::check("check.failed", "", "backup");
  ward.look();
  restart(ward, 1min, {failure, by_itself, ward::event("engine.lost", "")});
  ward.pass(30min);
  CHECK(ward.news() == "opened");
  CHECK(ward.note(ward::check("check.recovered", "shop/web", "ready")).incident == 1);
  CHECK_FALSE(ward.note(ward::check("check.recovered", "", "backup")).incident);
  ward.pass(11min);
  CHECK(ward.news() == "resolved");
}

TEST_CASE("a check that a dependency explained before a restart has its own incident after it") {
  Ward ward;
  ward.add("shop/db");
  ward.add("shop/web", {"db"});
  ward.at("shop/db").phase = ServicePhase::unhealthy;
  ward.look();
  auto failure = ward.note(ward::check("check.failed", "shop/web", "ready"));
  REQUIRE(failure.incident == 1);
  failure.alert = model::Alert{"check/shop/web/ready", true};
  restart(ward, 1min, {failure});
  ward.look();
  CHECK(ward.open_count() == 1);
  ward.at("shop/db").phase = ServicePhase::running;
  ward.pass(1min);
  CHECK(ward.book.open_of(ward::subject("shop/web")) == 2);
}

TEST_CASE("a check that fails on is not well for a moment while the next agent reads what it was") {
  Ward ward;
  auto failure = ward.note(ward::check("check.failed", "", "backup", "critical"));
  failure.alert = model::Alert{"check/backup", true};
  REQUIRE(failure.incident == 1);
  ward.book = heal::Book{heal::Settings{}};
  ward.book.restore({ward.stored.at(1)}, 1);
  ward.pass(20min);
  CHECK_FALSE(ward.incident().well_since);
  ward.book.recall({failure});
  ward.pass(20min);
  CHECK_FALSE(ward.incident().well_since);
  CHECK(ward.news() == "opened");
}

TEST_CASE("what is not known to fail any more is well once that was read") {
  Ward ward;
  ward.note(ward::check("check.failed", "", "backup", "critical"));
  restart(ward);
  ward.pass(11min);
  CHECK(ward.news() == "opened resolved");
}

TEST_CASE("a clock that is set back neither hurries nor holds up anything") {
  Ward ward;
  ward.note(ward::event("service.unhealthy", "shop/web"));
  ward.pass(1min);
  ward.clock.sleep(-3h);
  ward.pass(8min);
  CHECK(ward.news() == "opened");
  ward.pass(1min + 10s);
  CHECK(ward.news() == "resolved");
  CHECK(ward.events.back().data.find(R"("duration_ms":-)") == std::string::npos);
  ward.clock.sleep(-1h);
  ward.note(ward::event("service.unhealthy", "shop/web"));
  CHECK(ward.incident().occurrences == 2);
}

TEST_CASE("well since a time that is still to come counts from now") {
  Ward ward;
  ward.note(ward::event("service.unhealthy", "shop/web"));
  ward.look();
  restart(ward, -2h);
  ward.look();
  CHECK(ward.incident().well_since == ward.clock.now().wall);
  ward.pass(11min);
  CHECK(ward.news() == "opened resolved");
}
