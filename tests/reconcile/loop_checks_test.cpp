// What evenkeel's own checks say of containers, on its way into the passes.
#include "reconcile/loop.hpp"

#include "fakes/world.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;

struct Failing final : reconcile::Ailments {
  std::string ailment_of(const model::DeploymentName&, const model::Container& one) const override {
    return one.service() == service ? "its check `ready` fails: refused" : "";
  }
  bool is_unproven(const model::DeploymentName&, const model::Container& one) const override {
    return one.service() == unproven;
  }
  std::string service, unproven;
};

struct Watched : fakes::World {
  explicit Watched(const std::vector<std::string>& running) : World(running) { watch(); }
};

}  // namespace

TEST_CASE("a check that begins to fail has its service restarted at once, and is forgotten then") {
  Failing failing;
  Watched world({"db", "web"});
  world.life->loop->set_ailments(&failing);
  world.pass_time(1h);
  world.journal.clear();
  failing.service = "web";
  world.life->watcher->note_ailments("shop");
  world.settle();
  CHECK(world.lines("perform") == std::vector<std::string>{"perform restart web"});
  failing.service = "";
  world.life->watcher->note_ailments("shop");
  world.settle();
  const auto view = world.life->supervisor->get("shop");
  CHECK(view->converged);
  CHECK(world.lines("perform").size() == 1);
  world.life->loop->set_ailments(nullptr);
}

TEST_CASE("checks that fail on many services at once are not their services' fault") {
  struct AllFail final : reconcile::Ailments {
    std::string ailment_of(const model::DeploymentName&, const model::Container&) const override {
      return "its check `ready` fails: no such host";
    }
    bool is_unproven(const model::DeploymentName&, const model::Container&) const override {
      return true;
    }
  } failing;
  Watched world({"a", "b", "c", "d", "e", "f"});
  world.pass_time(1h);
  world.turnstile.hold("restart answer");
  world.life->loop->set_ailments(&failing);
  world.life->watcher->note_ailments("shop");
  CHECK(world.life->loop->breaker().state() == reconcile::Breaker::State::open);
  world.settle();
  CHECK(world.lines("perform restart").size() <= 1);
  CHECK(world.events.count("host.degraded") == 1);
  world.life->loop->breaker().note_probed_well(world.clock.now().mono);
  for (const char* service : {"a", "b", "c", "d", "e", "f"})
    (void)world.life->loop->breaker().note_failure({std::string("shop/") + service}, 6,
                                                   world.clock.now().mono);
  world.life->loop->say_breaker();
  CHECK(world.events.count("host.degraded") == 1);
  world.turnstile.let_go("restart answer");
  world.life->loop->set_ailments(nullptr);
}

TEST_CASE("what its owner asked for is answered, also where all was well before") {
  Watched world({"web"});
  const auto before = world.events.count("deployment.converged");
  const reconcile::VerbRequest request{
      "shop", {"web"}, reconcile::Verb::restart, {"anna (uid 1000)", ""}};
  REQUIRE(world.ask(world.life->supervisor->act(request)));
  world.settle();
  CHECK(world.events.count("deployment.converged") == before + 1);
  world.pass_time(120s);
  CHECK(world.events.count("deployment.converged") == before + 1);
}

TEST_CASE("restarts for a check are counted until it has passed, however slow it is") {
  Failing failing;
  Watched world({"web"});
  world.life->loop->set_ailments(&failing);
  world.pass_time(1h);
  for (int restart = 1; restart <= 4; ++restart) {
    failing.service = failing.unproven = "web";
    world.life->watcher->note_ailments("shop");
    world.settle();
    failing.service = "";  // started anew: the check has said nothing yet
    world.life->watcher->note_ailments("shop");
    for (int minute = 0; minute < 20; ++minute) world.pass_time(60s);
    INFO("restart " << restart);
    CHECK(world.track().memory.of("web", world.scene.of("web").id).remedies == restart);
  }
  failing.unproven = "";
  world.life->watcher->note_ailments("shop");
  for (int minute = 0; minute < 20; ++minute) world.pass_time(60s);
  CHECK(world.track().memory.of("web", world.scene.of("web").id).remedies == 0);
  world.life->loop->set_ailments(nullptr);
}
