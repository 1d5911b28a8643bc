#include "notify/route.hpp"

#include "notify/pipeline_world.hpp"
#include "support/catch.hpp"

using model::Criticality;
using model::Severity;
using notify::Route;
using notify::RouteFacts;

namespace {

std::string channels_of(const RouteFacts& facts, std::vector<Route> routes) {
  auto settings = pipeline_test::plain_settings({"chat", "mail", "pager"});
  settings.routes = std::move(routes);
  std::string text;
  for (const auto& way : notify::route(facts, settings)) text += way.channel + " ";
  return text;
}

Route route_to(std::vector<std::string> channels) {
  Route route;
  route.channels = std::move(channels);
  return route;
}

RouteFacts check(Severity severity) { return {"check.failed", true, severity, {"shop"}}; }

}  // namespace

TEST_CASE("without a route everything from warning up goes to every channel") {
  CHECK(channels_of(check(Severity::warning), {}) == "chat mail pager ");
  CHECK(channels_of(check(Severity::info), {}) == "");
  CHECK(channels_of({"service.exited", false, Severity::warning, {"shop"}}, {}) == "");
}

TEST_CASE("the first route that matches has it, and those after it only by `continue`") {
  auto first = route_to({"pager"});
  first.match.severity = Severity::critical;
  first.match.severity_written = true;
  const auto rest = route_to({"mail"});
  CHECK(channels_of(check(Severity::critical), {first, rest}) == "pager ");
  CHECK(channels_of(check(Severity::warning), {first, rest}) == "mail ");
  first.go_on = true;
  CHECK(channels_of(check(Severity::critical), {first, rest}) == "mail pager ");
  CHECK(channels_of(check(Severity::critical), {route_to({"gone"})}) == "");
}

TEST_CASE("a route that names a type asks for it whatever it is, unless it says a severity") {
  auto route = route_to({"mail"});
  route.match.types = {"deployment.*"};
  const RouteFacts converged{"deployment.converged", false, Severity::info, {"shop"}};
  CHECK(channels_of(converged, {route}) == "mail ");
  route.match.severity_written = true;
  CHECK(channels_of(converged, {route}) == "");
  CHECK(channels_of(check(Severity::critical), {route}) == "");
}

TEST_CASE("deployments and criticality are matched, and a list of deployments never by the host") {
  auto route = route_to({"mail"});
  route.match.deployments = {"sh*"};
  CHECK(channels_of(check(Severity::warning), {route}) == "mail ");
  CHECK(channels_of({"check.failed", true, Severity::warning, {}}, {route}) == "");
  CHECK(channels_of({"incident.opened", true, Severity::warning, {"blog", "shop"}}, {route}) ==
        "mail ");
  route = route_to({"mail"});
  route.match.criticality = {Criticality::critical};
  CHECK(channels_of(check(Severity::warning), {route}) == "");
  auto facts = check(Severity::warning);
  facts.criticality = Criticality::critical;
  CHECK(channels_of(facts, {route}) == "mail ");
}

TEST_CASE("what is about a channel is never told through itself") {
  RouteFacts facts{"notification.dropped", true, Severity::warning, {}};
  facts.not_through = "mail";
  CHECK(channels_of(facts, {}) == "chat pager ");
  CHECK(channels_of(facts, {route_to({"mail"})}) == "");
}

TEST_CASE("a channel that two routes lead to is quiet only where both are") {
  auto settings = pipeline_test::plain_settings({"mail"});
  auto quiet = route_to({"mail"});
  quiet.quiet = notify::QuietHours{22 * 60, 7 * 60, Severity::warning};
  quiet.go_on = true;
  settings.routes = {quiet};
  CHECK(notify::route(check(Severity::warning), settings).at(0).quiet == quiet.quiet);
  settings.routes.push_back(route_to({"mail"}));
  CHECK_FALSE(notify::route(check(Severity::warning), settings).at(0).quiet);
}
