// The ledger: memory and store never differ, and every new wish of the owner has its number.
#include "reconcile/ledger.hpp"

#include "fakes/world.hpp"
#include "support/catch.hpp"

namespace {

using fakes::Journal;
using fakes::World;
using reconcile::Change;

struct Loaded : World {
  Loaded() : World({"db", "web"}) {
    put_on_record();
    load();
  }
  reconcile::Ledger& ledger() { return *life->ledger; }
};

std::vector<Change> one(Change change) {
  std::vector<Change> changes;
  changes.push_back(std::move(change));
  return changes;
}

Change stopped(const std::string& service) {
  model::Intent intent;
  intent.state = model::IntentState::stopped;
  return reconcile::SetIntent{"shop", service, intent};
}

}  // namespace

TEST_CASE("a commit that fails changes nothing in memory") {
  Loaded world;
  world.store.broken = true;
  const auto wish = world.ledger().wish_of("shop");
  const auto committed = world.ask(world.ledger().commit(one(stopped("web"))));
  REQUIRE_FALSE(committed);
  CHECK(committed.error().what == "the disk is full");
  CHECK(world.ledger().find("shop")->intent_of("web").state == model::IntentState::running);
  CHECK(world.ledger().wish_of("shop") == wish);
}

TEST_CASE("a commit is seen in memory only once it is durable") {
  Loaded world;
  world.turnstile.hold("commit");
  const auto committed = world.spawn(world.ledger().commit(one(stopped("web"))));
  CHECK(world.ledger().find("shop")->intent_of("web").state == model::IntentState::running);
  world.turnstile.let_go("commit");
  world.settle();
  REQUIRE(committed->has_value());
  CHECK(world.ledger().find("shop")->intent_of("web").state == model::IntentState::stopped);
}

TEST_CASE("what is committed behind is seen at once and reaches the store in order") {
  Loaded world;
  world.ledger().commit_behind(one(stopped("web")));
  CHECK(world.ledger().find("shop")->intent_of("web").state == model::IntentState::stopped);
  world.ledger().commit_behind(one(stopped("db")));
  world.ledger().commit_behind(one(reconcile::ForgetIntent{"shop", "web"}));
  CHECK(world.journal == Journal{"behind intent web stopped", "behind intent db stopped",
                                 "behind forget intent web"});
}

TEST_CASE("a new wish of the owner has a new number, a mere fact has not") {
  Loaded world;
  model::Hold of_shop{1, "shop", "", "anna", "", {}, world.clock.now().wall};
  model::Generation next;
  next.number = 2;
  next.spec = world.spec();
  struct Case {
    const char* what;
    Change change;
    bool is_wish;
  };
  const std::vector<Case> cases{
      {"an intent", stopped("web"), true},
      {"a generation", reconcile::PutGeneration{"shop", "compose", next, true}, true},
      {"a policy", reconcile::SetPolicy{"shop", "", {}}, true},
      {"healing", reconcile::SetAutoHeal{"shop", false}, true},
      {"a hold", reconcile::PutHold{of_shop}, true},
      {"a deletion", reconcile::MarkDeleting{"shop", false}, true},
      {"a fact", reconcile::SetFacts{"shop", "web", {}}, false},
      {"a container", reconcile::RecordContainer{"shop", {"id", "web", 1, ""}}, false},
      {"a heartbeat", reconcile::SetHeartbeat{{}}, false},
      {"an intent of another", reconcile::SetIntent{"other", "web", {}}, false},
  };
  for (const auto& each : cases) {
    INFO(each.what);
    const auto before = world.ledger().wish_of("shop");
    world.ledger().commit_behind(one(each.change));
    CHECK((world.ledger().wish_of("shop") > before) == each.is_wish);
  }
}

TEST_CASE("a hold of the whole host is a new wish for every deployment") {
  Loaded world;
  const auto shop = world.ledger().wish_of("shop"), other = world.ledger().wish_of("other");
  model::Hold hold;
  hold.id = 7;
  world.ledger().commit_behind(one(reconcile::PutHold{hold}));
  CHECK(world.ledger().wish_of("shop") > shop);
  CHECK(world.ledger().wish_of("other") > other);
}

TEST_CASE("a deployment that goes takes its holds, calls and pending stops with it") {
  Loaded world;
  reconcile::OwnCall call;
  call.key = "1";
  call.deployment = "shop";
  reconcile::PendingStop stop;
  stop.container = "c";
  stop.deployment = "shop";
  model::Hold hold;
  hold.id = 1;
  hold.deployment = "shop";
  world.ledger().commit_behind(
      {reconcile::BeginOwnCall{call}, reconcile::PutPendingStop{stop}, reconcile::PutHold{hold}});
  world.ledger().commit_behind(one(reconcile::RemoveDeployment{"shop"}));
  const auto& desire = world.ledger().desire();
  CHECK(desire.deployments.empty());
  CHECK(desire.own_calls.empty());
  CHECK(desire.pending_stops.empty());
  CHECK(desire.holds.empty());
}

TEST_CASE("a load brings back all that was stored, and the configured policy with it") {
  Loaded world;
  reconcile::OwnCall call;
  call.key = "1";
  call.deployment = "shop";
  call.answered = true;
  world.ledger().commit_behind({reconcile::BeginOwnCall{call}, stopped("web")});
  reconcile::Ledger next(world.store, world.io.get_executor());
  next.set_policy_source([](const model::DeploymentName&) {
    reconcile::ConfiguredPolicy policy;
    policy.deployment.heal = model::HealMode::off;
    return policy;
  });
  REQUIRE(world.ask(next.load()));
  REQUIRE(next.find("shop") != nullptr);
  CHECK(next.find("shop")->intent_of("web").state == model::IntentState::stopped);
  CHECK(next.find("shop")->configured.heal == model::HealMode::off);
  REQUIRE(next.desire().own_calls.contains("1"));
  CHECK(next.desire().own_calls.at("1").answered);
}

TEST_CASE("a load that fails says why and leaves nothing half read") {
  Loaded world;
  world.store.broken = true;
  reconcile::Ledger next(world.store, world.io.get_executor());
  const auto loaded = world.ask(next.load());
  REQUIRE_FALSE(loaded);
  CHECK(loaded.error().code == core::Errc::corrupt);
  CHECK(next.desire().deployments.empty());
}

TEST_CASE("who waits for another wish of the owner is told of each, and of nothing else") {
  Loaded world;
  int told = 0;
  world.ledger().set_on_wish([&told] { ++told; });
  const auto wish = world.ledger().wish_of("shop");
  REQUIRE(world.ask(world.ledger().commit(one(stopped("web")))));
  CHECK(told == 1);
  CHECK(world.ledger().wish_of("shop") > wish);
  world.ledger().commit_behind(one(reconcile::SetHeartbeat{}));
  CHECK(told == 1);
  world.ledger().reconfigure();
  CHECK(told == 2);
}

TEST_CASE("a generation ends a deletion, in memory as in the store") {
  Loaded world;
  world.ledger().commit_behind(one(reconcile::MarkDeleting{"shop", true}));
  REQUIRE(world.ledger().find("shop")->deleting);
  model::Generation next = world.ledger().find("shop")->current;
  next.number = 2;
  world.ledger().commit_behind(one(reconcile::PutGeneration{"shop", "compose", next, true}));
  CHECK_FALSE(world.ledger().find("shop")->deleting);
  CHECK_FALSE(world.ledger().find("shop")->delete_volumes);
}
