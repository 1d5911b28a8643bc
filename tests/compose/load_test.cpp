#include "compose/load.hpp"

#include "compose/support.hpp"
#include "core/text.hpp"
#include "support/catch.hpp"

using compose_tests::error_of;
using compose_tests::Files;
using compose_tests::load;
using core::contains;

namespace {

model::Service web(const core::Result<compose::Loaded>& loaded) {
  INFO((loaded ? "" : loaded.error().what));
  REQUIRE(loaded.has_value());
  return loaded->spec.services.at("web");
}

}  // namespace

TEST_CASE("an unknown key is refused with file, line, path and the nearest name") {
  const auto error = error_of("services:\n  web:\n    image: nginx\n    prots: ['80']\n");
  CHECK(error ==
        "/srv/shop/compose.yaml:4: services.web.prots: unknown key `prots`; did you mean `ports`?");
}

TEST_CASE("all mistakes of the schema are reported at once") {
  const auto error = error_of(
      "services:\n  web:\n    image: 5\n    user: 1000\n    retsart: always\n  db:\n    image: x\n "
      "   command: [sleep, 10]\n");
  CHECK(contains(error, ":3: services.web.image: expected a string, got a number"));
  CHECK(contains(error, ":4: services.web.user: expected a string, got a number"));
  CHECK(
      contains(error, ":5: services.web.retsart: unknown key `retsart`; did you mean `restart`?"));
  CHECK(contains(error, ":8: services.db.command[1]: expected a string, got a number"));
}

TEST_CASE("values of a wrong form are reported with their place") {
  const auto error =
      error_of("services:\n  web:\n    image: x\n    mem_limit: much\n    stop_grace_period: 10\n");
  CHECK(contains(error, ":5: services.web.stop_grace_period: expected a string"));
  const auto size = error_of(
      "services:\n  web:\n    image: x\n    mem_limit: much\n    stop_grace_period: '10'\n");
  CHECK(contains(size, ":4: services.web.mem_limit: expected a size"));
  CHECK(contains(size, ":5: services.web.stop_grace_period: expected a duration"));
}

TEST_CASE("keys that begin with x- are accepted everywhere") {
  CHECK(load("x-a: 1\nservices:\n  web:\n    image: x\n    x-b: {c: 2}\n    healthcheck: {test: a, "
             "x-d: 3}\n")
            .has_value());
}

TEST_CASE("an undefined service, network or volume is named") {
  CHECK(contains(error_of("services:\n  web: {image: x, depends_on: [dbb]}\n  db: {image: y}\n"),
                 "depends on undefined service `dbb`; did you mean `db`?"));
  CHECK(contains(error_of("services:\n  web: {image: x, networks: [front]}\n"),
                 "refers to undefined network front"));
  CHECK(contains(error_of("services:\n  web: {image: x, volumes: ['data:/d']}\n"),
                 "refers to undefined volume data"));
}

TEST_CASE("a circle of dependencies is refused with its members") {
  CHECK(contains(
      error_of("services:\n  a: {image: x, depends_on: [b]}\n  b: {image: x, depends_on: [a]}\n"),
      "a -> b -> a"));
}

TEST_CASE("an include or an env file that is absent is an error that names it") {
  CHECK(contains(error_of("include: [other.yaml]\nservices: {}\n"),
                 "/srv/shop/other.yaml: no such file"));
  CHECK(contains(error_of("services:\n  web: {image: x, env_file: a.env}\n"),
                 "/srv/shop/a.env: no such file"));
}

TEST_CASE(
    "the project takes its name from --name, then COMPOSE_PROJECT_NAME, then name:, then the "
    "directory") {
  const std::string file = "services: {web: {image: x}}\n";
  CHECK(load(file)->spec.name == "shop");
  CHECK(load("name: My Shop\n" + file)->spec.name == "myshop");
  CHECK(load("name: other\n" + file, {{"COMPOSE_PROJECT_NAME", "given"}})->spec.name == "given");
  CHECK_FALSE(load(file, {{"COMPOSE_PROJECT_NAME", "Not Normal"}}).has_value());
}

TEST_CASE(
    "the .env file of the project directory is read, and the process's environment wins over it") {
  const Files files = {
      {"compose.yaml", "services: {web: {image: 'nginx:${TAG}', user: '${WHO}'}}\n"},
      {".env", "TAG=1.27\nWHO=file\n"}};
  const auto service = web(load(files, {{"WHO", "process"}}));
  CHECK(service.image == "nginx:1.27");
  CHECK(service.user == "process");
}

TEST_CASE("an unset variable is blank and a warning") {
  const auto loaded = load("services: {web: {image: 'nginx${TAG}'}}\n");
  CHECK(web(loaded).image == "nginx");
  CHECK(loaded->warnings ==
        std::vector<std::string>{"The \"TAG\" variable is not set. Defaulting to a blank string."});
}

TEST_CASE("env_file is merged into the environment, whose own values win") {
  const Files files = {
      {"compose.yaml",
       "services: {web: {image: x, env_file: a.env, environment: {A: own, B: }}}\n"},
      {"a.env", "A=file\nC=${A}-c\n"}};
  const auto environment = web(load(files, {{"B", "process"}})).environment;
  CHECK(environment.at("A") == "own");
  CHECK(environment.at("B") == "process");
  CHECK(environment.at("C") == "own-c");
}

TEST_CASE("services without an active profile are left out, and what only they use with them") {
  const auto loaded = load(
      "services:\n  web: {image: x}\n  debug: {image: y, profiles: [dev], volumes: "
      "['d:/d']}\nvolumes: {d: {}}\n");
  REQUIRE(loaded.has_value());
  CHECK(loaded->spec.services.size() == 1);
  CHECK(loaded->spec.volumes.empty());
  CHECK(load("services:\n  web: {image: x}\n  debug: {image: y, profiles: [dev]}\n",
             {{"COMPOSE_PROFILES", "dev"}})
            ->spec.services.size() == 2);
}

TEST_CASE("a written restart: no is told from no policy at all") {
  CHECK(web(load("services: {web: {image: x, restart: 'no'}}\n")).restart.written ==
        model::RestartMode::no);
  CHECK_FALSE(web(load("services: {web: {image: x}}\n")).restart.written.has_value());
  const auto limited = web(load("services: {web: {image: x, restart: 'on-failure:3'}}\n")).restart;
  CHECK(limited.written == model::RestartMode::on_failure);
  CHECK(limited.max_retries == 3);
}

TEST_CASE("a shared namespace is an implied dependency") {
  const auto loaded =
      load("services:\n  web: {image: x, network_mode: 'service:vpn'}\n  vpn: {image: y}\n");
  const auto dependency = web(loaded).depends_on.at("vpn");
  CHECK(dependency.implied);
  CHECK(dependency.restart);
}

TEST_CASE("of two files the second changes the first") {
  compose::LoadRequest request;
  request.current_directory = "/srv/shop";
  request.files = {"a.yaml", "b.yaml"};
  request.read = [](const std::string& path) -> core::Result<std::string> {
    if (path == "/srv/shop/a.yaml")
      return std::string(
          "services: {web: {image: 'x:1', ports: ['80:80'], environment: [A=1, B=1]}}\n");
    if (path == "/srv/shop/b.yaml")
      return std::string(
          "services: {web: {image: 'x:2', ports: ['8080:80'], environment: {B: 2}}}\n");
    return core::not_found(path);
  };
  const auto loaded = compose::load(request);
  const auto service = web(loaded);
  CHECK(service.image == "x:2");
  CHECK(service.ports.size() == 2);
  CHECK(service.environment.at("A") == "1");
  CHECK(service.environment.at("B") == "2");
  CHECK(loaded->spec.config_files ==
        std::vector<std::string>{"/srv/shop/a.yaml", "/srv/shop/b.yaml"});
}

TEST_CASE("what evenkeel cannot run loads, and is named for who applies") {
  const auto loaded = load(
      "services:\n  web:\n    image: x\n    post_start: [{command: a}]\n    restart: sometimes\n");
  REQUIRE(loaded.has_value());
  REQUIRE(loaded->unsupported.size() == 2);
  CHECK(contains(loaded->unsupported[0],
                 "compose.yaml:4: services.web.post_start: evenkeel does not run hooks"));
  CHECK(contains(loaded->unsupported[1],
                 "compose.yaml:5: services.web.restart: expected no, always"));
}

TEST_CASE("a pull by the clock is named as what is not done, and no other policy is") {
  const auto unsupported = [](const std::string& policy) {
    return load("services: {web: {image: x, pull_policy: " + policy + "}}\n")->unsupported.size();
  };
  for (const auto* policy : {"refresh", "daily", "weekly", "every_12h"})
    CHECK(unsupported(policy) == 1);
  for (const auto* policy : {"always", "missing", "if_not_present", "never"})
    CHECK(unsupported(policy) == 0);
}

TEST_CASE("an alias inside its own anchor is refused, and so is a file that explodes") {
  CHECK_FALSE(error_of("x-a: &a {b: *a}\nservices: {web: {image: x}}\n").empty());
  std::string bomb = "x-0: &0 [a, a, a, a, a, a, a, a, a, a]\n";
  for (int i = 1; i < 7; ++i) {
    const auto before = "*" + std::to_string(i - 1);
    bomb += "x-" + std::to_string(i) + ": &" + std::to_string(i) + " [" + before;
    for (int j = 0; j < 9; ++j) bomb += ", " + before;
    bomb += "]\n";
  }
  CHECK(contains(error_of(bomb + "services: {web: {image: x}}\n"), "200000 values"));
}

TEST_CASE("a quoted text that the file ends in is refused") {
  CHECK(contains(error_of("services:\n  web:\n    image: \"nginx\n"), "this is no YAML"));
  CHECK_FALSE(error_of("services:\n  web:\n    image: 'nginx\n").empty());
}
