#include "agent/config.hpp"
#include "agent/config_read.hpp"

#include "agent/config_folder.hpp"
#include "core/text.hpp"
#include "support/catch.hpp"

#include <fstream>
#include <iterator>

using namespace std::chrono_literals;
using agent_test::Folder;

namespace {

std::string content_of(const std::string& sample) {
  std::ifstream file(std::string(EVENKEEL_TEST_DATA "/agent/") + sample);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("every key of the parts that exist is read") {
  const Folder folder;
  const auto config = folder.load(content_of("every_key.yaml"));
  CHECK(config.host.name == "box-7");
  CHECK(config.host.labels == std::map<std::string, std::string>{{"rack", "4"}, {"site", "north"}});
  CHECK(config.state_dir == "/srv/state");
  CHECK(config.log == agent::LogConfig{"debug", "json"});
  CHECK(config.engine == agent::EngineConfig{"unix:///run/podman.sock", 5s, "/root/.docker"});
  CHECK(config.api == agent::ApiConfig{{"unix:///tmp/e.sock", "[::1]:0", "localhost:80"},
                                       "wheel",
                                       "/srv/token",
                                       {},
                                       {{"0.0.0.0:9464", "unix:///tmp/m.sock"}, api::Auth::none}});
  CHECK(config.reconcile ==
        agent::ReconcileConfig{30s, 3, 5s, 1min, 2h, 1min, true, {1s, 8s, 1min}});
  CHECK(config.heal ==
        agent::HealConfig{
            model::HealMode::suggest, 5, 3min, 4min, 2h, 10s, 0s, 7, 1h, {"restart", "pull"}});
  CHECK(config.store == agent::StoreConfig{24h * 30, 1LL << 30});
}

TEST_CASE("every policy key of a deployment is read") {
  const Folder folder;
  const auto config = folder.load(content_of("every_key.yaml"));
  const auto& shop = config.deployments.at("shop");
  CHECK(shop.files == std::vector<std::string>{"/srv/shop/compose.yaml"});
  CHECK(shop.policy.criticality == model::Criticality::critical);
  CHECK(shop.policy.heal == model::HealMode::off);
  CHECK(shop.policy.allow == std::vector<std::string>{});
  CHECK(shop.policy.kind == model::ServiceKind::job);
  CHECK(shop.policy.depends_on->size() == 2);
  CHECK(shop.policy.depends_on->back() == model::ForeignDependency{"cache", "redis", "started"});
  CHECK(shop.policy.grace == 90s);
  CHECK(shop.policy.kill_means == model::KillMeans::stop);
  CHECK(shop.policy.rollback == true);
  CHECK(shop.policy.deadline == 10min);
  CHECK(shop.policy.notes == "call Anna");
  CHECK(shop.services.at("db").heal == model::HealMode::suggest);
}

TEST_CASE("policy keys of the monitor are kept as the JSON text that it reads") {
  const Folder folder;
  const auto config = folder.load(content_of("every_key.yaml"));
  const auto& shop = config.deployments.at("shop");
  CHECK(shop.policy.later.at("spikes") == R"({"cpu":{"above":95.50,"for":"30m"},"memory":"off"})");
  CHECK(shop.policy.later.at("checks") ==
        R"({"ready":{"type":"http","url":"http://{container}:8080/","body":"a$b"},"old":"off"})");
  CHECK(shop.services.at("db").later.at("spikes") == R"("off")");
  CHECK(shop.services.at("db").later.at("checks") ==
        R"({"open":{"type":"tcp","address":"{container}:5432"}})");
}

TEST_CASE("a mistake below a policy key of the monitor has the line where it is written") {
  const Folder folder;
  CHECK(folder.mistakes_of(R"(deployments:
  shop:
    spikes:
      cpu:
        above: much
    services:
      db:
        checks:
          open:
            type: tcp
            address: db
            fall: 0
            expct: x
)") == "evenkeel.yaml:5: deployments.shop.spikes.cpu.above: expected a percentage, more than 0 "
       "and at most 100, found \"much\"\n"
       "evenkeel.yaml:11: deployments.shop.services.db.checks.open.address: expected HOST:PORT or "
       "[ADDRESS]:PORT, found 'db'\n"
       "evenkeel.yaml:12: deployments.shop.services.db.checks.open.fall: expected a whole number "
       "from 1 to 100, found the number 0\n"
       "evenkeel.yaml:13: deployments.shop.services.db.checks.open.expct: expected a key of "
       "deployments.shop.services.db.checks.open, found 'expct'; did you mean 'expect'?");
}

TEST_CASE("what the nearest entry says of checks goes before what a pattern says") {
  const Folder folder;
  const auto config = folder.load(R"(
deployments:
  "*": {spikes: off, checks: {a: {type: engine}}}
  shop: {checks: {b: {type: engine}}}
)");
  const auto shop = configured_policy(config, "shop").policy.later;
  CHECK(shop.at("spikes") == R"("off")");
  CHECK(shop.at("checks") == R"({"a":{"type":"engine"},"b":{"type":"engine"}})");
}

TEST_CASE("a wrong value of a key is refused with what was expected") {
  const Folder folder;
  std::ifstream table(EVENKEEL_TEST_DATA "/agent/wrong_values.txt");
  int rows = 0;
  for (std::string text, mistake; std::getline(table, text) && std::getline(table, mistake);
       ++rows) {
    CAPTURE(text);
    CHECK(folder.mistakes_of(text) == "evenkeel.yaml:1: " + std::string(core::trim(mistake)));
  }
  CHECK(rows > 50);
}

TEST_CASE("addresses that can be listened on at once are accepted, and names that can be") {
  const Folder folder;
  const auto config = folder.load(R"(
engine: {host: "tcp://[::1]:65535"}
api: {listen: ["127.0.0.1:0", "127.0.0.1:0", "127.0.0.1:80", "[::1]:80", "127.0.0.2:80"]}
deployments: {"*": {}, "?b-*": {}, My.App_2: {services: {_db.1: {heal: off}}}}
)");
  CHECK(config.api.listen.size() == 5);
  CHECK(config.deployments.size() == 3);
  CHECK(folder.load("engine: {host: \"\"}").engine.host.empty());
}

TEST_CASE("a remedy that does not exist names the nearest") {
  const auto mistakes = Folder{}.mistakes_of("heal: {allow: [restart, recrate]}");
  CHECK(mistakes.find("heal.allow[1]: expected ") != std::string::npos);
  CHECK(mistakes.ends_with("found 'recrate'; did you mean 'recreate'?"));
}

TEST_CASE("policy of a deployment comes from its own name first, then from the longest pattern") {
  const Folder folder;
  const auto config = folder.load(R"(
deployments:
  "*": {heal: off, criticality: optional, grace: 1s, services: {db: {kind: job, heal: off}}}
  "im*": {criticality: standard, grace: 2s}
  immich: {grace: 3s, services: {db: {heal: suggest}}}
  other: {grace: 4s}
)");
  const auto immich = configured_policy(config, "immich");
  CHECK(immich.policy.grace == 3s);
  CHECK(immich.policy.criticality == model::Criticality::standard);
  CHECK(immich.policy.heal == model::HealMode::off);
  CHECK(immich.services.at("db").heal == model::HealMode::suggest);
  CHECK(immich.services.at("db").kind == model::ServiceKind::job);
  CHECK(configured_policy(config, "shop").policy.grace == 1s);
  CHECK(configured_policy(agent::Config{}, "shop").services.empty());
}
