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

TEST_CASE("it is resolved when it was well for as long as stability takes") {
  Ward ward;
  fall_ill(ward);
  ward.pass(5min);
  get_well(ward);
  CHECK(ward.stored.at(1).well_since == ward.clock.now().wall);
  ward.pass(9min);
  CHECK(ward.news() == "opened");
  ward.pass(1min);
  CHECK(ward.news() == "resolved");
  const auto& resolved = ward.events.back();
  CHECK(resolved.alert == model::Alert{"incident/1", false});
  CHECK(resolved.severity == model::Severity::warning);
  CHECK(resolved.data.find(R"("duration_ms":300000)") != std::string::npos);
  CHECK(ward.stored.at(1).state == model::IncidentState::resolved);
  CHECK(ward.stored.at(1).resolved_at == ward.clock.now().wall);
  CHECK_FALSE(ward.book.open_of(ward::subject("shop/web")));
}

TEST_CASE("on its way is not well yet") {
  for (const auto phase : {ServicePhase::starting, ServicePhase::creating, ServicePhase::waiting,
                           ServicePhase::backoff, ServicePhase::restarting}) {
    Ward ward;
    fall_ill(ward);
    ward.at().phase = phase;
    ward.look();
    CHECK_FALSE(ward.incident().well_since);
  }
}

TEST_CASE("a resolved one says what was done last") {
  Ward ward;
  fall_ill(ward);
  ward.note(ward::event("action.succeeded", "shop/web", "restart shop-web-1: it is unhealthy",
                        R"({"action":"restart","object":"shop-web-1"})"));
  get_well(ward);
  ward.pass(11min);
  CHECK(ward.events.back().data.find(R"("how":"restart")") != std::string::npos);
  CHECK(ward.incident().done == std::vector<std::string>{"restart shop-web-1: it is unhealthy"});
}

TEST_CASE("a start that follows another remedy is not what helped") {
  Ward ward;
  fall_ill(ward);
  ward.note(ward::event("action.succeeded", "shop/web", "create", R"({"action":"create"})"));
  ward.note(ward::event("action.succeeded", "shop/web", "start", R"({"action":"start"})"));
  get_well(ward);
  ward.pass(11min);
  CHECK(ward.events.back().data.find(R"("how":"recreate")") != std::string::npos);
}

TEST_CASE("what was stopped on purpose, deleted or released is over at once") {
  Ward stopped;
  fall_ill(stopped);
  stopped.at().wanted = false;
  stopped.at().up_to_owner = true;
  stopped.look();
  CHECK(stopped.news() == "opened resolved");
  CHECK(stopped.events.back().message ==
        "the incident of shop/web is over: shop/web was stopped on purpose");
  Ward gone;
  fall_ill(gone);
  gone.services.all.clear();
  gone.look();
  CHECK(gone.news() == "opened resolved");
  CHECK(gone.events.back().data.find("deleted or released") != std::string::npos);
}

TEST_CASE("a hold ends nothing, and what is held and runs may be well") {
  Ward ward;
  fall_ill(ward);
  ward.at().up_to_owner = true;
  ward.pass(1h);
  CHECK(ward.news() == "opened");
  CHECK_FALSE(ward.incident().well_since);
  ward.at().phase = ServicePhase::running;
  ward.pass(11min);
  CHECK(ward.news() == "resolved");
}

TEST_CASE("nothing is known while nobody looks: what was well goes on being so") {
  Ward ward;
  fall_ill(ward);
  get_well(ward);
  const auto since = ward.incident().well_since;
  ward.at().phase = ServicePhase::unknown;
  ward.pass(30min);
  CHECK(ward.incident().well_since == since);
  CHECK(ward.news() == "opened");
}

TEST_CASE("ill again before it was resolved is the same incident once more") {
  Ward ward;
  fall_ill(ward);
  get_well(ward);
  ward.pass(5min);
  fall_ill(ward);
  CHECK(ward.news() == "opened opened");
  CHECK(ward.incident().occurrences == 2);
  CHECK(ward.events.back().data.find(R"("recurring":true)") != std::string::npos);
  CHECK(ward.incident().id == 1);
  CHECK_FALSE(ward.incident().well_since);
}

TEST_CASE("well for a moment is no end of it") {
  Ward ward;
  fall_ill(ward);
  get_well(ward);
  ward.pass(30s);
  fall_ill(ward);
  CHECK(ward.news() == "opened");
  CHECK(ward.incident().occurrences == 1);
}

TEST_CASE("a sign that comes after it was seen to be ill counts as one of the same") {
  Ward ward;
  fall_ill(ward);
  get_well(ward);
  ward.pass(5min);
  ward.at().phase = ServicePhase::starting;
  ward.pass(20s);
  CHECK(ward.news() == "opened");
  fall_ill(ward);
  CHECK(ward.news() == "opened");
  CHECK(ward.incident().occurrences == 2);
}

TEST_CASE("back within recurrence re-opens it, later it is another") {
  Ward ward;
  fall_ill(ward);
  ward.at().phase = ServicePhase::needs_operator;
  ward.look();
  get_well(ward);
  ward.pass(11min);
  CHECK(ward.news() == "opened needs_operator resolved");
  CHECK(ward.events.back().severity == model::Severity::critical);
  ward.pass(5h);
  fall_ill(ward);
  CHECK(ward.news() == "opened");
  CHECK(ward.incident().occurrences == 2);
  CHECK(ward.incident().state == model::IncidentState::open);
  CHECK_FALSE(ward.incident().needs_operator_at);
  CHECK_FALSE(ward.incident().resolved_at);
  CHECK(ward.incident().first_opened_at == support::noon.wall);
  CHECK(ward.incident().opened_at == ward.clock.now().wall);
  get_well(ward);
  ward.pass(11min);
  ward.pass(6h + 1min);
  ward.news();
  fall_ill(ward);
  CHECK(ward.incident(2).occurrences == 1);
  CHECK(ward.events.back().data.find(R"("recurring":false)") != std::string::npos);
}
