// How much a project may hold, and that much of anything takes no more than its share of time.
#include "compose/support.hpp"
#include "core/text.hpp"
#include "support/catch.hpp"

using compose_tests::error_of;
using compose_tests::Files;
using compose_tests::load;
using core::contains;

TEST_CASE("a project has a bounded number of services") {
  const auto chain = [](int services) {
    std::string text = "services:\n  s0: {image: x}\n";
    for (int i = 1; i < services; ++i)
      text += "  s" + std::to_string(i) + ": {image: x, depends_on: [s" + std::to_string(i - 1) +
              "]}\n";
    return text;
  };
  CHECK(load(chain(2'000)).has_value());
  CHECK(contains(error_of(chain(20'000)), "services: more than 2000 services"));
}

TEST_CASE("a project has a bounded number of replicas, told where it is exceeded") {
  const auto file = std::string("/srv/shop/compose.yaml:");
  const auto too_many = std::string(": more than 2000 replicas, of all services together");
  CHECK(load("services: {web: {image: x, scale: 2000}}\n"));
  CHECK(error_of("services:\n  web:\n    image: x\n    scale: 2001\n") ==
        file + "4: services.web.scale" + too_many);
  CHECK(error_of("services:\n  web:\n    image: x\n    deploy:\n      replicas: 1000000\n") ==
        file + "5: services.web.deploy.replicas" + too_many);
  CHECK(error_of("services:\n  a: {image: x, scale: 1999}\n  b: {image: x}\n  c: {image: x}\n") ==
        file + "4: services.c" + too_many);
  CHECK(error_of("services: {web: {image: x, scale: 9223372036854775807}}\n") ==
        file + "1: services.web.scale" + too_many);
  CHECK(
      load("services: {a: {image: x, scale: 2000}, b: {image: x, scale: 0}, c: {image: x, "
           "scale: 2000, profiles: [never]}}\n"));
}

TEST_CASE("a project has a bounded number of ports, also of what its files extend") {
  CHECK(error_of("services:\n  a: {image: x, ports: [80, '1-65534:1-65534/udp']}\n"
                 "  b:\n    image: x\n    ports:\n      - 81\n      - 82\n") ==
        "/srv/shop/compose.yaml:7: services.b.ports: more than 65536 ports, of all services "
        "together");
}

TEST_CASE("ports that are read again and again have a bound, too", "[.slow]") {
  std::string extending = "services:\n";
  for (int i = 0; i < 100; ++i)
    extending += "  s" + std::to_string(i) + ": {extends: {file: base.yaml, service: base}}\n";
  const auto loaded =
      load(Files{{"compose.yaml", extending},
                 {"base.yaml", "services: {base: {image: x, ports: ['1-20000:1-20000']}}\n"}});
  REQUIRE_FALSE(loaded);
  CHECK(contains(loaded.error().what,
                 "base.yaml:1: services.base.ports[0]: the ranges of this "
                 "project stand for more than 524288 ports"));
}

// Comparing everything with everything would take minutes for these.
TEST_CASE("what a file holds very many of takes no more than its share of time") {
  const auto rows = [](int count, const std::string& before, const std::string& after) {
    std::string text;
    for (int i = 0; i < count; ++i) text += before + std::to_string(i) + after + "\n";
    return text;
  };
  constexpr int many = 5'000;
  const std::string web = "services:\n  web:\n    image: x\n";
  const auto capabilities = load(web + "    cap_add:\n" + rows(many, "      - C", ""));
  REQUIRE(capabilities);
  CHECK(capabilities->spec.services.at("web").cap_add.size() == many);
  CHECK(contains(error_of(web + "    security_opt: [A, B, A]\n"),
                 "security_opt[2]: `A` is there twice"));
  CHECK(contains(error_of(web + rows(many, "    k", ": 1")), "unknown key `k4999`"));
  const auto labels = "    labels:\n" + rows(many, "      l", ": a");
  const auto over = [&](const std::string& first, const std::string& second) {
    return load(Files{{"compose.yaml", web + first + "---\n" + web + second}});
  };
  const auto overridden = over(labels, "    labels:\n" + rows(many, "      l", ": !override b"));
  REQUIRE(overridden);
  CHECK(overridden->spec.services.at("web").labels.at("l7") == "b");
  const auto hosts = over("    extra_hosts:\n" + rows(many, "      - a", ":10.0.0.1"),
                          "    extra_hosts:\n" + rows(many, "      - b", ":10.0.0.1"));
  REQUIRE(hosts);
  CHECK(hosts->spec.services.at("web").extra_hosts.size() == 2 * many);
}

TEST_CASE("ports that were written out are read back as fast as they were made") {
  const auto loaded = load("services: {web: {image: x, ports: ['1-8000:1-8000']}}\n");
  REQUIRE(loaded);
  const auto back = compose::from_canonical(compose::canonical_json(loaded->spec), {});
  REQUIRE(back);
  CHECK(back->spec.services.at("web").ports.size() == 8000);
}
