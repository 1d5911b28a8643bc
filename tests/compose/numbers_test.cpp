// Numbers that are none, or that nothing can be made of.
#include "compose/support.hpp"
#include "core/text.hpp"
#include "support/catch.hpp"

using compose_tests::error_of;
using compose_tests::load;

namespace {

std::string web_with(const std::string& line) {
  return "services:\n  web:\n    image: x\n    " + line + "\n";
}

}  // namespace

TEST_CASE("a number that is not finite, or out of range, is refused with file, line and key") {
  const std::string place = "/srv/shop/compose.yaml:4: services.web.";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"cpus: .inf", "cpus: expected a finite number, got `+Inf`"},
      {"cpus: -.inf", "cpus: expected a finite number, got `-Inf`"},
      {"cpus: .nan", "cpus: expected a finite number, got `NaN`"},
      {"cpus: 1e300", "cpus: expected a number that is not so large, got `1e+300`"},
      {"cpus: 1e10", "cpus: expected a number that is not so large, got `1e+10`"},
      {"cpus: '1e300'", "cpus: expected a finite number, got `+Inf`"},
      {"cpu_percent: .inf", "cpu_percent: expected a finite number, got `+Inf`"},
      {"deploy: {resources: {limits: {cpus: .nan}}}",
       "deploy.resources.limits.cpus: expected a finite number, got `NaN`"},
      {"scale: .inf", "scale: expected a finite number, got `+Inf`"},
      {"pids_limit: 1e300", "pids_limit: expected a number that is not so large, got `1e+300`"},
      {"mem_swappiness: .inf", "mem_swappiness: expected a finite number, got `+Inf`"},
      {"healthcheck: {test: [CMD, x], retries: 1e300}",
       "healthcheck.retries: expected a number that is not so large, got `1e+300`"}};
  for (const auto& [line, expected] : cases) CHECK(error_of(web_with(line)) == place + expected);
}

TEST_CASE("where a number is a text, it is the one that Docker Compose makes of it") {
  const auto loaded = load(web_with("environment: {L: .inf, M: -.INF, N: .nan, O: 1e300}"));
  INFO((loaded ? "" : loaded.error().what));
  REQUIRE(loaded.has_value());
  const auto& environment = loaded->spec.services.at("web").environment;
  CHECK(environment.at("L") == "+Inf");
  CHECK(environment.at("M") == "-Inf");
  CHECK(environment.at("N") == "NaN");
  CHECK(environment.at("O") == "1e+300");
}

TEST_CASE("what stands beside the project may hold any number") {
  const auto loaded = load("x-common: {a: .inf, b: [.nan]}\n" + web_with("labels: {L: .inf}"));
  INFO((loaded ? "" : loaded.error().what));
  REQUIRE(loaded.has_value());
  CHECK(core::contains(loaded->spec.canonical_json, R"("x-common")"));
  CHECK(loaded->spec.services.at("web").labels.at("L") == "+Inf");
}

TEST_CASE("a negative duration is printed and not run") {
  const auto loaded = load(web_with(
      "stop_grace_period: -5s\n    healthcheck: {test: [CMD, x], interval: -1s, timeout: 5s}"));
  INFO((loaded ? "" : loaded.error().what));
  REQUIRE(loaded.has_value());
  CHECK(loaded->unsupported ==
        std::vector<std::string>{
            "/srv/shop/compose.yaml:4: services.web.stop_grace_period: a duration must not be "
            "negative here",
            "/srv/shop/compose.yaml:5: services.web.healthcheck.interval: a duration must not be "
            "negative here"});
}
