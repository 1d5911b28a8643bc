#include "heal/book.hpp"

#include "support/catch.hpp"
#include "ward.hpp"

using namespace std::chrono_literals;
using model::ServicePhase;
using ward::Ward;

namespace {

model::Event unreachable(const std::string& of, const std::string& image) {
  return ward::failed(of, "registry_unreachable", "transient", "pulling " + image + ": dial tcp",
                      "pull_image", image);
}

std::vector<model::Subject> subjects(const std::vector<std::string>& names) {
  std::vector<model::Subject> all;
  for (const auto& name : names) all.push_back(ward::subject(name));
  return all;
}

}  // namespace

TEST_CASE("one cause over several services is one incident") {
  Ward ward;
  for (const auto* name : {"shop/db", "blog/app", "wiki/app"}) {
    ward.add(name).phase = ServicePhase::backoff;
  }
  ward.look();
  CHECK(ward.note(unreachable("shop/db", "registry.example.org/db")).incident == 1);
  CHECK(ward.note(unreachable("blog/app", "registry.example.org/app:2")).incident == 1);
  CHECK(ward.note(unreachable("wiki/app", "nginx")).incident == 2);
  CHECK(ward.news() == "opened opened");
  CHECK(ward.incident(1).subjects == subjects({"shop/db", "blog/app"}));
  // It is over when all of them are well.
  ward.at("shop/db").phase = ServicePhase::running;
  ward.pass(20min);
  CHECK(ward.news().empty());
  ward.at("blog/app").phase = ServicePhase::running;
  ward.pass(11min);
  CHECK(ward.news() == "resolved");
}

TEST_CASE("one that is more critical makes the incident so, and that is said") {
  Ward ward;
  ward.add("shop/db").phase = ServicePhase::backoff;
  ward.at().criticality = model::Criticality::critical;
  ward.at().phase = ServicePhase::backoff;
  ward.look();
  ward.note(unreachable("shop/db", "registry.example.org/db"));
  CHECK(ward.events.back().severity == model::Severity::warning);
  ward.note(unreachable("shop/web", "registry.example.org/web"));
  CHECK(ward.news() == "opened opened");
  CHECK(ward.events.back().severity == model::Severity::critical);
  CHECK(ward.events.back().data.find(R"("recurring":false)") != std::string::npos);
  CHECK(ward.incident().occurrences == 1);
}

TEST_CASE("a subject that is not wanted any more leaves the others with it") {
  Ward ward;
  ward.add("shop/db").phase = ServicePhase::backoff;
  ward.at().phase = ServicePhase::backoff;
  ward.look();
  ward.note(unreachable("shop/db", "registry.example.org/db"));
  ward.note(unreachable("shop/web", "registry.example.org/web"));
  ward.at("shop/db").wanted = false;
  ward.look();
  CHECK(ward.news() == "opened");
  CHECK(ward.incident().subjects == subjects({"shop/web"}));
  CHECK_FALSE(ward.book.open_of(ward::subject("shop/db")));
}

TEST_CASE("symptoms are each service's own") {
  Ward ward;
  ward.add("shop/db");
  ward.note(ward::event("service.unhealthy", "shop/web"));
  ward.note(ward::event("service.unhealthy", "shop/db"));
  CHECK(ward.open_count() == 2);
}

TEST_CASE("who waits for what is ill is affected, and has no incident") {
  Ward ward;
  ward.add("shop/db");
  ward.add("shop/api", {"db"});
  ward.at().depends_on = {"api"};
  ward.look();
  ward.note(ward::event("service.unhealthy", "shop/db"));
  ward.at("shop/db").phase = ServicePhase::unhealthy;
  ward.at("shop/api").phase = ServicePhase::waiting;
  ward.at("shop/api").waits_for = {"db"};
  ward.at().phase = ServicePhase::waiting;
  ward.at().waits_for = {"api"};
  ward.pass(30min);
  CHECK(ward.news() == "opened");
  CHECK(ward.stored.at(1).affected == subjects({"shop/api", "shop/web"}));
  ward.at("shop/api").phase = ServicePhase::running;
  ward.look();
  CHECK(ward.stored.at(1).affected == subjects({"shop/web"}));
}

TEST_CASE("ill-health behind an ill dependency is explained by it, a fault of its own is not") {
  Ward ward;
  ward.add("postgres/db");
  ward.at().depends_on = {"postgres/db"};
  ward.look();
  ward.note(ward::event("service.unhealthy", "postgres/db"));
  ward.at("postgres/db").phase = ServicePhase::unhealthy;
  ward.look();
  CHECK(ward.note(ward::event("service.unhealthy", "shop/web")).incident == 1);
  CHECK(ward.note(ward::check("check.failed", "shop/web", "ready")).incident == 1);
  CHECK(ward.note(ward::event("service.crash_looping", "shop/web")).incident == 1);
  CHECK_FALSE(ward.note(ward::event("action.started", "shop/web")).incident);
  ward.at().phase = ServicePhase::unhealthy;
  ward.look();
  CHECK(ward.news() == "opened");
  CHECK(ward.incident().evidence.size() == 1);
  CHECK(ward.note(unreachable("shop/web", "nginx")).incident == 2);
}

TEST_CASE("what is still ill when its dependency is well has an incident of its own") {
  Ward ward;
  ward.add("shop/db");
  ward.at().depends_on = {"db"};
  ward.look();
  ward.note(ward::event("service.unhealthy", "shop/db"));
  ward.at("shop/db").phase = ServicePhase::unhealthy;
  ward.note(ward::check("check.failed", "shop/web", "ready"));
  ward.look();
  ward.at("shop/db").phase = ServicePhase::running;
  ward.look();
  ward.look();
  CHECK(ward.news() == "opened opened");
  CHECK(ward.incident(2).fingerprint == "unhealthy");
  CHECK(ward.note(ward::check("check.recovered", "shop/web", "ready")).incident == 2);
}

TEST_CASE("the root is opened first where a look finds all ill at once") {
  Ward ward;
  ward.add("shop/zdb");
  ward.at().depends_on = {"zdb"};
  ward.at().phase = ServicePhase::unhealthy;
  ward.at("shop/zdb").phase = ServicePhase::unhealthy;
  ward.look();
  CHECK(ward.open_count() == 1);
  CHECK(ward.incident().subjects == subjects({"shop/zdb"}));
  CHECK(ward.incident().affected == subjects({"shop/web"}));
}

TEST_CASE("who waits longer than its deadline for what has no incident opens one") {
  Ward ward;
  ward.add("shop/db").phase = ServicePhase::pulling;
  ward.add("shop/api", {"db"});
  for (const auto* name : {"shop/web", "shop/api"}) ward.at(name).phase = ServicePhase::waiting;
  ward.at().waits_for = {"api"};
  ward.at("shop/api").waits_for = {"db"};
  ward.look();
  ward.pass(4min + 50s);
  CHECK(ward.news().empty());
  ward.pass(10s);
  CHECK(ward.news() == "opened");
  CHECK(ward.incident().fingerprint == "dependency_not_ready");
  CHECK(ward.incident().cause == "dependency_not_ready shop/db");
  CHECK(ward.incident().subjects == subjects({"shop/api"}));
  CHECK(ward.incident().affected == subjects({"shop/web"}));
  // What was waited for turns out to be the problem.
  ward.note(unreachable("shop/db", "nginx"));
  ward.look();
  CHECK(ward.news() == "opened resolved");
  CHECK(ward.incident(2).affected == subjects({"shop/api", "shop/web"}));
}

TEST_CASE("the deadline of a service is its own, and its owner's waits have none") {
  Ward ward;
  ward.add("shop/db").phase = ServicePhase::starting;
  ward.at().phase = ServicePhase::waiting;
  ward.at().waits_for = {"db"};
  ward.at().deadline = 20min;
  ward.pass(19min);
  CHECK(ward.news().empty());
  ward.pass(2min);
  CHECK(ward.news() == "opened");
  Ward held;
  held.at().phase = ServicePhase::waiting;
  held.at().waits_for = {"db"};
  held.at().up_to_owner = true;
  held.pass(1h);
  CHECK(held.news().empty());
}

TEST_CASE("services that wait for each other are found out all the same") {
  Ward ward;
  ward.add("shop/db", {"web"});
  ward.at().depends_on = {"db"};
  for (const auto* name : {"shop/web", "shop/db"}) ward.at(name).phase = ServicePhase::waiting;
  ward.at().waits_for = {"db"};
  ward.at("shop/db").waits_for = {"web"};
  ward.pass(6min);
  CHECK(ward.open_count() >= 1);
}

TEST_CASE("a cause that is back over another service is the same incident") {
  Ward ward;
  ward.add("shop/db").phase = ServicePhase::backoff;
  ward.look();
  ward.note(unreachable("shop/db", "nginx"));
  ward.at("shop/db").phase = ServicePhase::running;
  ward.pass(11min);
  ward.note(unreachable("shop/web", "redis"));
  CHECK(ward.news() == "opened resolved opened");
  CHECK(ward.incident(1).occurrences == 2);
  CHECK(ward.incident(1).subjects == subjects({"shop/web"}));
}

TEST_CASE("a network that cannot be made is one incident of its deployment and all who need it") {
  Ward ward;
  const std::string text = "creating the network shop_back: Pool overlaps with web";
  const auto suffer = [&](const std::string& name, int attempts) {
    auto& service = ward.at(name);
    service.phase = attempts < 3 ? ServicePhase::backoff : ServicePhase::needs_operator;
    service.failed_attempts = attempts;
    service.fault = "engine_error";
    service.fault_text = service.why = text;
    service.fault_object = "back";
  };
  ward.add("shop/db");
  ward.add("shop/free");
  const auto event =
      ward::failed("shop", "engine_error", "transient", text, "create_network", "back");
  CHECK(ward.note(event).incident == 1);
  for (const auto* name : {"shop/db", "shop/web"}) suffer(name, 1);
  ward.look();
  CHECK(ward.news() == "opened");
  CHECK(ward.incident().subjects == subjects({"shop", "shop/db", "shop/web"}));
  CHECK(ward.incident().attempts == 1);
  for (const auto* name : {"shop/db", "shop/web"}) suffer(name, 3);
  ward.look();
  CHECK(ward.news() == "needs_operator");
  CHECK(ward.incident().attempts == 3);
  for (const auto* name : {"shop/db", "shop/web"}) {
    ward.at(name).phase = ServicePhase::running;
    ward.at(name).fault.clear();
    ward.at(name).failed_attempts = 0;
  }
  ward.pass(11min);
  CHECK(ward.news() == "resolved");
}
