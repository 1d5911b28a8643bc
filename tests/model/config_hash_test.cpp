#include "model/config_hash.hpp"

#include "core/digest.hpp"
#include "support/catch.hpp"

namespace {

const std::string id(64, 'a'), other_id(64, 'b');

model::Service sharing() {
  model::Service service;
  service.name = "app";
  service.network_mode = "service:vpn";
  service.volumes_from = {"data:ro", "container:elsewhere"};
  service.canonical_json =
      R"({"labels":{"network_mode":"service:vpn"},"network_mode":"service:vpn","volumes_from":["data:ro","container:elsewhere"]})";
  service.config_hash = core::sha256_hex(service.canonical_json);
  return service;
}

std::string hash_of(const std::string& vpn, const std::string& data) {
  return core::sha256_hex(R"({"labels":{"network_mode":"service:vpn"},"network_mode":"container:)" +
                          vpn + R"(","volumes_from":[")" + data + R"(","elsewhere"]})");
}

model::Container container(const std::string& hash) {
  model::Container one;
  one.labels["com.docker.compose.config-hash"] = hash;
  one.network_mode = "container:" + id;
  one.volumes_from = {other_id + ":ro", "elsewhere"};
  return one;
}

model::Container of_service(const std::string& service, const std::string& named) {
  model::Container one;
  one.id = named;
  one.labels["com.docker.compose.service"] = service;
  return one;
}

}  // namespace

TEST_CASE("services named by namespaces and volumes are replaced by ids before hashing") {
  REQUIRE(model::resolved_config_hash(sharing(), {{"vpn", id}, {"data", other_id}}) ==
          hash_of(id, other_id));
}

TEST_CASE("a service that shares nothing has the hash that it was given") {
  model::Service plain;
  plain.canonical_json = "{}";
  plain.config_hash = "given";
  REQUIRE(model::resolved_config_hash(plain, {{"vpn", id}}) == "given");
}

TEST_CASE("a container is of a configuration by the ids that it names itself") {
  model::Observation seen;
  REQUIRE(model::has_config_of(sharing(), container(hash_of(id, other_id)), seen));
  REQUIRE(model::has_config_of(sharing(), container(sharing().config_hash), seen));
  REQUIRE_FALSE(model::has_config_of(sharing(), container(hash_of(other_id, id)), seen));
  seen.containers = {of_service("vpn", id), of_service("data", other_id)};
  REQUIRE(model::has_config_of(sharing(), container(hash_of(id, other_id)), seen));
}

TEST_CASE("a container in the namespace of another service is not of the configuration") {
  model::Observation seen;
  seen.containers = {of_service("proxy", id)};
  REQUIRE_FALSE(model::has_config_of(sharing(), container(hash_of(id, other_id)), seen));
}

TEST_CASE("what a service is made with beside its hash: its image, and what its files hold") {
  model::Spec spec;
  spec.configs["c"] = {.key = "c", .content = "one"};
  spec.secrets["s"] = {.key = "s", .file = "/srv/s"};
  model::Service web;
  web.image = "web:1";
  web.configs = {{.source = "c"}};
  web.secrets = {{.source = "s"}};
  spec.networks["n"].name = "shop_n";
  web.networks["n"] = {};
  spec.volumes["v"].name = "shop_v";
  web.volumes = {{.type = model::MountType::volume, .source = "v"}};
  const auto before = model::made_with(spec, web);
  REQUIRE(before == model::made_with(spec, web));
  SECTION("another name of its network") { spec.networks["n"].name = "outside"; }
  SECTION("another name of its volume") { spec.volumes["v"].name = "outside"; }
  SECTION("another image") { web.image = "web:2"; }
  SECTION("another content") { spec.configs["c"].content = "two"; }
  SECTION("another file") { spec.secrets["s"].file = "/srv/t"; }
  SECTION("a file of the same text") { spec.configs["c"] = {.key = "c", .file = "one"}; }
  REQUIRE(before != model::made_with(spec, web));
}

TEST_CASE("what holds of no file that it uses is nothing that a service is made with") {
  model::Spec spec;
  const model::Service web{.image = "web:1"};
  const auto before = model::made_with(spec, web);
  spec.configs["of another"] = {.key = "of another", .content = "one"};
  REQUIRE(before == model::made_with(spec, web));
}

TEST_CASE("a network is made otherwise where both hashes are known and the project made it") {
  model::Network wanted;
  wanted.config_hash = "new";
  model::SeenNetwork seen;
  seen.labels = {{"com.docker.compose.project", "shop"}, {"com.docker.compose.config-hash", "old"}};
  REQUIRE(model::is_made_otherwise(wanted, seen, "shop"));
  REQUIRE_FALSE(model::is_made_otherwise(wanted, seen, "other"));
  wanted.external = true;
  REQUIRE_FALSE(model::is_made_otherwise(wanted, seen, "shop"));
  wanted.external = false;
  wanted.config_hash = "old";
  REQUIRE_FALSE(model::is_made_otherwise(wanted, seen, "shop"));
  seen.labels.erase("com.docker.compose.config-hash");
  wanted.config_hash = "new";
  REQUIRE_FALSE(model::is_made_otherwise(wanted, seen, "shop"));
}
