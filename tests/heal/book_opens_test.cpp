#include "heal/book.hpp"

#include "support/catch.hpp"
#include "ward.hpp"

using namespace std::chrono_literals;
using model::ServicePhase;
using ward::Ward;

TEST_CASE("a sign of ill-health opens an incident, and is its first evidence") {
  Ward ward;
  const auto event = ward.note(ward::event("service.unhealthy", "shop/web", "web is unhealthy"));
  CHECK(event.incident == 1);
  CHECK(ward.news() == "opened");
  const auto& incident = ward.stored.at(1);
  CHECK(incident.fingerprint == "unhealthy");
  CHECK(incident.cause.empty());
  CHECK(incident.subjects == std::vector{ward::subject("shop/web")});
  CHECK(incident.problem == "shop/web is unhealthy");
  CHECK(incident.occurrences == 1);
  ward.look();
  REQUIRE(ward.stored.at(1).evidence.size() == 1);
  CHECK(ward.stored.at(1).evidence.front().type == "service.unhealthy");
  const auto& opened = ward.events.back();
  CHECK(opened.alert == model::Alert{"incident/1", true});
  CHECK(opened.severity == model::Severity::warning);
  CHECK(opened.incident == 1);
  CHECK(opened.deployment == "shop");
}

TEST_CASE("the severity follows the criticality") {
  for (const auto& [criticality, severity] :
       {std::pair{model::Criticality::critical, model::Severity::critical},
        std::pair{model::Criticality::standard, model::Severity::warning},
        std::pair{model::Criticality::optional, model::Severity::info}}) {
    Ward ward;
    ward.at().criticality = criticality;
    ward.look();
    ward.note(ward::event("service.unhealthy", "shop/web"));
    CHECK(ward.events.back().severity == severity);
  }
}

TEST_CASE("a crash that is healed by a start opens nothing") {
  Ward ward;
  CHECK_FALSE(ward.note(ward::crashed("shop/web")).incident);
  ward.at().phase = ServicePhase::starting;
  ward.at().deaths = 1;
  ward.look();
  ward.note(ward::event("action.succeeded", "shop/web"));
  ward.at().phase = ServicePhase::running;
  ward.pass(1min);
  CHECK(ward.news().empty());
}

TEST_CASE("what is up to its owner opens nothing") {
  for (const bool wanted : {true, false}) {
    Ward ward;
    ward.at().up_to_owner = true;
    ward.at().wanted = wanted;
    ward.at().phase = ServicePhase::unhealthy;
    ward.look();
    CHECK_FALSE(ward.note(ward::event("service.unhealthy", "shop/web")).incident);
    CHECK_FALSE(ward.note(ward::event("service.oom_killed", "shop/web")).incident);
    CHECK_FALSE(ward.note(ward::failed("shop/web", "disk_full", "transient", "full")).incident);
    CHECK_FALSE(ward.note(ward::check("check.failed", "shop/web", "ready")).incident);
    ward.pass(10min);
    CHECK(ward.news().empty());
  }
}

TEST_CASE("while the engine is away nothing opens and nothing resolves") {
  Ward ward;
  ward.note(ward::event("service.unhealthy", "shop/web"));
  ward.add("shop/db");
  ward.pass(1min);
  CHECK(ward.news() == "opened");
  ward.note(ward::event("engine.lost", ""));
  CHECK_FALSE(ward.note(ward::event("service.unhealthy", "shop/db")).incident);
  ward.services.away = true;
  ward.at("shop/db").phase = ServicePhase::needs_operator;
  ward.services.all.erase(ward::subject("shop/web"));
  ward.pass(1h);
  CHECK(ward.news().empty());
  CHECK(ward.note(ward::crashed("shop/web")).incident == 1);
}

TEST_CASE("a service that was never looked at opens nothing") {
  Ward ward;
  CHECK_FALSE(ward.note(ward::event("service.unhealthy", "shop/other")).incident);
  CHECK(ward.news().empty());
}

TEST_CASE("a fault that leads to another action opens one when it comes again") {
  Ward ward;
  const auto missing = [] {
    return ward::failed("shop/web", "image_missing", "repairable", "No such image: a");
  };
  CHECK_FALSE(ward.note(missing()).incident);
  CHECK(ward.note(missing()).incident == 1);
  Ward well;
  CHECK_FALSE(well.note(missing()).incident);
  well.look();
  CHECK_FALSE(well.note(missing()).incident);
}

TEST_CASE("an engine that lives, and leaves the same call without an answer again, is a problem") {
  Ward ward;
  const auto silent = [](const char* of) {
    return ward::failed(of, "engine_timeout", "engine", "no answer within 30s", "create_network");
  };
  CHECK_FALSE(ward.note(silent("shop/web")).incident);
  CHECK(ward.note(silent("shop/web")).incident == 1);
  CHECK(ward.incident().fingerprint == "engine_timeout");
  Ward whole;
  CHECK(whole.note(silent("shop")).incident == 1);  // a driver of networks that is not there
}

TEST_CASE("a network that cannot be made is a problem of its deployment") {
  Ward ward;
  ward.at().phase = ServicePhase::creating;
  ward.look();
  const auto fault =
      ward::failed("shop", "engine_error", "transient", "no subnet is free", "create_network");
  CHECK(ward.note(fault).incident == 1);
  CHECK(ward.incident().subjects == std::vector{ward::subject("shop")});
  ward.pass(1min);
  CHECK_FALSE(ward.incident().well_since);
  ward.at().phase = ServicePhase::running;
  ward.pass(11min);
  CHECK(ward.news() == "opened resolved");
}

TEST_CASE("a look opens what no event told of") {
  Ward ward;
  ward.at().phase = ServicePhase::unhealthy;
  ward.at().why = "its health check fails";
  ward.look();
  CHECK(ward.news() == "opened");
  CHECK(ward.incident().problem == "shop/web: its health check fails");
  ward.pass(1min);
  CHECK(ward.news().empty());
}

TEST_CASE("who needs an operator is told of once, with nothing known as unknown") {
  Ward ward;
  ward.at().phase = ServicePhase::needs_operator;
  ward.at().why = "its name is taken";
  ward.look();
  CHECK(ward.news() == "opened needs_operator");
  CHECK(ward.incident().fingerprint == "unknown");
  CHECK(ward.incident().state == model::IncidentState::needs_operator);
  CHECK(ward.events.back().severity == model::Severity::critical);
  // It is tried again at the slowest pace.
  ward.at().phase = ServicePhase::creating;
  ward.pass(10s);
  ward.at().phase = ServicePhase::needs_operator;
  ward.pass(1h);
  CHECK(ward.news().empty());
}

TEST_CASE("an optional service that needs an operator is a warning") {
  Ward ward;
  ward.at().criticality = model::Criticality::optional;
  ward.at().phase = ServicePhase::needs_operator;
  ward.look();
  CHECK(ward.events.back().type == "incident.needs_operator");
  CHECK(ward.events.back().severity == model::Severity::warning);
}

TEST_CASE("a job that failed and is not run again needs an operator") {
  Ward ward;
  ward.at().phase = ServicePhase::exited;
  ward.look();
  CHECK(ward.news() == "opened needs_operator");
}

TEST_CASE("attempts are those that failed since it was opened") {
  Ward ward;
  ward.note(ward::event("service.unhealthy", "shop/web"));
  ward.at().phase = ServicePhase::unhealthy;
  ward.look();
  CHECK(ward.incident().attempts == 0);
  ward.at().failed_attempts = 2;
  ward.look();
  CHECK(ward.stored.at(1).attempts == 2);
  ward.at().failed_attempts = 0;
  ward.look();
  CHECK(ward.incident().attempts == 2);
}

TEST_CASE("a critical check of the host that fails is an incident until it passes") {
  Ward ward;
  ward.services.away = true;  // what the engine does concerns no check of the host
  ward.look();
  CHECK(ward.note(ward::check("check.failed", "", "backup", "critical")).incident == 1);
  CHECK(ward.incident().fingerprint == "check_failed");
  CHECK(text_of(ward.incident().subjects.front()) == "check backup");
  CHECK(ward.events.back().severity == model::Severity::critical);
  ward.pass(30min);
  CHECK(ward.news() == "opened");
  CHECK(ward.note(ward::check("check.recovered", "", "backup", "critical")).incident == 1);
  ward.pass(11min);
  CHECK(ward.news() == "resolved");
}

TEST_CASE("a critical check that is not configured any more ends its incident") {
  Ward ward;
  ward.note(ward::check("check.failed", "", "backup", "critical"));
  ward.note(ward::check("check.recovered", "", "backup", "critical", "gone"));
  CHECK(ward.news() == "opened resolved");
}

TEST_CASE("a failing check of a service is its ill-health, also where no restart would help") {
  Ward ward;
  CHECK(ward.note(ward::check("check.failed", "shop/web", "ready")).incident == 1);
  ward.pass(30min);  // it runs, and its phase says nothing
  CHECK(ward.news() == "opened");
  CHECK_FALSE(ward.incident().well_since);
  CHECK(ward.note(ward::check("check.recovered", "shop/web", "ready")).incident == 1);
  ward.look();
  CHECK(ward.incident().well_since);
}

TEST_CASE("an optional check opens nothing, and ends where it was told") {
  Ward ward;
  CHECK_FALSE(ward.note(ward::check("check.failed", "shop/web", "nice", "optional")).incident);
  ward.note(ward::event("service.unhealthy", "shop/web"));
  CHECK_FALSE(ward.note(ward::check("check.recovered", "shop/web", "nice", "optional")).incident);
  CHECK(ward.note(ward::check("check.failed", "shop/web", "nice", "optional")).incident == 1);
  ward.look();
  CHECK(ward.incident().well_since);  // an optional check keeps nothing ill
}
