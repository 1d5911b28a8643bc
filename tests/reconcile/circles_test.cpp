// Services that wait for each other across deployments.
#include "reconcile/circles.hpp"

#include "fakes/world.hpp"
#include "support/catch.hpp"

using namespace support;
using fakes::World;
using Deployments = std::map<model::DeploymentName, model::Deployment>;

namespace {

Service awaiting(const std::string& deployment, const std::string& service) {
  return [=](auto& one) { one.from_service.depends_on = {{deployment, service, "started"}}; };
}

std::shared_ptr<const model::Spec> spec_of(const SceneBuilder& scene) {
  return std::make_shared<model::Spec>(scene.spec);
}

model::Deployment deployment_of(const SceneBuilder& scene) {
  model::Deployment deployment;
  deployment.name = scene.spec.name;
  deployment.current.spec = spec_of(scene);
  return deployment;
}

SceneBuilder one(const std::string& name, const std::string& on_deployment,
                 const std::string& on_service = "w") {
  return SceneBuilder(name).service("w", {awaiting(on_deployment, on_service)});
}

}  // namespace

TEST_CASE("a service that needs itself by its full name is a circle") {
  REQUIRE(reconcile::circle_through(deployment_of(one("p", "p")), {}) == "p/w -> p/w");
}

TEST_CASE("who closes a circle across deployments is told the whole of it") {
  Deployments there{{"q", deployment_of(one("q", "r"))}, {"r", deployment_of(one("r", "p"))}};
  const auto wanted = deployment_of(one("p", "q"));
  REQUIRE(reconcile::circle_through(wanted, there) == "p/w -> q/w -> r/w -> p/w");
  there["r"].deleting = true;
  REQUIRE(reconcile::circle_through(wanted, there) == "");
  there.erase("r");
  REQUIRE(reconcile::circle_through(wanted, there) == "");
}

TEST_CASE("a circle that goes through dependencies within a deployment is found too") {
  auto p = SceneBuilder("p").service("db", {awaiting("q", "w")}).service("web", {needs("db")});
  const Deployments there{{"q", deployment_of(one("q", "p", "web"))}};
  REQUIRE(reconcile::circle_through(deployment_of(p), there) == "p/db -> q/w -> p/web -> p/db");
}

TEST_CASE("a circle of others, and a dependency on what is not there, are no matter of this one") {
  const Deployments there{{"q", deployment_of(one("q", "r"))}, {"r", deployment_of(one("r", "q"))}};
  REQUIRE(reconcile::circle_through(deployment_of(one("p", "q")), there) == "");
  REQUIRE(reconcile::circle_through(deployment_of(one("p", "gone")), there) == "");
}

TEST_CASE("the deployment itself is taken as it is to be, not as it was") {
  const Deployments there{{"p", deployment_of(one("p", "q"))}, {"q", deployment_of(one("q", "p"))}};
  auto wanted = SceneBuilder("p").service("w");
  REQUIRE(reconcile::circle_through(deployment_of(wanted), there) == "");
}

TEST_CASE("an apply that closes a circle is refused, its preview as well, and changes nothing") {
  World world({"web"});
  world.watch();
  auto closing = world.scene;
  awaiting("shop", "web")(closing.spec.services.at("web"));
  closing.spec.canonical_json = "another";
  reconcile::ApplyRequest request;
  request.spec = spec_of(closing);
  const auto refused = world.ask(world.life->supervisor->apply(request));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == core::Errc::invalid);
  CHECK(refused.error().what ==
        "depends_on makes a circle, of which nothing would ever be started: shop/web -> shop/web");
  CHECK(world.store.durable.deployments.at("shop").current.number == 1);
  const auto preview = world.ask(world.life->supervisor->plan_text("shop", request));
  REQUIRE_FALSE(preview);
  CHECK(preview.error() == refused.error());
}

TEST_CASE("a configuration that closes a circle is refused as well, one that opens it is not") {
  World world({"web", "db"});
  world.watch();
  const auto with = [](const std::string& service) {
    return [service](const model::DeploymentName&) {
      reconcile::ConfiguredPolicy policy;
      policy.services["db"].depends_on = {{"shop", service, "started"}};
      return policy;
    };
  };
  const auto refused = reconcile::check_circles(*world.life->ledger, with("db"));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == core::Errc::invalid);
  CHECK(refused.error().what.ends_with("would ever be started: shop/db -> shop/db"));
  CHECK(reconcile::check_circles(*world.life->ledger, with("web")));
  CHECK(world.life->ledger->find("shop")->configured_services.empty());
}
