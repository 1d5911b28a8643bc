// What is wrong is told with file, line and key.
#include "compose/mistake.hpp"

#include "compose/support.hpp"
#include "core/text.hpp"
#include "support/catch.hpp"

using compose_tests::error_of;
using compose_tests::Files;
using compose_tests::load;

namespace {

const std::string file = "/srv/shop/compose.yaml";

struct Case {
  std::string yaml, error;  // below the line `services:`; after the file's name
};

void check(const std::vector<Case>& cases) {
  for (const auto& [yaml, error] : cases) {
    INFO(yaml);
    CHECK(error_of("services:\n" + yaml) == file + error);
  }
}

compose::LoadRequest shop(const std::string& text, const compose::Environment& environment = {}) {
  compose::LoadRequest request;
  request.files = {"-"};
  request.standard_input = text;
  request.current_directory = "/srv/shop";
  request.environment = environment;
  request.read = [](const std::string& path) -> core::Result<std::string> {
    return core::not_found(path + ": no such file");
  };
  return request;
}

}  // namespace

TEST_CASE("a mistake is a line without what it does not have") {
  CHECK(compose::Mistake{"a.yaml:3", "services.web", "wrong"}.text() ==
        "a.yaml:3: services.web: wrong");
  CHECK(compose::Mistake{"", "services.web", "wrong"}.text() == "services.web: wrong");
  CHECK(compose::Mistake{"a.yaml", "", "wrong"}.text() == "a.yaml: wrong");
}

TEST_CASE("text that is not UTF-8 or holds control characters is refused") {
  check({{"  w: {image: x, user: \"caf\xe9\"}\n", ":2: expected UTF-8, found the byte 0xE9"},
         {"  w:\n    image: \"a\x04\"\n", ":3: control characters are not allowed, found U+0004"},
         {"  w: {image: x} # \x1b\n", ":2: control characters are not allowed, found U+001B"}});
  const auto loaded = load("\xef\xbb\xbfservices: {w: {image: x, user: \"caf\xc3\xa9\"}}\n");
  REQUIRE(loaded.has_value());
  CHECK(loaded->spec.services.at("w").user == "caf\xc3\xa9");
}

TEST_CASE("nothing where something must be has the line of its key") {
  check({{"  web:\n", ":2: services.web: expected a mapping, got nothing"},
         {"  web:\n    image: x\n    configs:\n      - ~\n",
          ":5: services.web.configs[0]: expected a name or a mapping, got nothing"}});
}

TEST_CASE("a circle is told with the line and key that close it") {
  check({{"  a:\n    image: x\n    depends_on:\n      - b\n  b:\n    image: x\n    depends_on:\n"
          "      - a\n",
          ":9: services.b.depends_on.a: depends_on makes a circle: a -> b -> a"},
         {"  web:\n    image: x\n    network_mode: service:web\n",
          ":4: services.web.network_mode: depends_on makes a circle: web -> web"},
         {"  a:\n    image: x\n    links: [c, b]\n  b: {image: x, volumes_from: [a]}\n"
          "  c: {image: x}\n",
          ":5: services.b.volumes_from[0]: depends_on makes a circle: a -> b -> a"}});
}

TEST_CASE("an empty file is named") {
  CHECK(error_of("{}\n") == file + ": empty compose file");
  CHECK(compose::load(shop("")).error().what == "standard input: empty compose file");
}

TEST_CASE("a file that is absent is told with the line that asks for it") {
  CHECK(error_of("services: {}\ninclude:\n  - other.yaml\n") ==
        file + ":3: include[0]: /srv/shop/other.yaml: no such file");
  check({{"  web:\n    extends: {file: base.yaml, service: web}\n",
          ":3: services.web.extends: /srv/shop/base.yaml: no such file"}});
  const Files empty = {
      {"compose.yaml", "services:\n  web:\n    extends: {file: base.yaml, service: web}\n"},
      {"base.yaml", "x-a: 1\n"}};
  CHECK(load(empty).error().what ==
        file + ":3: services.web.extends: /srv/shop/base.yaml: no services to extend");
}

TEST_CASE("a service to extend that is absent from standard input is told so") {
  CHECK(compose::load(shop("services:\n  web:\n    extends: db\n")).error().what ==
        "standard input:3: services.web.extends: service `db` not found in standard input");
}

TEST_CASE("a reference to what is not declared has the place of the reference") {
  const std::string web = "  web:\n    image: x\n";
  check({{web + "    networks:\n      - a\n",
          ":5: services.web.networks.a: refers to undefined "
          "network a"},
         {web + "    volumes:\n      - /d\n      - vol:/e\n",
          ":6: services.web.volumes[1]: refers to undefined volume vol"},
         {web + "    secrets:\n      - s\n",
          ":5: services.web.secrets[0]: refers to undefined "
          "secret s"},
         {web + "    configs:\n      - source: c\n        target: /c\n",
          ":5: services.web.configs[0]: refers to undefined config c"},
         {web + "    network_mode: service:zz\n",
          ":4: services.web.network_mode: service `zz` of network_mode not found"},
         {web + "    pid: service:zz\n", ":4: services.web.pid: depends on undefined service `zz`"},
         {web + "    depends_on:\n      - weeb\n",
          ":5: services.web.depends_on.weeb: depends on undefined service `weeb`; did you mean "
          "`web`?"},
         {web + "    build:\n      context: .\n      secrets:\n        - s\n",
          ":7: services.web.build.secrets[0]: refers to undefined build secret s"}});
}

TEST_CASE("values that contradict each other have the place of one of them") {
  const std::string web = "  web:\n    image: x\n";
  check({{web + "    healthcheck:\n      test: [curl, x]\n",
          ":5: services.web.healthcheck.test: must begin with CMD, CMD-SHELL or NONE"},
         {web + "    deploy: {replicas: 2}\n    scale: 3\n",
          ":5: services.web.scale: scale and deploy.replicas must not differ"},
         {web + "    deploy:\n      replicas: -1\n",
          ":5: services.web.deploy.replicas: must not be negative"},
         {web + "    container_name: one\n    scale: 3\n",
          ":4: services.web.container_name: container_name and more than one replica exclude each "
          "other: names are unique"},
         {web + "    deploy: {resources: {limits: {memory: 2g}}}\n    mem_limit: 1g\n",
          ":5: services.web.mem_limit: mem_limit and deploy.resources.limits.memory must not "
          "differ"},
         {web + "    tmpfs: [/d]\n    volumes:\n      - /c:/e\n      - /b:/d\n",
          ":7: services.web.volumes[1]: target /d is mounted twice"}});
}

TEST_CASE("a mistake of YAML names the mapping or value it is in") {
  check({{"  web:\n    image: x\n    ports: {80: 80}\n",
          ":4: services.web.ports: non-string key `80`; write it in quotes"},
         {"  web:\n    image: x\n    image: y\n",
          ":4: services.web: mapping key `image` already defined at line 3"},
         {"  web:\n    image: !!int x\n", ":3: services.web.image: cannot read `x` as !!int"}});
}

TEST_CASE("a project name of which interpolation leaves nothing is refused") {
  const std::string services = "services: {web: {image: x}}\n";
  CHECK(error_of(services + "name: ${X}\n") ==
        file +
            ":2: name: the project name must not be empty; nothing is left of `${X}`, X is not "
            "set");
  CHECK(error_of(services + "name: '...'\n") ==
        file + ":2: name: the project name must not be empty; nothing is left of `...`");
  CHECK(load(services + "name: ${X}\n", {{"X", "given"}})->spec.name == "given");
  CHECK(load(services + "name: ${X:-other}\n")->spec.name == "other");
  CHECK(load(services + "name: \"\"\n")->spec.name == "shop");
  CHECK(load(services + "name: ${X}\n", {{"COMPOSE_PROJECT_NAME", "shop"}}).has_value());
}

TEST_CASE("mistakes are handed on with place, path and message apart") {
  compose::Mistakes mistakes;
  CHECK_FALSE(compose::load(shop("services:\n  a: {image: 5}\n"), mistakes));
  CHECK(mistakes == compose::Mistakes{{"standard input:2", "services.a.image",
                                       "expected a string, got a number"}});
  CHECK_FALSE(compose::load(shop("services: {}\n", {{"COMPOSE_PROJECT_NAME", "No"}}), mistakes));
  REQUIRE(mistakes.size() == 1);
  CHECK(mistakes[0].message.starts_with("invalid project name `No`"));
  const auto loaded =
      compose::load(shop("services: {a: {image: x, use_api_socket: true}}\n"), mistakes);
  REQUIRE(loaded.has_value());
  CHECK(mistakes == compose::Mistakes{{"standard input:1", "services.a.use_api_socket",
                                       "evenkeel does not run the engine's socket in containers"}});
  CHECK(loaded->unsupported == std::vector{mistakes[0].text()});
  CHECK(compose::load(shop("services: {a: {image: x}}\n"), mistakes).has_value());
  CHECK(mistakes.empty());
}
