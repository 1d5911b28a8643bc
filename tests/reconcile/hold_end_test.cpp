#include "reconcile/hold_end.hpp"

#include "support/catch.hpp"
#include "support/scene_builder.hpp"

namespace {

using namespace std::chrono_literals;
using model::ServicePhase;

model::DeploymentView view(const std::string& name,
                           std::vector<std::pair<std::string, ServicePhase>> services) {
  model::DeploymentView made;
  made.name = name;
  for (auto& [service, phase] : services) {
    model::ServiceView one;
    one.name = service;
    one.phase = phase;
    made.services.push_back(std::move(one));
  }
  return made;
}

const std::vector<model::DeploymentView> both{
    view("shop", {{"db", ServicePhase::exited}, {"web", ServicePhase::running}}),
    view("wiki", {{"web", ServicePhase::missing}, {"job", ServicePhase::completed}})};

std::string said(model::DeploymentName deployment, model::ServiceName service,
                 const std::string& ended_by = "") {
  const auto now = support::noon.wall;
  const model::Hold hold{
      1, std::move(deployment), std::move(service), "anna", "backup", now - 30min, now};
  return reconcile::hold_ended(hold, both, ended_by, now).message;
}

}  // namespace

TEST_CASE("a hold ends with what it kept from being mended, of its own subject only") {
  CHECK(said("shop", "") ==
        "the hold on shop by anna (backup) is over after 30m: shop/db exited; it is looked after "
        "again");
  CHECK(said("shop", "web") ==
        "the hold on shop/web by anna (backup) is over after 30m: all is as it should be");
  CHECK(said("", "") ==
        "the hold on the host by anna (backup) is over after 30m: shop/db exited, wiki/web "
        "missing; it is looked after again");
}

TEST_CASE("a hold that somebody ended says who") {
  CHECK(said("shop", "web", "bob (uid 1001)") ==
        "the hold on shop/web by anna (backup) is over after 30m, ended by bob (uid 1001): all is "
        "as it should be");
}
