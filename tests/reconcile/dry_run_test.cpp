// A dry run shows what the apply would do, and nothing else.
#include "fakes/world.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using fakes::World;
using model::IntentState;

struct Asked : World {
  explicit Asked(const std::vector<std::string>& running = {"web"}) : World(running) {
    for (const auto& service : running) scene.deployment.intents[service] = {};  // as an apply does
  }

  void with_finished_job() {
    scene.service("job", {support::kind(model::ServiceKind::job)})
        .container("job", {support::exited(0)})
        .completed("job");
  }
  reconcile::ApplyRequest request(bool start = false) const {
    reconcile::ApplyRequest request;
    request.spec = spec();
    request.start = start;
    return request;
  }
  std::string preview(const reconcile::ApplyRequest& as_if) {
    auto text = ask(life->supervisor->plan_text(name, as_if));
    REQUIRE(text);
    return *text;
  }
  void apply(const reconcile::ApplyRequest& what) {
    REQUIRE(ask(life->supervisor->apply(what)));
    settle();
    pass_time(1s);
  }
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a dry run of an unchanged file runs no finished job again, as the apply does not") {
  Asked world;
  world.with_finished_job();
  world.watch();
  CHECK(has(world.preview(world.request()), "nothing to do"));
  world.apply(world.request());
  CHECK(world.lines("perform").empty());
}

TEST_CASE("a dry run of a changed file runs finished jobs again, as the apply does") {
  Asked world;
  world.with_finished_job();
  world.watch();
  world.scene.changed("web");
  CHECK(has(world.preview(world.request()), "start shop/job"));
  CHECK(world.store.durable.deployments.at(world.name).current.number == 1);
  world.apply(world.request());
  CHECK(world.times("perform start job") == 1);
}

TEST_CASE("a dry run leaves stopped what is stopped on purpose, and with start it does not") {
  Asked world({"db", "web"});
  const auto file = world.request(), with_start = world.request(true);
  world.watch();
  world.verb(reconcile::Verb::stop, "web");
  world.pass_time(1s);
  world.journal.clear();
  REQUIRE_FALSE(world.runs("web"));
  CHECK_FALSE(has(world.preview(file), "start shop/web"));
  CHECK(has(world.preview(with_start), "start shop/web"));
  CHECK(world.intent_of("web").state == IntentState::stopped);
  CHECK(world.lines("perform").empty());
  world.apply(with_start);
  CHECK(world.runs("web"));
}

TEST_CASE("a dry run knows that a changed file begins anew, and an unchanged one does not") {
  Asked world;
  const auto file = world.request();
  world.watch();
  const auto changed = [&] {
    auto other = file;
    auto spec = *file.spec;
    spec.canonical_json += "more";
    other.spec = std::make_shared<const model::Spec>(std::move(spec));
    return other;
  }();
  auto& memory = world.track().memory.services["web"];
  world.engine.crash("web");
  world.settle();
  world.pass_time(1s);
  world.engine.crash("web");
  world.settle();
  REQUIRE_FALSE(world.runs("web"));
  REQUIRE(memory.containers.begin()->second.deaths > 1);
  CHECK_FALSE(has(world.preview(file), "start shop/web"));
  CHECK(has(world.preview(changed), "start shop/web"));
  CHECK(memory.containers.begin()->second.deaths > 1);
}

TEST_CASE("a dry run is refused where the apply is") {
  Asked world;
  world.watch();
  world.scene.spec.services.clear();
  const auto as_if = world.request();
  const auto preview = world.ask(world.life->supervisor->plan_text(world.name, as_if));
  const auto applied = world.ask(world.life->supervisor->apply(as_if));
  REQUIRE_FALSE(preview);
  CHECK(preview.error() == applied.error());
}
