#include "api/router.hpp"
#include "support/catch.hpp"

#include <set>

namespace {

api::Match match(api::Method method, const std::string& path) {
  static const api::Router router(api::route_table());
  return router.match(method, api::parse_target(path).value());
}

}  // namespace

TEST_CASE("a route is found with the values of its path") {
  const auto found = match(api::Method::post, "/v1/deployments/shop/services/web/stop");
  const auto* route = std::get_if<api::Found>(&found);
  REQUIRE(route != nullptr);
  CHECK(route->route->pattern == "/v1/deployments/{d}/services/{s}/stop");
  CHECK(route->path.at("d") == "shop");
  CHECK(route->path.at("s") == "web");
}

TEST_CASE("an id may hold slashes, encoded or not") {
  for (const auto* path : {"/v1/checks/shop/web/ready/run", "/v1/checks/shop%2Fweb%2Fready/run",
                           "/v1/checks/shop/web%2Fready/run/"}) {
    CAPTURE(path);
    const auto there = match(api::Method::post, path);
    const auto* route = std::get_if<api::Found>(&there);
    REQUIRE(route != nullptr);
    CHECK(route->route->pattern == "/v1/checks/{c}/run");
    CHECK(route->path.at("c") == "shop/web/ready");
  }
  const auto run = match(api::Method::post, "/v1/checks/run/run");
  REQUIRE(std::holds_alternative<api::Found>(run));
  CHECK(std::get<api::Found>(run).path.at("c") == "run");
  for (const auto* path : {"/v1/checks/run", "/v1/checks//run", "/v1/checks/a//b/run",
                           "/v1/checks/shop/web/ready", "/v1/checks/shop/web/run/ready"})
    CHECK(std::holds_alternative<api::NoRoute>(match(api::Method::post, path)));
  const auto other = match(api::Method::get, "/v1/checks/shop/web/ready/run");
  REQUIRE(std::holds_alternative<api::OtherMethods>(other));
  CHECK(std::get<api::OtherMethods>(other).allow == "POST");
}

TEST_CASE("only an id takes several segments") {
  CHECK(
      std::holds_alternative<api::NoRoute>(match(api::Method::post, "/v1/deployments/a/b/start")));
  CHECK(std::holds_alternative<api::NoRoute>(match(api::Method::del, "/v1/holds/1/2")));
}

TEST_CASE("an address of another method names the methods that it knows") {
  const auto other = match(api::Method::post, "/v1/deployments/shop");
  REQUIRE(std::holds_alternative<api::OtherMethods>(other));
  CHECK(std::get<api::OtherMethods>(other).allow == "GET, HEAD, PUT, DELETE");
}

TEST_CASE("an address that nobody knows is no route") {
  for (const auto* path : {"/", "/v2/host", "/v1", "/v1/deployments/shop/nothing", "/v1/host/x"})
    CHECK(std::holds_alternative<api::NoRoute>(match(api::Method::get, path)));
}

TEST_CASE("every route has a handler, a summary, and an address of its own") {
  std::set<std::string> seen;
  for (const auto& route : api::route_table()) {
    CHECK(route.handler != nullptr);
    CHECK(!route.summary.empty());
    CHECK(seen.insert(std::string(api::name_of(route.method)) + " " + route.pattern).second);
  }
}

TEST_CASE("only health and readiness are open, and no read changes anything") {
  for (const auto& route : api::route_table()) {
    const bool probe = route.pattern == "/healthz" || route.pattern == "/readyz";
    CHECK((route.scope == api::Scope::open) == probe);
    if (route.method != api::Method::get) CHECK(route.scope >= api::Scope::operate);
  }
}
