#include "model/deployment.hpp"

#include "support/catch.hpp"

using namespace model;
using namespace std::chrono_literals;

namespace {

Deployment with(std::map<ServiceName, Service> services, PolicyLayer from_deployment = {}) {
  auto spec = std::make_shared<Spec>();
  for (auto& [name, service] : services) service.name = name;
  spec->services = std::move(services);
  spec->from_deployment = std::move(from_deployment);
  Deployment deployment;
  deployment.name = "shop";
  deployment.current.spec = std::move(spec);
  return deployment;
}

Service under(std::optional<RestartMode> mode) {
  Service service;
  service.restart.written = mode;
  return service;
}

PolicyLayer heals(HealMode mode) {
  PolicyLayer layer;
  layer.heal = mode;
  return layer;
}

PolicyLayer is_a(ServiceKind kind) {
  PolicyLayer layer;
  layer.kind = kind;
  return layer;
}

}  // namespace

TEST_CASE("the nearest place that says something wins, and is named") {
  Service web;
  Deployment deployment = with({{"web", web}});
  const auto heal = [&] { return heal_mode_of(deployment, "web", HealMode::automatic); };
  const auto expect = [&](HealMode mode, Origin origin) {
    CHECK(heal().value == mode);
    CHECK(heal().origin == origin);
  };
  expect(HealMode::automatic, Origin::builtin);
  web.from_labels = heals(HealMode::off);
  deployment = with({{"web", web}});
  expect(HealMode::off, Origin::label);
  deployment = with({{"web", web}}, heals(HealMode::suggest));
  expect(HealMode::suggest, Origin::deployment);
  web.from_service = heals(HealMode::off);
  deployment = with({{"web", web}}, heals(HealMode::suggest));
  expect(HealMode::off, Origin::service);
  deployment.configured = heals(HealMode::suggest);
  expect(HealMode::suggest, Origin::configuration);
  deployment.configured_services["web"] = heals(HealMode::off);
  expect(HealMode::off, Origin::configuration);
  deployment.set[""] = heals(HealMode::automatic);
  expect(HealMode::automatic, Origin::set);
  deployment.set["web"] = heals(HealMode::suggest);
  expect(HealMode::suggest, Origin::set);
}

TEST_CASE("a layer that is silent on a key does not hide the one below it") {
  auto deployment = with({{"web", {}}}, heals(HealMode::off));
  deployment.set["web"].criticality = Criticality::critical;
  deployment.configured.grace = 5s;
  CHECK(heal_mode_of(deployment, "web", HealMode::automatic).value == HealMode::off);
  CHECK(criticality_of(deployment, "web").value == Criticality::critical);
  CHECK(grace_of(deployment, "web", 60s).value == 5s);
  CHECK(kill_means_of(deployment, "web").value == KillMeans::drift);
  CHECK(allow_of(deployment, "web", {"start"}).value == std::vector<std::string>{"start"});
}

TEST_CASE("what was applied without healing is healed by no policy") {
  auto deployment = with({{"web", {}}}, heals(HealMode::suggest));
  deployment.auto_heal = false;
  const auto found = heal_mode_of(deployment, "web", HealMode::automatic);
  CHECK(found.value == HealMode::off);
  CHECK(found.origin == Origin::set);
}

TEST_CASE("whether it is rolled back is known where some place says so") {
  auto deployment = with({{"web", {}}});
  CHECK_FALSE(rollback_of(deployment, "web"));
  deployment.configured.rollback = false;
  REQUIRE(rollback_of(deployment, "web"));
  CHECK_FALSE(rollback_of(deployment, "web")->value);
  CHECK(rollback_of(deployment, "web")->origin == Origin::configuration);
}

TEST_CASE("policy of another service is not looked at") {
  auto deployment = with({{"web", {}}, {"db", {}}});
  deployment.set["db"] = heals(HealMode::off);
  deployment.configured_services["db"] = heals(HealMode::off);
  CHECK(heal_mode_of(deployment, "web", HealMode::automatic).origin == Origin::builtin);
}

TEST_CASE("dependencies on other deployments come from the nearest place") {
  auto deployment = with({{"web", {}}});
  CHECK(foreign_dependencies_of(deployment, "web").value.empty());
  deployment.configured.depends_on = std::vector<ForeignDependency>{{"postgres", "db", "healthy"}};
  const auto found = foreign_dependencies_of(deployment, "web");
  CHECK(found.value.front().deployment == "postgres");
  CHECK(found.origin == Origin::configuration);
}

TEST_CASE("what others wait for to complete is a job, whatever its policy") {
  Service web;
  web.depends_on["migrate"].condition = DependencyCondition::completed;
  web.depends_on["db"].condition = DependencyCondition::healthy;
  const auto deployment =
      with({{"web", web}, {"migrate", under(RestartMode::on_failure)}, {"db", {}}});
  CHECK(kind_of(deployment, "migrate").value == ServiceKind::job);
  CHECK(kind_of(deployment, "db").value == ServiceKind::service);
  CHECK(kind_of(deployment, "web").value == ServiceKind::service);
}

TEST_CASE("restart no, where it is written and nobody waits from outside, makes a job") {
  Service published = under(RestartMode::no), checked = under(RestartMode::no),
          unchecked = under(RestartMode::no);
  published.ports.push_back({.target = 80});
  checked.healthcheck = Healthcheck{};
  unchecked.healthcheck = Healthcheck{.disabled = true};
  const auto deployment = with({{"once", under(RestartMode::no)},
                                {"unwritten", under(std::nullopt)},
                                {"published", published},
                                {"checked", checked},
                                {"unchecked", unchecked}});
  CHECK(kind_of(deployment, "once").value == ServiceKind::job);
  CHECK(kind_of(deployment, "unchecked").value == ServiceKind::job);
  CHECK(kind_of(deployment, "unwritten").value == ServiceKind::service);
  CHECK(kind_of(deployment, "published").value == ServiceKind::service);
  CHECK(kind_of(deployment, "checked").value == ServiceKind::service);
}

TEST_CASE("a written kind wins over the rule") {
  auto service = under(RestartMode::no);
  service.from_service = is_a(ServiceKind::service);
  const auto kind = kind_of(with({{"web", service}}), "web");
  CHECK(kind.value == ServiceKind::service);
  CHECK(kind.origin == Origin::service);
}

TEST_CASE("a clean exit completes jobs and unattended services of no kind and no keeping policy") {
  Service published = under(std::nullopt), written = under(std::nullopt),
          job = under(RestartMode::always);
  published.ports.push_back({.target = 80});
  written.from_labels = is_a(ServiceKind::service);
  job.from_service = is_a(ServiceKind::job);
  const auto deployment = with({{"none", under(std::nullopt)},
                                {"no", under(RestartMode::no)},
                                {"on-failure", under(RestartMode::on_failure)},
                                {"unless-stopped", under(RestartMode::unless_stopped)},
                                {"always", under(RestartMode::always)},
                                {"published", published},
                                {"written", written},
                                {"job", job}});
  std::vector<ServiceName> completing;
  for (const auto& [name, service] : deployment.current.spec->services) {
    if (may_complete(deployment, name)) completing.push_back(name);
  }
  CHECK(completing == std::vector<ServiceName>{"job", "no", "none", "on-failure"});
}

TEST_CASE("where no intent is stored, running is meant") {
  auto deployment = with({{"web", {}}, {"db", {}}});
  CHECK(deployment.intent_of("web").state == IntentState::running);
  CHECK(deployment.any_running());
  deployment.intents["web"].state = IntentState::stopped;
  CHECK(deployment.any_running());
  deployment.intents["db"].state = IntentState::stopped;
  CHECK_FALSE(deployment.any_running());
}

TEST_CASE("a deployment without a spec answers without one") {
  const Deployment empty;
  CHECK(empty.find("web") == nullptr);
  CHECK_FALSE(empty.any_running());
  CHECK(kind_of(empty, "web").value == ServiceKind::service);
  CHECK_FALSE(may_complete(empty, "web"));
}

TEST_CASE("what a part reads for itself is told from the farthest place to the nearest") {
  Service web;
  web.from_service.later["spikes"] = "near";
  web.from_labels.later["spikes"] = "farthest";
  PolicyLayer deployment;
  deployment.later["spikes"] = "far";
  deployment.later["checks"] = "other";
  auto shop = with({{"web", web}}, deployment);
  shop.set["web"].later["spikes"] = "nearest";
  CHECK(later_of(shop, "web", "spikes") ==
        std::vector<std::string>{"farthest", "far", "near", "nearest"});
  CHECK(later_of(shop, "web", "notes").empty());
}
