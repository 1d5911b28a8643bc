// Many deaths that have their cause in one dependency are not a problem of the engine or the host.
#include "fakes/world.hpp"
#include "support/catch.hpp"

using namespace std::chrono_literals;
using fakes::World;
using reconcile::Breaker;
using support::needs;

namespace {

const std::vector<std::string> clients{"a", "b", "c", "d", "e", "f"};

std::vector<std::string> and_clients(std::vector<std::string> names) {
  names.insert(names.end(), clients.begin(), clients.end());
  return names;
}

// `db` and six that talk to it.
struct Family : World {
  Family() : World(and_clients({"db"})) {}
  void watch_with(void (*adjust)(model::Service&)) {
    for (const auto& client : clients) adjust(scene.spec.services.at(client));
    watch();
  }
  void db_dies_and_comes_back() {
    engine.crash("db");
    settle();
    REQUIRE(runs("db"));
  }
  void all_clients_die() {
    for (const auto& client : clients) engine.crash(client);
    settle();
  }
  Breaker::State breaker() { return life->loop->breaker().state(); }
};

void need_db(model::Service& service) { needs("db")(service); }

void need_another_deployments_db(model::Service& service) {
  service.from_service.depends_on = {{"postgres", "db", "started"}};
}

// Deployment `postgres`, whose only service is `db`: nothing of it runs yet.
void put_postgres_on_record(World& world) {
  model::Spec spec;
  spec.name = "postgres";
  auto& db = spec.services["db"];
  db.name = "db";
  db.image = "db:1";
  model::Deployment postgres;
  postgres.name = "postgres";
  postgres.current.number = 1;
  postgres.current.spec = std::make_shared<const model::Spec>(std::move(spec));
  world.store.durable.deployments["postgres"] = std::move(postgres);
}

}  // namespace

TEST_CASE("those that die with what they depend on, after it is back, open no breaker") {
  Family world;
  world.watch_with(need_db);
  world.db_dies_and_comes_back();
  world.pass_time(1s);
  world.all_clients_die();
  CHECK(world.breaker() == Breaker::State::closed);
  CHECK(world.events.count("host.degraded") == 0);
  for (const auto& name : clients) CHECK(world.runs(name));
}

TEST_CASE("those that die long after what they depend on came back do open it") {
  Family world;
  world.watch_with(need_db);
  world.db_dies_and_comes_back();
  world.pass_time(15min);
  world.all_clients_die();
  CHECK(world.breaker() != Breaker::State::closed);
}

TEST_CASE("those that depend on another deployment's service that just came up open no breaker") {
  Family world;
  put_postgres_on_record(world);
  world.watch_with(need_another_deployments_db);
  world.all_clients_die();
  CHECK(world.breaker() == Breaker::State::closed);
}
