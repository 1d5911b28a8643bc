// What the owner's own tools made is remembered over a restart of the agent, with the config-hash
// that they wrote: the store, the ledger and the editor of specifications as the agent has them.
#include "agent/spec_editor.hpp"
#include "compose/load.hpp"
#include "core/clock.hpp"
#include "model/config_hash.hpp"
#include "reconcile/ledger.hpp"
#include "store/storage.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"
#include "support/temp_dir.hpp"

#include <boost/asio/io_context.hpp>

namespace {

constexpr auto hash_label = "com.docker.compose.config-hash";

core::Result<model::Spec> decode(const std::string& canonical) {
  auto loaded = compose::from_canonical(canonical, {});
  if (!loaded) return loaded.error();
  return std::move(loaded->spec);
}

model::Container made_by_owner(const std::string& service, const std::string& image,
                               const std::string& hash) {
  model::Container container;
  container.id = "made by the owner for " + service;
  container.image = image;
  container.labels = {{"com.docker.compose.project", "shop"},
                      {"com.docker.compose.service", service},
                      {hash_label, hash}};
  return container;
}

struct Lives {
  boost::asio::io_context io{1};
  support::TempDir dir;
  core::SystemClock clock;

  std::unique_ptr<store::Storage> open() {
    store::StorageOptions options;
    options.state_dir = dir.path() / "state";
    options.decode_spec = decode;
    auto opened = store::open_storage(io.get_executor(), options, clock);
    REQUIRE(opened);
    return std::move(*opened);
  }
  model::Deployment shop(store::Storage& storage) {
    reconcile::Ledger ledger(storage.state(), io.get_executor());
    REQUIRE(support::run(io, ledger.load()));
    REQUIRE(ledger.find("shop") != nullptr);
    return *ledger.find("shop");
  }
  void put(store::Storage& storage, model::GenerationNumber number,
           std::shared_ptr<const model::Spec> spec,
           std::map<model::ServiceName, model::StoredInspect> inspects) {
    model::Generation generation;
    generation.number = number;
    generation.spec = std::move(spec);
    generation.source.kind = model::SourceKind::engine;
    generation.inspects = std::move(inspects);
    const std::vector<reconcile::Change> changes{
        reconcile::PutGeneration{"shop", "compose", std::move(generation), true}};
    REQUIRE(support::run(io, storage.state().commit(changes)));
  }
};

}  // namespace

TEST_CASE("what the owner made is not taken for changed after a restart and another change") {
  Lives lives;
  agent::SpecEditor editor;
  // Only its environment is another one: the specification does not say so, its hash does.
  const auto web = made_by_owner("web", "web:1", std::string(64, 'a'));
  {
    auto storage = lives.open();
    auto applied = decode(R"({"name": "shop", "services": {
      "db": {"image": "db:1", "networks": {"default": null}},
      "web": {"environment": {"A": "1"}, "image": "web:1", "networks": {"default": null}}},
      "networks": {"default": {"name": "shop_default", "ipam": {}}}})");
    REQUIRE(applied);
    const auto second = editor.with_container(*applied, "web", web);
    REQUIRE(second);
    lives.put(*storage, 2, *second, {{"web", {"{}", "{}", web.config_hash()}}});
  }
  auto storage = lives.open();
  const auto known = lives.shop(*storage);
  CHECK(known.current.spec->services.at("web").config_hash == web.config_hash());
  const auto db = made_by_owner("db", "db:2", std::string(64, 'b'));
  const auto third = editor.with_container(*known.current.spec, "db", db);
  REQUIRE(third);
  CHECK(model::has_config_of((*third)->services.at("web"), web, {}));
  CHECK(model::has_config_of((*third)->services.at("db"), db, {}));
}
