// Waiting for a deployment, and the hands-off of holds.
#include "fakes/world.hpp"
#include "reconcile/supervisor.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using fakes::World;
using reconcile::Verb;
using reconcile::WaitOutcome;

struct Ruled : World {
  explicit Ruled(const std::vector<std::string>& running = {"web"}) : World(running) { watch(); }

  std::shared_ptr<std::optional<WaitOutcome>> wait(model::GenerationNumber generation = 1,
                                                   core::Milliseconds limit = 30s) {
    return spawn(life->supervisor->wait(name, generation, limit));
  }
  void ask_for(Verb verb) {
    reconcile::VerbRequest request{name, {}, verb, {"anna", ""}};
    REQUIRE(ask(life->supervisor->act(std::move(request))));
  }
  core::Result<model::Hold> hold(core::Milliseconds for_time, const std::string& service = "") {
    model::Hold wanted;
    wanted.deployment = name;
    wanted.service = service;
    wanted.until = clock.now().wall + for_time;
    return ask(life->supervisor->hold(wanted));
  }
  core::Result<int> resume(const std::string& service, std::int64_t id) {
    return ask(life->supervisor->resume(name, service, id, {"anna", ""}));
  }
};

}  // namespace

TEST_CASE("who waits for what is there already waits no time") {
  Ruled world;
  CHECK(*world.wait() == WaitOutcome::converged);
}

TEST_CASE("who waits after a verb waits for what the verb wants") {
  Ruled world;
  world.turnstile.hold("stop");
  world.ask_for(Verb::stop);
  const auto outcome = world.wait();
  CHECK_FALSE(outcome->has_value());
  world.turnstile.let_go("stop");
  world.settle();
  CHECK(*outcome == WaitOutcome::converged);
}

TEST_CASE("who waits for what was started a moment ago waits until it has run for a second") {
  Ruled world;
  world.engine.crash("web");
  world.settle();
  REQUIRE(world.runs("web"));
  const auto outcome = world.wait();
  CHECK_FALSE(outcome->has_value());
  world.pass_time(900ms);
  CHECK_FALSE(outcome->has_value());
  world.pass_time(100ms);
  CHECK(*outcome == WaitOutcome::converged);
}

TEST_CASE("who waits for what dies at once, again and again, is not told that it runs") {
  Ruled world;
  const auto outcome = [&] {
    world.engine.crash("web");
    world.settle();
    return world.wait(1, 5s);
  }();
  for (int i = 0; i < 8; ++i) {
    world.pass_time(600ms);
    CHECK_FALSE(*outcome == WaitOutcome::converged);
    if (world.runs("web")) world.engine.crash("web");
    world.settle();
  }
  world.pass_time(200ms);
  CHECK(*outcome == WaitOutcome::time_ran_out);
}

TEST_CASE("who waits too long is told that time ran out") {
  Ruled world;
  world.turnstile.hold("stop");
  world.ask_for(Verb::stop);
  const auto outcome = world.wait(1, 30s);
  world.clock.advance(29s);
  world.life->returning->on_pass("shop");
  world.settle();
  CHECK_FALSE(outcome->has_value());
  world.clock.advance(1s);
  world.life->returning->on_pass("shop");
  world.settle();
  CHECK(*outcome == WaitOutcome::time_ran_out);
}

TEST_CASE("who waits while another wish comes between is told that it cannot be") {
  Ruled world;
  world.turnstile.hold("stop");
  world.ask_for(Verb::stop);
  const auto outcome = world.wait();
  world.ask_for(Verb::start);
  CHECK(*outcome == WaitOutcome::cannot_converge);
}

TEST_CASE("who waits for what needs an operator is told that it cannot be") {
  Ruled world;
  world.turnstile.hold("start");
  world.engine.refuse("start", "web",
                      fakes::fault(model::FaultKind::bad_command, model::FaultClass::config));
  world.engine.crash("web");
  world.settle();
  world.track().plan.converged = false;
  const auto outcome = world.wait();
  CHECK_FALSE(outcome->has_value());
  world.turnstile.let_go("start");
  world.settle();
  CHECK(*outcome == WaitOutcome::cannot_converge);
}

TEST_CASE("who waits for a deployment that is deleted is told that it is gone") {
  Ruled world;
  world.turnstile.hold("remove");
  const reconcile::DeleteRequest request{"shop", true, false, {"anna", ""}};
  REQUIRE(world.ask(world.life->supervisor->remove(request)));
  const auto outcome = world.wait();
  CHECK_FALSE(outcome->has_value());
  world.turnstile.let_go("remove");
  world.settle();
  world.pass_time(1s);
  CHECK(*outcome == WaitOutcome::gone);
}

TEST_CASE("a hold has a number of its own and must end in the future") {
  Ruled world;
  const auto first = world.hold(60s), second = world.hold(60s, "web");
  REQUIRE(first);
  REQUIRE(second);
  CHECK(first->id != second->id);
  CHECK(first->from == world.clock.now().wall);
  CHECK(world.store.durable.holds.size() == 2);
  CHECK(world.hold(0s).error().code == core::Errc::invalid);
  CHECK(world.hold(60s, "wbe").error().code == core::Errc::not_found);
  CHECK(world.events.count("hold.started") == 2);
}

TEST_CASE("a resume ends the holds of exactly its subject, or the one that is named") {
  Ruled world;
  const auto first = world.hold(60s), second = world.hold(90s);
  const auto of_web = world.hold(60s, "web");
  REQUIRE((first && second && of_web));
  CHECK(*world.resume("", second->id) == 1);
  CHECK_FALSE(world.store.durable.holds.contains(second->id));
  CHECK(*world.resume("", 0) == 1);
  CHECK(world.store.durable.holds.size() == 1);
  CHECK(world.resume("db", 0).error().code == core::Errc::not_found);
  CHECK(*world.resume("web", 0) == 1);
  CHECK(world.store.durable.holds.empty());
}

TEST_CASE("what was held back is done as soon as the hold is ended") {
  Ruled world;
  REQUIRE(world.hold(600s));
  world.engine.crash("web");
  world.settle();
  REQUIRE_FALSE(world.runs("web"));
  REQUIRE(world.resume("", 0));
  world.settle();
  CHECK(world.runs("web"));
}

TEST_CASE("the revision grows with what the views show, and stands while nothing happens") {
  Ruled world;
  const auto& changes = static_cast<const reconcile::Changes&>(*world.life->supervisor);
  const auto before = changes.revision();
  world.settle();
  CHECK(changes.revision() == before);
  world.engine.crash("web");
  world.settle();
  CHECK(changes.revision() > before);
}

TEST_CASE("who waits for what is paused is told that it cannot be, and verbs act on it") {
  Ruled world({"db", "web"});
  world.scene.of("web").state = model::ContainerState::paused;
  world.life->loop->wake("shop");
  world.settle();
  CHECK(*world.wait() == WaitOutcome::cannot_converge);
  world.ask_for(Verb::restart);
  CHECK(world.times("perform restart web") == 1);
  const auto restarted = world.wait();
  world.pass_time(1s);
  CHECK(*restarted == WaitOutcome::converged);
  world.scene.of("web").state = model::ContainerState::paused;
  world.ask_for(Verb::stop);
  CHECK(world.times("perform stop web") == 1);
  CHECK(*world.wait() == WaitOutcome::converged);
}

TEST_CASE("who waits for what is paused waits for the others that are under way") {
  Ruled world({"db", "web"});
  world.scene.of("web").state = model::ContainerState::paused;
  world.turnstile.hold("start");
  world.engine.crash("db");
  world.settle();
  const auto outcome = world.wait();
  CHECK_FALSE(outcome->has_value());
  world.turnstile.let_go("start");
  world.settle();
  CHECK(*outcome == WaitOutcome::cannot_converge);
}

TEST_CASE("a hold that is over is in nobody's way, though it is still on record") {
  Ruled world;
  REQUIRE(world.hold(60s));
  world.engine.crash("web");
  world.settle();
  CHECK(*world.wait() == WaitOutcome::cannot_converge);
  world.clock.advance(61s);
  REQUIRE_FALSE(world.store.durable.holds.empty());
  const auto later = world.wait();
  CHECK_FALSE(*later == WaitOutcome::cannot_converge);
  world.pass_time(1s);
  CHECK(world.runs("web"));
}
