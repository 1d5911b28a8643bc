// The executor over a toy engine: order, records, wishes that change.
#include "reconcile/executor.hpp"
#include "fakes/world.hpp"
#include "support/catch.hpp"

#include <boost/asio/io_context.hpp>

#include <algorithm>

namespace {

using fakes::Journal;
using fakes::World;
using support::id_of;

model::Step start(const std::string& service, std::vector<std::size_t> after = {}) {
  return {model::StartContainer{id_of(service), 1, "shop-" + service + "-1"},
          service,
          "it is down",
          std::move(after),
          {}};
}

model::Step stop(const std::string& service, std::vector<std::size_t> after = {}) {
  return {model::StopContainer{id_of(service), "shop-" + service + "-1", {}},
          service,
          "it is not wanted",
          std::move(after),
          {}};
}

model::Step create(const std::string& service, std::vector<std::size_t> after = {}) {
  return {model::CreateContainer{1, "shop-" + service + "-1", service + ":1", ""},
          service,
          "it is missing",
          std::move(after),
          {}};
}

model::Step start_created(const std::string& service, std::vector<std::size_t> after) {
  return {model::StartContainer{"", 1, "shop-" + service + "-1"},
          service,
          "it is missing",
          std::move(after),
          {}};
}

// A loaded world, and an executor of its own over the same parts.
struct Bench {
  explicit Bench(const std::vector<std::string>& down, const std::vector<std::string>& up = {})
      : world(up) {
    for (const auto& service : down) {
      world.scene.service(service).container(service, {support::exited(0)});
    }
    world.scene.service("new");
    world.put_on_record();
    world.load();
    auto& life = *world.life;
    executor = std::make_unique<reconcile::Executor>(world.engine, *life.ledger, world.events,
                                                     life.own_calls, world.clock, *life.permits,
                                                     *life.tasks);
  }

  std::shared_ptr<std::optional<reconcile::Ending>> run(std::vector<model::Step> wanted) {
    reconcile::Pass pass;
    pass.deployment = world.name;
    pass.plan.steps = steps = std::move(wanted);
    pass.generation = 1;
    pass.wish = world.life->ledger->wish_of(world.name);
    reports.clear();
    return world.spawn(executor->run(std::move(pass), world.io.get_executor(),
                                     [this](const auto& report) { reports.push_back(report); }));
  }
  const reconcile::StepReport* report_of(std::size_t index) const {
    for (const auto& report : reports) {
      if (report.step == steps[index]) return &report;
    }
    return nullptr;
  }
  void change_wish() {
    std::vector<reconcile::Change> changes;
    changes.emplace_back(reconcile::SetIntent{world.name, "new", {}});
    world.life->ledger->commit_behind(std::move(changes));
  }

  World world;
  std::unique_ptr<reconcile::Executor> executor;
  std::vector<model::Step> steps;
  std::vector<reconcile::StepReport> reports;
};

}  // namespace

TEST_CASE("steps wait for those they come after, whatever their place in the list") {
  Bench bench({"db", "app", "web"});
  bench.world.turnstile.hold("start");
  const auto done = bench.run({start("web", {1}), start("app", {2}), start("db")});
  CHECK(bench.world.lines("perform") == Journal{"perform start db"});
  bench.world.turnstile.let_go("start");
  bench.world.settle();
  CHECK(bench.world.lines("perform") ==
        Journal{"perform start db", "perform start app", "perform start web"});
  CHECK((**done).done == 3);
}

TEST_CASE("steps that do not follow each other are under way at the same time") {
  Bench bench({"db", "web"});
  bench.world.turnstile.hold("start");
  const auto done = bench.run({start("db"), start("web")});
  CHECK(bench.world.lines("perform").size() == 2);
  CHECK_FALSE(done->has_value());
  bench.world.turnstile.let_go("start");
  bench.world.settle();
  CHECK((**done).done == 2);
}

TEST_CASE("no more calls are under way than there are permits") {
  Bench bench({"a", "b", "c"});
  const auto held = bench.world.ask(bench.world.life->permits->acquire());
  const auto held_too = bench.world.ask(bench.world.life->permits->acquire());
  const auto and_this = bench.world.ask(bench.world.life->permits->acquire());
  bench.world.turnstile.hold("start");
  (void)bench.run({start("a"), start("b"), start("c")});
  CHECK(bench.world.lines("perform") == Journal{"perform start a"});
  bench.world.turnstile.let_go("start");
  bench.world.settle();
  CHECK(bench.world.lines("perform").size() == 3);
}

TEST_CASE("a step that fails takes those after it with it and no others") {
  Bench bench({"db", "app", "web"});
  bench.world.engine.refuse(
      "start", "db", fakes::fault(model::FaultKind::engine_error, model::FaultClass::transient));
  const auto done = bench.run({start("db"), start("app", {0}), start("web")});
  CHECK((**done).done == 1);
  REQUIRE(bench.report_of(0) != nullptr);
  CHECK_FALSE(bench.report_of(0)->done);
  CHECK(bench.report_of(0)->fault.message == "the engine refused");
  CHECK(bench.report_of(1) == nullptr);
  REQUIRE(bench.report_of(2) != nullptr);
  CHECK(bench.report_of(2)->done);
  CHECK_FALSE(bench.world.runs("app"));
  CHECK(bench.world.events.count("action.failed") == 1);
  CHECK(bench.world.events.count("action.succeeded") == 1);
  const auto& events = bench.world.events.all;
  const auto failed = std::find_if(events.begin(), events.end(), [](const model::Event& event) {
    return event.type == "action.failed";
  });
  CHECK(failed->data.find(R"("fault":"engine_error","fault_class":"transient")") !=
        std::string::npos);
}

TEST_CASE("a step whose gate is closed is not carried out, nor what follows it") {
  Bench bench({"db", "web"});
  auto gated = start("db");
  gated.gates.push_back({"new", model::DependencyCondition::healthy});
  CHECK((**bench.run({gated, start("web", {0})})).done == 0);
  CHECK(bench.world.lines("perform").empty());
}

TEST_CASE("what was not sent when the owner's wish changes is given up") {
  Bench bench({"db", "web"});
  bench.world.turnstile.hold("start");
  const auto done = bench.run({start("db"), start("web", {0})});
  bench.change_wish();
  bench.world.turnstile.let_go("start");
  bench.world.settle();
  CHECK((**done).done == 1);
  CHECK(bench.world.lines("perform") == Journal{"perform start db"});
  REQUIRE(bench.report_of(1) != nullptr);
  CHECK(bench.report_of(1)->abandoned);
  CHECK_FALSE(bench.report_of(1)->done);
}

TEST_CASE("a stop is durable before it is sent, and answered after") {
  Bench bench({}, {"web"});
  bench.world.turnstile.hold("commit");
  const auto done = bench.run({stop("web")});
  CHECK(bench.world.lines("perform").empty());
  bench.world.turnstile.let_go("commit");
  bench.world.settle();
  CHECK((**done).done == 1);
  CHECK(bench.world.journal ==
        Journal{"commit begin stop web", "perform stop web", "behind answer"});
}

TEST_CASE("an answered call stays on record until a heartbeat covers its events") {
  Bench bench({}, {"web"});
  (void)bench.run({stop("web")});
  const auto& calls = bench.world.store.durable.own_calls;
  REQUIRE(calls.size() == 1);
  CHECK(calls.begin()->second.answered);
  CHECK(calls.begin()->second.verb == "stop");
  CHECK(calls.begin()->second.subject == id_of("web"));
  CHECK(calls.begin()->second.generation == 1);
}

TEST_CASE("a start is not recorded: repeating it is harmless") {
  Bench bench({"web"});
  (void)bench.run({start("web")});
  CHECK(bench.world.journal == Journal{"perform start web"});
}

TEST_CASE("a call that cannot be recorded is not sent") {
  Bench bench({}, {"web"});
  bench.world.store.broken = true;
  CHECK((**bench.run({stop("web")})).done == 0);
  CHECK(bench.world.lines("perform").empty());
  CHECK(bench.world.runs("web"));
  REQUIRE(bench.report_of(0) != nullptr);
  CHECK(bench.report_of(0)->fault.klass == model::FaultClass::engine);
  CHECK(bench.report_of(0)->fault.message == "the disk is full");
  CHECK_FALSE(bench.world.life->own_calls.in_flight(id_of("web")));
}

TEST_CASE("a created container is on record before it is started") {
  Bench bench({});
  CHECK((**bench.run({create("new"), start_created("new", {0})})).done == 2);
  CHECK(bench.world.journal == Journal{"commit begin create new", "perform create new",
                                       "commit answer, record new", "perform start new"});
  CHECK(bench.world.runs("new"));
  const auto& records = bench.world.store.durable.deployments.at("shop").containers;
  REQUIRE(records.size() == 1);
  CHECK(records.begin()->first == bench.world.scene.of("new").id);
  CHECK(records.begin()->second.generation == 1);
}

TEST_CASE("a call that failed is answered too, and records no container") {
  Bench bench({});
  bench.world.engine.refuse(
      "create", "new", fakes::fault(model::FaultKind::engine_error, model::FaultClass::transient));
  CHECK((**bench.run({create("new"), start_created("new", {0})})).done == 0);
  CHECK(bench.world.journal ==
        Journal{"commit begin create new", "perform create new", "behind answer"});
}

TEST_CASE("a call that ends a container stays open where nobody knows what came of it") {
  Bench bench({}, {"web"});
  auto lost = fakes::fault(model::FaultKind::engine_timeout, model::FaultClass::transient);
  lost.undecided = true;
  bench.world.engine.refuse("stop", "web", lost);
  CHECK((**bench.run({stop("web")})).done == 0);
  CHECK(bench.world.journal == Journal{"commit begin stop web", "perform stop web"});
  CHECK_FALSE(bench.world.store.durable.own_calls.begin()->second.answered);
  CHECK(bench.world.life->own_calls.may_have_acted_on(id_of("web")));
}

TEST_CASE("a removed container is forgotten with the answer") {
  Bench bench({"web"});
  const model::Step remove{
      model::RemoveContainer{id_of("web"), "shop-web-1"}, "web", "it is not wanted", {}, {}};
  CHECK((**bench.run({remove})).done == 1);
  CHECK(bench.world.journal.back() == "behind answer, forget container");
}

TEST_CASE("nothing is sent for a deployment that has gone meanwhile") {
  Bench bench({"web"});
  std::vector<reconcile::Change> changes;
  changes.emplace_back(reconcile::RemoveDeployment{"shop"});
  bench.world.life->ledger->commit_behind(std::move(changes));
  CHECK((**bench.run({start("web")})).done == 0);
  CHECK(bench.world.lines("perform").empty());
  REQUIRE(bench.report_of(0) != nullptr);
  CHECK(bench.report_of(0)->fault.kind == model::FaultKind::cancelled);
}
