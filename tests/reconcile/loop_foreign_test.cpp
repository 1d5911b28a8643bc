// What other clients do to a deployment is waited out and becomes its newest word.
#include "fakes/world.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using fakes::Journal;
using fakes::World;
using model::IntentState;

struct Watched : World {
  explicit Watched(const std::vector<std::string>& running = {"web"}) : World(running) { watch(); }

  // As `docker compose up` does with a changed file.
  void compose_makes_anew(const std::string& service, const std::string& image) {
    engine.client_stops(service);
    engine.client_removes(service);
    engine.client_makes(service, image);
    settle();
  }
  const model::Deployment& stored() const { return store.durable.deployments.at(name); }
};

}  // namespace

TEST_CASE("a container that a client made anew is a generation once all is quiet") {
  Watched world({"db", "web"});
  world.compose_makes_anew("web", "web:2");
  world.pass_time(300ms);
  world.pass_time(1s);
  world.pass_time(8s);
  CHECK(world.stored().current.number == 1);
  CHECK(world.lines("perform").empty());
  world.pass_time(700ms);
  CHECK(world.stored().current.number == 2);
  CHECK(world.stored().current.source.kind == model::SourceKind::engine);
  CHECK(world.stored().current.spec->services.at("web").image == "web:2");
  CHECK(world.stored().current.inspects.contains("web"));
  CHECK(world.stored().containers.at(world.scene.of("web").id).generation == 2);
  CHECK(world.intent_of("web").state == IntentState::running);
  CHECK(world.events.count("deployment.changed_elsewhere") == 1);
  CHECK(world.lines("perform").empty());
  CHECK_FALSE(world.track().foreign.has_value());
}

TEST_CASE("a change goes on for as long as events of it come") {
  Watched world;
  for (int i = 2; i < 6; ++i) {
    world.compose_makes_anew("web", "web:" + std::to_string(i));
    world.pass_time(9s);
    CHECK(world.stored().current.number == 1);
  }
  world.pass_time(1s);
  CHECK(world.stored().current.number == 2);
  CHECK(world.stored().current.spec->services.at("web").image == "web:5");
}

TEST_CASE("compose up of a service with a long grace is one change, however long it takes") {
  Watched world({"db", "web"});
  world.engine.client_prepares("web", "web:2");
  world.engine.client_signals("web", 15);
  world.settle();
  world.pass_time(30s);
  world.pass_time(60s);
  CHECK(world.stored().current.number == 1);
  world.engine.client_stops_in_vain("web");
  world.engine.client_removes("web");
  world.engine.client_names_and_starts("web");
  world.settle();
  world.pass_time(10s);
  CHECK(world.stored().current.number == 2);
  CHECK(world.stored().current.spec->services.at("web").image == "web:2");
  CHECK(world.stored().current.spec->services.at("web").scale == 1);
  CHECK(world.lines("perform").empty());
  CHECK(world.scene.seen.containers.size() == 2);
}

TEST_CASE("a compose up that was broken off leaves what runs and what it made, and that is said") {
  Watched world;
  world.engine.client_prepares("web", "web:2");
  world.settle();
  world.pass_time(10s);
  world.pass_time(60s);
  CHECK(world.stored().current.number == 1);
  CHECK(world.lines("perform").empty());
  CHECK(world.scene.seen.containers.size() == 2);
  CHECK_FALSE(world.track().foreign.has_value());
  const auto& verdict = world.track().plan.services.front();
  CHECK(verdict.phase == model::ServicePhase::running);
  CHECK(verdict.why.find("`docker compose up` goes on with it") != std::string::npos);
  world.engine.crash("web");
  world.settle();
  CHECK(world.lines("perform") == Journal{"perform start web"});
}

TEST_CASE("a crash elsewhere in a deployment under change is healed at once") {
  Watched world({"db", "web"});
  world.engine.client_stops("web");
  world.engine.client_removes("web");
  world.settle();
  world.engine.crash("db");
  world.settle();
  CHECK(world.lines("perform") == Journal{"perform start db"});
}

TEST_CASE("more replicas by another client are the new scale") {
  Watched world;
  world.engine.client_makes("web", "web:1", 2);
  world.scene.of("web", 2).labels["com.docker.compose.config-hash"] = "hash of web";
  world.settle();
  world.pass_time(10s);
  CHECK(world.stored().current.number == 2);
  CHECK(world.stored().current.spec->services.at("web").scale == 2);
  CHECK(world.lines("perform").empty());
}

TEST_CASE("all of it stopped and removed is compose down: nothing is made again") {
  Watched world({"db", "web"});
  for (const auto* service : {"web", "db"}) {
    world.engine.client_stops(service);
    world.engine.client_removes(service);
  }
  world.settle();
  world.pass_time(300ms);
  world.pass_time(1s);
  world.pass_time(9s);
  world.pass_time(60s);
  for (const auto* service : {"web", "db"}) {
    CHECK(world.intent_of(service).state == IntentState::stopped);
    CHECK(world.intent_of(service).proof == model::StopProof::removed);
  }
  CHECK(world.lines("perform").empty());
  CHECK(world.scene.seen.containers.empty());
}

TEST_CASE("what was down long before the rest of a slow compose down is removed as well") {
  Watched world({"db", "web"});
  world.engine.client_stops("web");
  world.settle();
  for (const auto by : {300ms, 1000ms, 10'000ms, 10'000ms}) world.pass_time(by);
  REQUIRE(world.intent_of("web").state == IntentState::stopped);
  REQUIRE(world.intent_of("web").proof != model::StopProof::removed);
  world.engine.client_stops("db");
  for (const auto* service : {"web", "db"}) world.engine.client_removes(service);
  world.settle();
  for (const auto by : {300ms, 1000ms, 10'000ms}) world.pass_time(by);
  for (const auto* service : {"web", "db"})
    CHECK(world.intent_of(service).proof == model::StopProof::removed);
}

TEST_CASE("a removal by force is drift: it is made again") {
  Watched world;
  world.engine.client_kills("web");
  world.engine.client_removes("web");
  world.settle();
  world.pass_time(1s);
  world.pass_time(10s);
  CHECK(world.intent_of("web").state == IntentState::running);
  CHECK(world.runs("web"));
  CHECK(world.times("perform create web") == 1);
}

TEST_CASE("a stranger whose event was lost is waited out all the same") {
  Watched world;
  world.engine.deaf = true;
  world.engine.client_stops("web");
  world.engine.client_removes("web");
  world.engine.client_makes("web", "web:2");
  world.engine.deaf = false;
  world.pass_time(60s);
  CHECK(world.stored().current.number == 1);
  world.pass_time(10s);
  CHECK(world.stored().current.number == 2);
  CHECK(world.stored().current.spec->services.at("web").image == "web:2");
  CHECK(world.lines("perform").empty());
}

TEST_CASE("a job that is done is not run again because a client changed another service") {
  World world;
  world.scene.service("job", {support::kind(model::ServiceKind::job)})
      .container("job", {support::exited(0)})
      .completed("job");
  world.watch();
  world.engine.client_stops("web");
  world.engine.client_removes("web");
  world.engine.client_makes("web", "web:2");
  world.settle();
  world.pass_time(10s);
  world.pass_time(60s);
  const auto& stored = world.store.durable.deployments.at(world.name);
  REQUIRE(stored.current.number == 2);
  CHECK(stored.facts.at("job").completed->generation == 2);
  CHECK(world.lines("perform").empty());
}

TEST_CASE("nor is one that failed for good, whose runs still count") {
  World world;
  world.scene.service("job", {support::kind(model::ServiceKind::job)})
      .container("job", {support::exited(3)});
  world.scene.deployment.facts["job"].failed_job_runs = 3;
  world.scene.deployment.facts["job"].failed_job_generation = 1;
  world.watch();
  world.engine.client_stops("web");
  world.engine.client_removes("web");
  world.engine.client_makes("web", "web:2");
  world.settle();
  world.pass_time(10s);
  world.pass_time(60s);
  const auto& facts = world.store.durable.deployments.at(world.name).facts.at("job");
  REQUIRE(world.store.durable.deployments.at(world.name).current.number == 2);
  CHECK(facts.failed_job_generation == 2);
  CHECK(facts.failed_job_runs == 3);
  CHECK(world.lines("perform").empty());
}

TEST_CASE("a job that the client changed itself is as new") {
  World world;
  world.scene.service("job", {support::kind(model::ServiceKind::job)})
      .container("job", {support::exited(0)})
      .completed("job");
  world.watch();
  world.engine.client_removes("job");
  world.engine.client_makes("job", "job:2");
  world.settle();
  world.pass_time(10s);
  const auto& stored = world.store.durable.deployments.at(world.name);
  REQUIRE(stored.current.number == 2);
  CHECK(stored.facts.at("job").completed->generation == 1);
}

TEST_CASE("a change that cannot be written down is kept until it can") {
  Watched world;
  world.compose_makes_anew("web", "web:2");
  world.store.broken = true;
  world.pass_time(10s);
  CHECK(world.stored().current.number == 1);
  CHECK(world.life->ledger->find("shop")->current.number == 1);
  CHECK(world.events.count("deployment.changed_elsewhere") == 0);
  CHECK(world.track().foreign.has_value());
  world.store.broken = false;
  world.pass_time(1s);
  CHECK(world.stored().current.number == 2);
  CHECK(world.events.count("deployment.changed_elsewhere") == 1);
}

TEST_CASE("an apply during a client's change has the last word") {
  Watched world({"db", "web"});
  world.compose_makes_anew("web", "web:2");
  world.pass_time(1s);
  world.scene.spec.services.at("db").config_hash = "another hash";
  reconcile::ApplyRequest request;
  request.spec = world.spec();
  REQUIRE(world.ask(world.life->supervisor->apply(std::move(request))));
  CHECK(world.stored().current.number == 2);
  CHECK(world.lines("perform").empty());  // hands off while the other is at work
  world.pass_time(10s);
  world.pass_time(10s);
  CHECK(world.stored().current.source.kind == model::SourceKind::compose);
  CHECK(world.stored().current.number == 2);
  CHECK(world.scene.of("web").image == "web:1");
  CHECK(world.runs("web"));
}
