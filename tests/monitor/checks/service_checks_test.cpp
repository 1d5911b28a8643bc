#include "monitor/checks/service_checks.hpp"

#include "support/catch.hpp"

#include <chrono>
#include <string>

using namespace monitor;
using namespace std::chrono_literals;

namespace {

using Texts = std::vector<std::string>;

std::vector<Check> of(const Texts& texts) {
  return checks_of(texts, "shop", "web", model::Criticality::critical).value();
}

Texts names(const Texts& texts) {
  Texts all;
  for (const auto& check : of(texts)) all.push_back(check.name);
  return all;
}

std::string refused(const Texts& texts) {
  const auto checks = checks_of(texts, "shop", "web", model::Criticality::standard);
  REQUIRE_FALSE(checks);
  CHECK(checks.error().code == core::Errc::invalid);
  return checks.error().what;
}

const std::string two =
    R"({"b": {"type": "engine"}, "a": {"type": "tcp", "address": "{container}:80"}})";

}  // namespace

TEST_CASE("the checks of a service carry its name and its criticality") {
  const auto checks = of({two});
  REQUIRE(checks.size() == 2);
  CHECK(id_of(checks[0]) == "shop/web/a");
  CHECK(checks[0].deployment == "shop");
  CHECK(checks[0].criticality == model::Criticality::critical);
  CHECK(checks[0].probe == ProbeSettings(TcpProbe{"{container}:80", "", ""}));
  CHECK(checks[1].name == "b");
}

TEST_CASE("the nearest layer wins, check by check") {
  CHECK(of({}).empty());
  CHECK(names({two, R"({"c": {"type": "clock"}})"}) == Texts{"a", "b", "c"});
  const auto checks = of({two, R"({"b": {"type": "clock"}})"});
  CHECK(checks[1].probe == ProbeSettings(ClockProbe{}));
}

TEST_CASE("null, off and false take out what a farther layer said") {
  for (const std::string off : {"null", R"("off")", "false", R"("false")"}) {
    CAPTURE(off);
    CHECK(names({two, R"({"a": )" + off + "}"}) == Texts{"b"});
    CHECK(names({two, R"({"a": )" + off + "}", R"({"a": {"type": "clock"}})"}) == Texts{"a", "b"});
  }
  CHECK(names({two, R"("off")"}).empty());
  CHECK(names({two, "false", R"({"c": {"type": "clock"}})"}) == Texts{"c"});
  CHECK(names({two, "null"}) == Texts{"a", "b"});
  CHECK(names({R"({"was": "off"})"}).empty());
}

TEST_CASE("dollars and secrets in JSON arrive as they are") {
  const auto checks = of({R"({"a": {"type": "http", "url": "http://{container}/$HOME/${X}",
      "headers": {"Authorization": "$$x${y}$"}, "body": "{\"a\": \"\\u0024\"}", "matches": "a$"}})"});
  const auto& http = std::get<HttpProbe>(checks.front().probe);
  CHECK(http.url == "http://{container}/$HOME/${X}");
  CHECK(http.headers.at("Authorization") == "$$x${y}$");
  CHECK(http.body == R"({"a": "\u0024"})");
  CHECK(http.matches == "a$");
}

TEST_CASE("numbers that Compose put in as texts are numbers") {
  const auto check =
      of({R"({"a": {"type": "http", "url": "http://a", "fall": "5", "verify": "false",
      "status": "204", "interval": "10s"}})"})
          .front();
  CHECK(check.fall == 5);
  CHECK(check.interval == 10s);
  CHECK_FALSE(std::get<HttpProbe>(check.probe).verify);
}

TEST_CASE("every mistake of every layer is told at once, with its path") {
  CHECK(
      refused({R"({"ready": {"type": "http", "fall": 0}})", R"({"x/y": {"type": "engine"}})"}) ==
      "checks.ready.fall: expected a whole number from 1 to 100, found the number 0; "
      "checks.ready: expected the key 'url', which is missing; "
      "checks.x/y: expected the name of a check (at most 64 letters, digits, . _ -), found 'x/y'");
  CHECK(refused({R"({"a": 5})"}) ==
        "checks.a: expected a map of keys or `off`, found the number 5");
  CHECK(refused({R"(["a"])"}) == "checks: expected a map of checks or `off`, found a list");
  CHECK(refused({R"("on")"}) == "checks: expected a map of checks or `off`, found 'on'");
  CHECK(refused({"{"}).starts_with("checks: expected JSON: "));
}

TEST_CASE("a service has a bounded number of checks") {
  std::string many = "{";
  for (int i = 0; i < 501; ++i)
    many += (i == 0 ? "\"c" : ",\"c") + std::to_string(i) + R"(": {"type": "engine"})";
  CHECK(refused({many + "}"}) == "checks: expected at most 500 checks, found 501");
}
