#include "store/state_store.hpp"

#include "store/generation_table.hpp"
#include "store/intent_table.hpp"
#include "store/world.hpp"
#include "support/catch.hpp"

namespace {

using model::IntentState;
using support::World;

}  // namespace

TEST_CASE(
    "an intent's history is kept in order, ripening included, and the same again adds nothing") {
  World world;
  auto storage = world.open();
  auto stop = support::intent(IntentState::stopped, "docker stop");
  stop.set_by = model::SetBy::engine;
  stop.proof = model::StopProof::by_client;
  auto confirmed = stop;
  confirmed.proof = model::StopProof::confirmed;
  REQUIRE(world.commit(*storage, {support::put("shop", 1, "shop:web,db"),
                                  support::set_intent("shop", "web", IntentState::running)}));
  REQUIRE(world.commit(*storage, {reconcile::SetIntent{"shop", "web", stop},
                                  support::set_intent("shop", "db", IntentState::running)}));
  REQUIRE(world.commit(*storage, {reconcile::SetIntent{"shop", "web", confirmed}}));
  REQUIRE(world.commit(*storage, {reconcile::SetIntent{"shop", "web", confirmed}}));
  const auto history = world.run(storage->state().intent_history("shop", "", 100)).value();
  REQUIRE(history.size() == 4);
  CHECK(history[0] == model::IntentChange{"web", support::intent(IntentState::running)});
  CHECK(history[1] == model::IntentChange{"web", stop});
  CHECK(history[2].service == "db");
  CHECK(history[3] == model::IntentChange{"web", confirmed});
  const auto newest = world.run(storage->state().intent_history("shop", "web", 2)).value();
  CHECK(newest == std::vector{history[1], history[3]});
}

TEST_CASE("a service's newest entries are found however often its neighbors changed since") {
  World world;
  auto storage = world.open();
  std::vector<reconcile::Change> changes = {support::put("shop", 1, "shop:web,db")};
  for (const std::string reason : {"1", "2", "3"})
    changes.push_back(support::set_intent("shop", "web", IntentState::running, reason));
  for (int i = 0; i < 60; ++i)
    changes.push_back(support::set_intent("shop", "db", IntentState::stopped, std::to_string(i)));
  REQUIRE(world.commit(*storage, std::move(changes)));
  const auto read = [&](std::string service) {
    return world.run(storage->state().intent_history("shop", std::move(service), 2)).value();
  };
  const model::IntentChange second{"web", support::intent(IntentState::running, "2")};
  const model::IntentChange third{"web", support::intent(IntentState::running, "3")};
  CHECK(read("web") == std::vector{second, third});
  const auto all = read("");
  REQUIRE(all.size() == 4);
  CHECK(all[0] == second);
  CHECK(all[3].intent.reason == "59");
}

TEST_CASE("the history of a service outlives its place in the spec and ends with the deployment") {
  World world;
  auto storage = world.open();
  REQUIRE(world.commit(*storage, {support::put("shop", 1, "shop:web"),
                                  support::set_intent("shop", "web", IntentState::stopped),
                                  reconcile::ForgetIntent{"shop", "web"}}));
  CHECK(world.load(*storage).deployments.at(0).intents.empty());
  CHECK(world.run(storage->history().intents({"shop"})).value().size() == 1);
  REQUIRE(world.commit(*storage, {reconcile::RemoveDeployment{"shop"}}));
  CHECK(world.run(storage->history().intents({"shop"})).value().empty());
}

TEST_CASE("intents are read page by page, of one service or all, or the newest") {
  World world;
  auto storage = world.open();
  std::vector<reconcile::Change> changes = {support::put("shop", 1, "shop:web,db"),
                                            support::put("other", 1, "other:web")};
  for (const std::string reason : {"1", "2", "3"}) {
    changes.push_back(support::set_intent("shop", "web", IntentState::running, reason));
    changes.push_back(support::set_intent("other", "web", IntentState::running, reason));
    changes.push_back(support::set_intent("shop", "db", IntentState::stopped, reason));
  }
  REQUIRE(world.commit(*storage, std::move(changes)));
  const auto read = [&](api::IntentQuery query) {
    return world.run(storage->history().intents(std::move(query))).value();
  };
  const auto all = read({"shop"});
  REQUIRE(all.size() == 6);
  CHECK(all[1].change == model::IntentChange{"db", support::intent(IntentState::stopped, "1")});
  std::vector<api::NumberedIntent> paged;
  for (std::int64_t after = 0;;) {
    const auto page = read({"shop", "", after, 4});
    paged.insert(paged.end(), page.begin(), page.end());
    if (page.size() < 4) break;
    after = page.back().id;
  }
  CHECK(paged == all);
  CHECK(read({"shop", "web", all[0].id, 10}) == std::vector{all[2], all[4]});
  CHECK(read({"shop", "", 0, 2, true}) == std::vector{all[4], all[5]});
  CHECK(read({"shop", "web", 0, 2, true}) == std::vector{all[2], all[4]});
}

TEST_CASE("the history is bounded and the newest entries stay") {
  World world;
  auto storage = world.open();
  std::vector<reconcile::Change> changes = {support::put("shop", 1, "shop:web")};
  for (int i = 0; i < store::intent_history_max + 10; ++i) {
    changes.push_back(support::set_intent("shop", "web", IntentState::running, std::to_string(i)));
  }
  REQUIRE(world.commit(*storage, std::move(changes)));
  const auto history = world.run(storage->state().intent_history("shop", "", 1'000'000)).value();
  REQUIRE(static_cast<int>(history.size()) == store::intent_history_max);
  CHECK(history.front().intent.reason == "10");
  CHECK(history.back().intent.reason == std::to_string(store::intent_history_max + 9));
}

TEST_CASE(
    "generations are kept with their inspects, the newest so many, and the current one is what the "
    "snapshot shows") {
  World world;
  auto storage = world.open();
  for (int number = 1; number <= store::generations_max + 3; ++number) {
    auto generation = support::generation(number, "shop:web" + std::to_string(number));
    if (number == 20) generation.inspects["web20"] = {"{\"Id\": 1}", "{\"Id\": 2}"};
    REQUIRE(
        world.commit(*storage, {reconcile::PutGeneration{"shop", "compose", generation, true}}));
  }
  const auto kept = world.run(storage->history().generations("shop")).value();
  REQUIRE(static_cast<int>(kept.size()) == store::generations_max);
  CHECK(kept.front().number == 4);
  CHECK(kept.back().number == store::generations_max + 3);
  CHECK(kept[16].number == 20);
  CHECK(kept[16].inspects.at("web20") == model::StoredInspect{"{\"Id\": 1}", "{\"Id\": 2}"});
  const auto current = world.load(*storage).deployments.at(0).current;
  CHECK(current.number == store::generations_max + 3);
  CHECK(current.spec->services.count("web" + std::to_string(store::generations_max + 3)) == 1);
  CHECK(current.spec->config_files == std::vector<std::string>{"/srv/shop/compose.yaml"});
}

TEST_CASE("a new generation of a deployment that is being deleted means that it is wanted again") {
  World world;
  auto storage = world.open();
  REQUIRE(world.commit(
      *storage, {support::put("shop", 1, "shop:web"), reconcile::MarkDeleting{"shop", true}}));
  CHECK(world.load(*storage).deployments.at(0).deleting);
  CHECK(world.load(*storage).deployments.at(0).delete_volumes);
  REQUIRE(world.commit(*storage, {support::put("shop", 2, "shop:web")}));
  CHECK_FALSE(world.load(*storage).deployments.at(0).deleting);
  CHECK_FALSE(world.load(*storage).deployments.at(0).delete_volumes);
}

TEST_CASE("a commit takes what was written behind before it along, in order") {
  World world;
  auto storage = world.open();
  storage->state().commit_behind({support::put("shop", 1, "shop:web")});
  storage->state().commit_behind(
      {support::set_intent("shop", "web", IntentState::running, "behind")});
  REQUIRE(
      world.commit(*storage, {support::set_intent("shop", "web", IntentState::stopped, "commit")}));
  storage.reset();
  auto again = world.open();
  CHECK(world.load(*again).deployments.at(0).intents.at("web").reason == "commit");
  CHECK(world.run(again->history().intents({"shop"})).value().at(0).change.intent.reason ==
        "behind");
  CHECK(world.refused.empty());
}

TEST_CASE("a commit that refers to an unknown deployment is refused whole and says so") {
  World world;
  auto storage = world.open();
  const auto done =
      world.commit(*storage, {support::put("shop", 1, "shop:web"),
                              support::set_intent("none", "web", IntentState::stopped)});
  REQUIRE_FALSE(done);
  CHECK(done.error().code == core::Errc::conflict);
  CHECK(world.load(*storage).deployments.empty());
  CHECK(world.states.empty());
}

TEST_CASE("answers to repeated requests are found again") {
  World world;
  auto storage = world.open();
  CHECK(world.run(storage->idempotency().get("k")).value() == std::nullopt);
  api::RememberedAnswer answer;
  answer.request_digest = "abc";
  answer.status = 202;
  answer.headers = "location: /v1";
  answer.body = "{}";
  answer.at = store_test::noon;
  REQUIRE(world.run(storage->idempotency().put("k", answer)));
  storage.reset();
  storage = world.open();
  CHECK(world.run(storage->idempotency().get("k")).value() == answer);
}
