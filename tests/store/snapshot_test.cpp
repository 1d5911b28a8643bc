// The database against a simple model in memory: random changes, equal snapshots, also after it was
// opened anew.
#include "store/snapshot.hpp"

#include "store/expected.hpp"
#include "store/world.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <random>

namespace {

using support::Changes;
using support::Expected;

class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  int below(int limit) { return static_cast<int>(engine_() % static_cast<unsigned>(limit)); }
  bool one_in(int n) { return below(n) == 0; }
  std::string of(std::initializer_list<const char*> names) {
    return *(names.begin() + below(static_cast<int>(names.size())));
  }
  std::string deployment() { return of({"shop", "media", "mail"}); }
  std::string service() { return of({"web", "db", "it's \"odd\""}); }
  std::string container() { return of({"aaa", "bbb", "ccc", "ddd"}); }
  core::WallTime moment() {
    return one_in(2) ? core::WallTime{} : store_test::noon + core::Milliseconds(below(100'000));
  }

  reconcile::Change change();

 private:
  reconcile::Change about_a_service();
  reconcile::Change about_the_host();
  std::mt19937 engine_;
};

reconcile::Change Dice::about_a_service() {
  const auto name = deployment(), what = service();
  switch (below(6)) {
    case 0: return reconcile::ForgetIntent{name, what};
    case 1: {
      model::ServiceFacts facts{std::nullopt,         below(4), below(9),
                                of({"", "sha256:1"}), moment(), moment()};
      if (one_in(2))
        facts.completed = model::Completed{container(), below(9), store_test::noon, below(256)};
      if (one_in(2)) facts.failed_run = model::FailedRun{container(), moment()};
      return reconcile::SetFacts{name, what, facts};
    }
    case 2: {
      const model::ContainerRecord record{container(),     what,           below(9),
                                          of({"", "7:1"}), one_in(2),      one_in(2),
                                          moment(),        of({"", "d1"}), below(9)};
      return reconcile::RecordContainer{name, record};
    }
    case 3: return reconcile::ForgetContainer{name, container()};
    case 4: {
      model::PolicyLayer layer;
      if (one_in(2)) layer.heal = model::HealMode::off;
      return reconcile::SetPolicy{name, one_in(3) ? "" : what, layer};
    }
    default: {
      auto state = one_in(2) ? model::IntentState::running : model::IntentState::stopped;
      return support::set_intent(name, what, state, of({"", "maintenance"}));
    }
  }
}

reconcile::Change Dice::about_the_host() {
  switch (below(8)) {
    case 0:
      return reconcile::PutHold{{below(5), one_in(3) ? "" : deployment(), "", "anna", "upgrade",
                                 store_test::noon, store_test::noon}};
    case 1: return reconcile::EndHold{below(5)};
    case 2:
      return reconcile::BeginOwnCall{{container(), deployment(), service(), "stop", container(),
                                      below(9), "7:1", store_test::noon}};
    case 3: return reconcile::AnswerOwnCall{container()};
    case 6: return reconcile::ForgetOwnCall{container()};
    case 4:
      return reconcile::PutPendingStop{{container(), deployment(), service(), store_test::noon,
                                        "7:1", below(3), one_in(2), one_in(2)}};
    case 5: return reconcile::DropPendingStop{container()};
    default:
      return reconcile::SetHeartbeat{
          {store_test::noon, "boot", "7:1", below(1000), one_in(2), one_in(2)}};
  }
}

reconcile::Change Dice::change() {
  switch (below(13)) {
    case 12: return reconcile::SetAutoHeal{deployment(), one_in(2)};
    case 0: return reconcile::RemoveDeployment{deployment()};
    case 1: return reconcile::MarkDeleting{deployment(), one_in(2)};
    case 2:
    case 3: {
      const auto name = deployment();
      auto made = support::generation(1 + below(100), name + ":web,db");
      if (one_in(2)) made.inspects["web"] = {R"({"Id": "a"})", R"({"Id": "b"})", of({"", "0123"})};
      return reconcile::PutGeneration{name, "compose", made, one_in(2)};
    }
    case 4:
    case 5:
    case 6: return about_the_host();
    default: return about_a_service();
  }
}

void run_randomly(unsigned seed) {
  CAPTURE(seed);
  Dice dice(seed);
  support::World world;
  auto storage = world.open();
  Expected expected;
  std::size_t refusals = 0;
  for (int i = 0; i < 60; ++i) {
    Changes changes;
    for (int n = 1 + dice.below(3); n > 0; --n) changes.push_back(dice.change());
    const bool fits = expected.apply(changes);
    if (dice.one_in(3)) {
      storage->state().commit_behind(changes);
      refusals += fits ? 0 : 1;
    } else {
      REQUIRE(static_cast<bool>(world.commit(*storage, changes)) == fits);
    }
    if (!dice.one_in(20)) continue;
    REQUIRE(world.run(storage->flush()));
    storage.reset();
    storage = world.open();
  }
  REQUIRE(support::text(world.load(*storage)) == support::text(expected.state));
  CHECK(world.refused.size() == refusals);
}

}  // namespace

TEST_CASE("random changes give the snapshot that a simple model gives") {
  for (unsigned seed = 1; seed <= 12; ++seed) run_randomly(seed);
}

TEST_CASE("a spec that cannot be read back is named and hides nothing else silently") {
  support::World world;
  auto storage = world.open();
  REQUIRE(
      world.commit(*storage, {support::put("good", 1, "good:web"), support::put("bad", 4, "!")}));
  const auto loaded = world.run(storage->state().load());
  REQUIRE_FALSE(loaded);
  CHECK(loaded.error().code == core::Errc::corrupt);
  CHECK(loaded.error().what == "reading generation 4 of bad: this is no spec");
}
