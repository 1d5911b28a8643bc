// When whoever carries out a plan need not wait for the rest of it.
#include "reconcile/step_run.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using reconcile::StepRun;
using Indexes = std::vector<std::size_t>;

constexpr core::MonoTime noon{1'000s};
constexpr core::Milliseconds patience = 60s;

model::Step step_of(model::Action action, Indexes after = {}, const std::string& service = "web") {
  return {std::move(action), service, "it is so", std::move(after), {}};
}
model::Step pull() { return step_of(model::PullImage{"web:1"}); }
model::Step create(Indexes after = {}) {
  return step_of(model::CreateContainer{1, "shop-web-1", "web:1", ""}, std::move(after));
}
model::Step stop(const std::string& container, Indexes after = {}) {
  return step_of(model::StopContainer{container, "shop-web-1", {}}, std::move(after));
}
model::Step start(const std::string& container, Indexes after = {}) {
  return step_of(model::StartContainer{container, 1, "shop-web-1"}, std::move(after));
}
model::Step restart(const std::string& container) {
  return step_of(model::RestartContainer{container, "shop-web-1", {}, false});
}

struct Sent : StepRun {
  explicit Sent(std::vector<model::Step> steps) : StepRun(std::move(steps), noon, patience) {
    for (const auto index : take_ready()) note_sent(index, noon);
  }
};

}  // namespace

TEST_CASE("a run ends when nothing is under way") {
  Sent run({stop("a")});
  REQUIRE_FALSE(run.may_end(noon));
  run.note_ended(0, true);
  REQUIRE(run.may_end(noon));
  REQUIRE(run.done_besides_pulls() == 1);
  REQUIRE(run.not_begun().empty());
}

TEST_CASE("steps begin in their order, and none after one that failed") {
  Sent run({start("b", {1}), create()});
  REQUIRE(run.sent() == Indexes{1});
  run.note_ended(1, true);
  REQUIRE(run.take_ready() == Indexes{0});
  Sent failing({create(), start("b", {0})});
  failing.note_ended(0, false);
  REQUIRE(failing.take_ready().empty());
  REQUIRE(failing.may_end(noon));
  REQUIRE(failing.not_begun().empty());
}

TEST_CASE("what is under way in an earlier run does not begin, nor what comes after it") {
  auto first = stop("a");
  first.under_way = true;
  Sent run({first, start("b", {0}), start("c")});
  REQUIRE(run.sent() == Indexes{2});
}

TEST_CASE("a pull is left as soon as there is something to look at") {
  Sent run({pull(), create({0})});
  REQUIRE_FALSE(run.may_end(noon + 10s));
  run.interrupt(false);
  REQUIRE(run.may_end(noon));
  REQUIRE(run.not_begun() == Indexes{1});
}

TEST_CASE("a pull is left when patience is at its end") {
  const Sent run({pull()});
  REQUIRE(run.may_end_at() == noon + patience);
  REQUIRE(run.may_end(noon + patience));
}

TEST_CASE("a stop, a start, a restart is left once it lasts and there is something to look at") {
  for (const auto& step : {stop("a"), start("a"), restart("a")}) {
    Sent run({step});
    run.interrupt(false);
    REQUIRE(run.may_end_at() == noon + StepRun::lasting);
    REQUIRE_FALSE(run.may_end(noon));
    REQUIRE(run.may_end(noon + StepRun::lasting));
  }
}

TEST_CASE("what is urgent does not wait until a step lasts") {
  Sent run({stop("a"), create({0})});
  run.interrupt(true);
  REQUIRE(run.may_end(noon));
}

TEST_CASE("a step that changes which containers there are is waited for, and nothing begins") {
  Sent run({create(), start("b", {0})});
  run.interrupt(true);
  REQUIRE_FALSE(run.may_end(noon + 1h));
  REQUIRE_FALSE(run.may_end_at());
  run.note_ended(0, true);
  REQUIRE(run.take_ready().empty());
  REQUIRE(run.may_end(noon));
  REQUIRE(run.not_begun() == Indexes{1});
}

TEST_CASE("a run with steps that wait for their turn is left for what is urgent alone") {
  StepRun run({stop("a"), stop("b")}, noon, patience);
  REQUIRE(run.take_ready() == Indexes{0, 1});
  run.note_sent(0, noon);
  run.interrupt(false);
  REQUIRE_FALSE(run.may_end(noon + 1h));
  run.interrupt(true);
  REQUIRE(run.may_end(noon));
  REQUIRE(run.begins_nothing());
  REQUIRE(run.not_begun() == Indexes{1});
}

TEST_CASE(
    "of two steps about one container the next one waits, of two about replicas it does not") {
  REQUIRE(reconcile::hinders_step(stop("a"), start("a")));
  REQUIRE(reconcile::hinders_step(restart("a"), stop("a")));
  REQUIRE_FALSE(reconcile::hinders_step(stop("a"), start("b")));
}

TEST_CASE("who changes which containers a service has waits for all that is under way in it") {
  const auto of_db = step_of(model::StopContainer{"d", "shop-db-1", {}}, {}, "db");
  const auto remove = step_of(model::RemoveContainer{"b", "shop-web-2"});
  for (const auto& step : {create(), remove, start("")}) {
    REQUIRE(reconcile::hinders_step(stop("a"), step));
    REQUIRE_FALSE(reconcile::hinders_step(of_db, step));
  }
  REQUIRE_FALSE(reconcile::hinders_step(stop("a"), pull()));
}

TEST_CASE("a network or a volume is not taken away while anything is under way in the deployment") {
  const auto start_db = step_of(model::StartContainer{"d", 1, "shop-db-1"}, {}, "db");
  REQUIRE(
      reconcile::hinders_step(start_db, step_of(model::RemoveNetwork{"1", "shop_net"}, {}, "")));
  REQUIRE(reconcile::hinders_step(start_db, step_of(model::RemoveVolume{"shop_data"}, {}, "")));
  REQUIRE_FALSE(reconcile::hinders_step(start_db, step_of(model::CreateNetwork{"net"}, {}, "")));
}
