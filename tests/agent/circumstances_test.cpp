#include "agent/circumstances.hpp"

#include "support/catch.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace {

using model::Criticality;

model::Deployment shop(const std::vector<std::pair<std::string, Criticality>>& services) {
  auto spec = std::make_shared<model::Spec>();
  model::Deployment deployment;
  deployment.name = "shop";
  for (const auto& [name, criticality] : services) {
    spec->services[name].name = name;
    deployment.set[name].criticality = criticality;
  }
  deployment.current.spec = std::move(spec);
  return deployment;
}

}  // namespace

TEST_CASE("a deployment is as critical as the most critical of its services") {
  const auto deployment = shop({{"cache", Criticality::optional}, {"db", Criticality::critical}});
  CHECK(agent::criticality_for(deployment, "") == Criticality::critical);
  CHECK(agent::criticality_for(deployment, "cache") == Criticality::optional);
}

TEST_CASE("one whose services are all optional is optional") {
  CHECK(agent::criticality_for(shop({{"cache", Criticality::optional}}), "") ==
        Criticality::optional);
}

TEST_CASE("what is not there is standard") {
  CHECK(agent::criticality_for(shop({}), "") == Criticality::standard);
  CHECK(agent::criticality_for(shop({{"db", Criticality::critical}}), "gone") ==
        Criticality::standard);
}

TEST_CASE("the next attempt is told in wall time, and is never in the past") {
  using std::chrono::seconds;
  const core::Instant now{core::WallTime(seconds(1'000)), core::MonoTime(seconds(50))};
  model::Plan plan;
  plan.services.resize(3);
  plan.services[0].service = "later";
  plan.services[0].next_attempt = now.mono + seconds(20);
  plan.services[1].service = "overdue";
  plan.services[1].next_attempt = now.mono - seconds(5);
  plan.services[2].service = "well";
  CHECK(agent::next_attempt_in(plan, "later", now) == now.wall + seconds(20));
  CHECK(agent::next_attempt_in(plan, "overdue", now) == now.wall);
  CHECK(!agent::next_attempt_in(plan, "well", now));
  CHECK(!agent::next_attempt_in(plan, "gone", now));
}
