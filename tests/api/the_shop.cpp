#include "fakes/api_backend.hpp"

namespace fakes {

model::DeploymentView the_shop() {
  const model::Intent intent{model::IntentState::running, model::SetBy::api, "anna (uid 1000)", "",
                             half_past_nine};
  model::ServiceView web;
  web.name = "web";
  web.phase = model::ServicePhase::running;
  web.intent = intent;
  web.image = "nginx:1.27";
  web.running = web.healthy = 1;
  web.containers = {{std::string(64, 'a'), "shop-web-1", model::ContainerState::running,
                     model::Health::healthy, std::nullopt, false, half_past_nine}};
  model::DeploymentView shop;
  shop.name = "shop";
  shop.generation = shop.observed_generation = 3;
  shop.phase = model::DeploymentPhase::converged;
  shop.converged = true;
  shop.observed_at = half_past_nine;
  shop.intent = intent;
  shop.source = {model::SourceKind::compose, {"/srv/shop/compose.yaml"}, "/srv/shop"};
  shop.services = {web};
  return shop;
}

}  // namespace fakes
