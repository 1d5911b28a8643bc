#include "compose/support.hpp"
#include "core/text.hpp"
#include "support/catch.hpp"

using compose_tests::Files;
using compose_tests::load;
using core::contains;

namespace {

model::Spec read_back(const model::Spec& spec) {
  const auto again = compose::from_canonical(
      spec.canonical_json, {spec.working_dir, spec.config_files, spec.environment_files});
  INFO((again ? "" : again.error().what));
  REQUIRE(again.has_value());
  return again->spec;
}

}  // namespace

TEST_CASE("the config-hash is the one that Docker Compose writes") {
  // Observed: `docker compose -p demo config --hash '*'`, 2.40.3.
  const auto loaded = load(
      "name: demo\n"
      "services:\n"
      "  web:\n"
      "    image: nginx:1.27\n"
      "    command: echo \"<a> & b\"\n"
      "    environment: {A: 1.10, B: }\n"
      "    healthcheck: {test: curl localhost, interval: 90s}\n"
      "    mem_limit: 64m\n"
      "    cpus: 0.1\n"
      "    ports: ['8080:80']\n");
  REQUIRE(loaded.has_value());
  CHECK(loaded->spec.services.at("web").config_hash ==
        "d90601d21d3c3a891ebfc30d5d4fe22df559ae9702cdc8a947057b6814d253b7");
}

TEST_CASE("what only orders or multiplies containers is no part of the config-hash") {
  const auto plain = load("services: {web: {image: x, deploy: {}}, db: {image: y}}\n");
  const auto more = load(
      "services: {web: {image: x, build: ., scale: 3, deploy: {replicas: 3}, depends_on: [db], "
      "pull_policy: always}, db: {image: y}}\n");
  REQUIRE(plain.has_value());
  REQUIRE(more.has_value());
  CHECK(plain->spec.services.at("web").config_hash == more->spec.services.at("web").config_hash);
  const auto other = load("services: {web: {image: x, deploy: {}, init: false}, db: {image: y}}\n");
  CHECK(plain->spec.services.at("web").config_hash != other->spec.services.at("web").config_hash);
}

TEST_CASE("dollars are doubled when printed and single in the spec") {
  const auto loaded = load("services: {web: {image: x, command: ['echo', '$$HOME']}}\n");
  REQUIRE(loaded.has_value());
  CHECK(contains(loaded->printed_json, "$$HOME"));
  CHECK(loaded->spec.services.at("web").command->at(1) == "$HOME");
  CHECK(read_back(loaded->spec) == loaded->spec);
}

TEST_CASE(
    "values of configs and secrets out of the environment survive the canonical project, and are "
    "not printed") {
  const auto loaded = load(
      "services: {web: {image: x, configs: [c], secrets: [s]}}\nconfigs: {c: {environment: "
      "C}}\nsecrets: {s: {environment: S}}\n",
      {{"C", "plain"}, {"S", "hidden"}});
  REQUIRE(loaded.has_value());
  CHECK_FALSE(contains(loaded->printed_json, "hidden"));
  CHECK(loaded->spec.secrets.at("s").content == "hidden");
  CHECK(loaded->spec.configs.at("c").content == "plain");
  CHECK(read_back(loaded->spec) == loaded->spec);
}

TEST_CASE("every section that the reference prints oddly reads back") {
  const auto loaded = load(
      "services:\n  web:\n    image: x\n    blkio_config: {weight: 300, weight_device: [{path: "
      "/dev/sda, weight: 400}], device_read_bps: [{path: /dev/sdb, rate: 12mb}]}\n"
      "    ulimits: {nproc: 65535, nofile: {soft: 20000, hard: 40000}}\n    gpus: all\n    "
      "extra_hosts: ['a:[::1]', 'b=10.0.0.1']\n"
      "    deploy: {replicas: 2, resources: {reservations: {devices: [{capabilities: [gpu]}]}}}\n  "
      "  scale: 2\n    configs: [{source: c, mode: 0440}]\nconfigs: {c: {content: a}}\n");
  INFO((loaded ? "" : loaded.error().what));
  REQUIRE(loaded.has_value());
  CHECK(read_back(loaded->spec) == loaded->spec);
  CHECK(loaded->spec.services.at("web").scale == 2);
  CHECK(loaded->spec.services.at("web").configs[0].mode == 0440);
}

TEST_CASE("a canonical project is checked like a file") {
  const auto wrong = compose::from_canonical(
      R"({"name": "shop", "services": {"web": {"image": "x", "prots": []}}})",
      {"/srv/shop", {}, {}});
  REQUIRE_FALSE(wrong.has_value());
  CHECK(contains(wrong.error().what,
                 "services.web.prots: unknown key `prots`; did you mean `ports`?"));
  CHECK_FALSE(compose::from_canonical("[]", {"/srv/shop", {}, {}}).has_value());
  CHECK_FALSE(compose::from_canonical("{\"name\": 5}", {"/srv/shop", {}, {}}).has_value());
  CHECK_FALSE(
      compose::from_canonical(R"({"name": "Not Normal", "services": {}})", {"/srv/shop", {}, {}})
          .has_value());
}

TEST_CASE("what may do without a service whose profile is off is read back without it") {
  const auto loaded = load(
      "services:\n  web: {image: x, depends_on: {o: {condition: service_started, required: "
      "false}}}\n  o: {image: y, profiles: [more]}\n");
  INFO((loaded ? "" : loaded.error().what));
  REQUIRE(loaded.has_value());
  CHECK_FALSE(loaded->spec.services.contains("o"));
  CHECK(read_back(loaded->spec) == loaded->spec);
  const auto refused = compose::from_canonical(
      R"({"name": "shop", "services": {"web": {"image": "x", "depends_on": {"o": {"condition":
      "service_started", "required": true}}}}})",
      {"/srv/shop", {}, {}});
  REQUIRE_FALSE(refused.has_value());
  CHECK(contains(refused.error().what, "depends on undefined service `o`"));
  CHECK_FALSE(load("services: {web: {image: x, depends_on: {o: {condition: service_started, "
                   "required: false}}}}\n")
                  .has_value());
}
