// The owner's side: what may be asked, what is durable when it returns.
#include "reconcile/supervisor.hpp"

#include "fakes/world.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using fakes::Journal;
using fakes::World;
using model::IntentState;
using reconcile::Verb;

struct Ruled : World {
  explicit Ruled(const std::vector<std::string>& running = {"web"}) : World(running) { watch(); }

  reconcile::Supervisor& supervisor() { return *life->supervisor; }
  core::Result<reconcile::Applied> apply(std::optional<model::GenerationNumber> if_match = {},
                                         bool start = false) {
    return ask(supervisor().apply(request(if_match, start)));
  }
  auto apply_later(std::optional<model::GenerationNumber> if_match) {
    return spawn(supervisor().apply(request(if_match, false)));
  }
  reconcile::ApplyRequest request(std::optional<model::GenerationNumber> if_match, bool start) {
    reconcile::ApplyRequest request;
    request.spec = spec();
    request.caller = {"anna (uid 1000)", "new menu"};
    request.start = start;
    request.if_match = if_match;
    return request;
  }
  core::Result<reconcile::Applied> act(Verb verb, std::vector<std::string> services,
                                       const std::string& deployment = "shop") {
    reconcile::VerbRequest request{deployment, std::move(services), verb, {"anna", "a reason"}};
    return ask(supervisor().act(std::move(request)));
  }
  core::Status remove(bool containers) {
    const reconcile::DeleteRequest request{"shop", containers, false, {"anna", ""}};
    return ask(supervisor().remove(request));
  }
  void change(const std::string& service) { scene.changed(service); }
};

}  // namespace

TEST_CASE("an apply of what is there makes no generation and touches nothing") {
  Ruled world;
  const auto applied = world.apply();
  REQUIRE(applied);
  CHECK_FALSE(applied->changed);
  CHECK_FALSE(applied->created);
  CHECK(applied->generation == 1);
  CHECK(world.lines("perform").empty());
  CHECK(world.lines("commit generation").empty());
  CHECK(world.events.count("deployment.applied") == 0);
}

TEST_CASE("an apply of something else is a durable generation when it returns") {
  Ruled world;
  world.change("web");
  world.turnstile.hold("observe");
  const auto applied = world.apply();
  REQUIRE(applied);
  CHECK(applied->changed);
  CHECK(applied->generation == 2);
  const auto& stored = world.store.durable.deployments.at("shop");
  CHECK(stored.current.number == 2);
  CHECK(stored.current.by == "anna (uid 1000)");
  CHECK(stored.current.reason == "new menu");
  CHECK(world.lines("perform").empty());
  world.turnstile.let_go("observe");
  world.settle();
  CHECK(world.scene.of("web").config_hash() == "hash of web changed");
  CHECK(world.runs("web"));
}

TEST_CASE("an apply of a new deployment makes all of it") {
  World world{std::vector<std::string>{}};
  world.scene.service("web");
  world.begin();
  reconcile::ApplyRequest request;
  request.spec = world.spec();
  const auto applied = world.ask(world.life->supervisor->apply(std::move(request)));
  REQUIRE(applied);
  CHECK(applied->created);
  CHECK(applied->generation == 1);
  world.settle();
  CHECK(world.runs("web"));
}

TEST_CASE("an apply against another generation than is there is refused") {
  Ruled world;
  world.change("web");
  const auto refused = world.apply(7);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == core::Errc::stale);
  CHECK(refused.error().what == "shop is at generation 1, not 7");
  CHECK(world.journal.empty());
  CHECK(world.apply(1));
}

TEST_CASE(
    "a deployment is converging from its first apply on, and unknown only without an engine") {
  World world{std::vector<std::string>{}};
  world.scene.service("web");
  world.begin();
  world.turnstile.hold("observe");
  reconcile::ApplyRequest request;
  request.spec = world.spec();
  REQUIRE(world.ask(world.life->supervisor->apply(std::move(request))));
  const auto view = world.life->supervisor->get("shop");
  REQUIRE(view);
  CHECK(view->phase == model::DeploymentPhase::converging);
  CHECK(view->services.front().phase == model::ServicePhase::starting);
  world.turnstile.let_go("observe");
}

TEST_CASE("of two applies at the same time the second one rests on the first") {
  Ruled world;
  world.turnstile.hold("commit");
  world.change("web");
  const auto first = world.apply_later(1);
  world.change("web");
  const auto second = world.apply_later(1);
  const auto third = world.apply_later({});
  world.turnstile.let_go("commit");
  world.settle();
  REQUIRE((*first && *second && *third));
  REQUIRE(**first);
  CHECK((**first)->generation == 2);
  REQUIRE_FALSE(**second);
  CHECK((**second).error().code == core::Errc::stale);
  REQUIRE(**third);
  CHECK((**third)->generation == 3);
}

TEST_CASE("a verb and a deletion against another generation than is there are refused") {
  Ruled world;
  reconcile::VerbRequest stop{"shop", {}, Verb::stop, {"anna", ""}, 7};
  CHECK(world.ask(world.supervisor().act(stop)).error().code == core::Errc::stale);
  const reconcile::DeleteRequest remove{"shop", true, false, {"anna", ""}, 7};
  CHECK(world.ask(world.supervisor().remove(remove)).error().code == core::Errc::stale);
  CHECK(world.journal.empty());
  stop.if_match = 1;
  CHECK(world.ask(world.supervisor().act(stop)));
}

TEST_CASE("an apply that cannot be stored is not taken up") {
  Ruled world;
  world.change("web");
  world.store.broken = true;
  const auto refused = world.apply();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == core::Errc::io);
  CHECK(world.life->ledger->find("shop")->current.number == 1);
  world.store.broken = false;
  world.pass_time(60s);
  CHECK(world.lines("perform").empty());
}

TEST_CASE("an apply without services, or while only observing, is refused") {
  Ruled world;
  auto empty = std::make_shared<model::Spec>();
  empty->name = "shop";
  reconcile::ApplyRequest request;
  request.spec = empty;
  const auto refused = world.ask(world.supervisor().apply(std::move(request)));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == core::Errc::invalid);
  world.supervisor().set_rescue("the store is damaged");
  const auto observing = world.apply();
  REQUIRE_FALSE(observing);
  CHECK(observing.error().code == core::Errc::unavailable);
  CHECK(world.supervisor().status().rescue == "the store is damaged");
}

TEST_CASE("what was stopped on purpose stays so through an apply, unless it is asked for") {
  Ruled world({"db", "web"});
  REQUIRE(world.act(Verb::stop, {"web"}));
  world.change("db");
  const auto applied = world.apply();
  REQUIRE(applied);
  CHECK(applied->left_stopped == std::vector<std::string>{"web"});
  world.settle();
  CHECK_FALSE(world.runs("web"));
  CHECK(world.runs("db"));
  REQUIRE(world.apply({}, true));
  world.settle();
  CHECK(world.runs("web"));
}

TEST_CASE("a verb without services means all, of an unknown one nothing") {
  Ruled world({"db", "web"});
  REQUIRE(world.act(Verb::stop, {}));
  CHECK_FALSE(world.runs("db"));
  CHECK_FALSE(world.runs("web"));
  CHECK(world.times("commit intent db stopped, intent web stopped") == 1);
  world.journal.clear();
  const auto unknown = world.act(Verb::start, {"db", "wbe"});
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().what == "shop has no service wbe; it has: db, web");
  CHECK(world.act(Verb::start, {}, "nowhere").error().code == core::Errc::not_found);
  CHECK(world.journal.empty());
  REQUIRE(world.act(Verb::start, {"db"}));
  CHECK(world.runs("db"));
  CHECK_FALSE(world.runs("web"));
}

TEST_CASE("a restart is carried out once and the container stays the same") {
  Ruled world;
  world.pass_time(1s);
  const auto id = world.scene.of("web").id;
  REQUIRE(world.act(Verb::restart, {"web"}));
  world.settle();
  world.pass_time(60s);
  CHECK(world.times("perform restart web") == 1);
  CHECK(world.lines("perform").size() == 1);
  CHECK(world.scene.of("web").id == id);
}

TEST_CASE("a recreate makes another container in its place, once") {
  Ruled world;
  world.pass_time(1s);
  const auto id = world.scene.of("web").id;
  REQUIRE(world.act(Verb::recreate, {"web"}));
  world.settle();
  world.pass_time(60s);
  CHECK(world.scene.seen.containers.size() == 1);
  CHECK(world.scene.of("web").id != id);
  CHECK(world.times("perform create web") == 1);
}

TEST_CASE("a verb begins anew: no backoff of before holds it up") {
  Ruled world;
  world.engine.crash("web");
  world.settle();
  world.pass_time(1s);
  world.engine.crash("web");
  world.settle();
  REQUIRE_FALSE(world.runs("web"));
  REQUIRE(world.act(Verb::start, {"web"}));
  CHECK(world.runs("web"));
}

TEST_CASE("a deletion removes what the deployment had and forgets it") {
  Ruled world({"db", "web"});
  REQUIRE(world.remove(true));
  CHECK_FALSE(world.act(Verb::start, {}));
  world.settle();
  CHECK(world.scene.seen.containers.empty());
  CHECK(world.scene.seen.networks.empty());
  CHECK(world.store.durable.deployments.empty());
  CHECK(world.life->loop->find("shop") == nullptr);
  CHECK(world.events.count("deployment.deleted") == 1);
  CHECK(world.journal.front() == "commit deleting");
  CHECK(world.journal.back() == "commit removed");
}

TEST_CASE("a release forgets the deployment and leaves its containers") {
  Ruled world;
  REQUIRE(world.remove(false));
  world.settle();
  CHECK(world.runs("web"));
  CHECK(world.lines("perform").empty());
  CHECK(world.store.durable.deployments.empty());
  CHECK(world.life->loop->find("shop") == nullptr);
  CHECK(world.events.count("deployment.released") == 1);
  CHECK(world.remove(false).error().code == core::Errc::not_found);
}
