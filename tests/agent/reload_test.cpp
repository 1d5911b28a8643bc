#include "agent/reload.hpp"

#include "support/catch.hpp"

using namespace std::chrono_literals;
using Keys = std::vector<std::string>;

namespace {

agent::Config running() {
  return agent::default_config({"/etc/evenkeel", "/var/lib/evenkeel", "/run/evenkeel"});
}

}  // namespace

TEST_CASE("the same configuration changes nothing") {
  CHECK(reload_of(running(), running()) == agent::Reload{});
  CHECK(text_of(agent::Reload{}) == "nothing changed");
}

TEST_CASE("a reload names every key that changed, and those that wait for a restart") {
  auto after = running();
  after.log.level = "debug";
  after.state_dir = "/srv";
  after.reconcile.settle = 20s;
  after.reconcile.concurrency = 4;
  after.heal.allow = {"restart"};
  const auto reload = reload_of(running(), after);
  CHECK(reload.changed ==
        Keys{"heal.allow", "log.level", "reconcile.concurrency", "reconcile.settle", "state_dir"});
  CHECK(reload.need_restart == Keys{"reconcile.concurrency", "state_dir"});
  CHECK(text_of(reload) ==
        "heal.allow, log.level, reconcile.concurrency, reconcile.settle, state_dir "
        "(reconcile.concurrency, state_dir need a restart of the agent)");
}

TEST_CASE("what is said of a deployment, and no longer said, is a change") {
  auto before = running(), after = running();
  before.deployments["old"].policy.heal = model::HealMode::off;
  after.deployments["new"].services["db"].criticality = model::Criticality::critical;
  CHECK(reload_of(before, after).changed == Keys{"deployments.new.files",
                                                 "deployments.new.services.db.criticality",
                                                 "deployments.old.files", "deployments.old.heal"});
}

TEST_CASE("what needs a restart stays as it is, everything else is in force") {
  auto after = running();
  after.host.name = "other";
  after.state_dir = "/srv";
  after.engine.host = "unix:///x";
  after.api.listen = {};
  after.log = {"debug", "json"};
  after.heal.attempts = 9;
  after.reconcile.concurrency = 4;
  after.store.events = 24h;
  const auto now = in_force(running(), after);
  CHECK(now.heal.attempts == 9);
  CHECK(now.log.level == "debug");
  const auto left = reload_of(now, after);
  CHECK(left.changed == left.need_restart);
  CHECK(left.changed == Keys{"api.listen", "engine.host", "host.name", "log.format",
                             "reconcile.concurrency", "state_dir", "store.events"});
}

TEST_CASE("channels that came, went or changed are named, and what is secret is not") {
  auto before = running(), after = running();
  const auto channel = [](const char* fingerprint) {
    notify::ChannelSettings made;
    made.type = "slack";
    made.fingerprint = fingerprint;
    return made;
  };
  before.notify.channels = {
      {"gone", channel("a")}, {"other", channel("b")}, {"same", channel("c")}};
  after.notify.channels = {{"new", channel("d")}, {"other", channel("e")}, {"same", channel("c")}};
  before.notify.heartbeat.url = "https://ping.example.org/hunter1";
  after.notify.heartbeat.url = "https://ping.example.org/hunter2";
  after.notify.group.wait = 1s;
  after.notify.digest.at_minute.reset();
  after.notify.routes.resize(1);
  after.heal.recurrence = after.notify.recurrence = 1h;
  const auto reload = reload_of(before, after);
  CHECK(reload.changed == Keys{"heal.recurrence", "notify.channels.gone", "notify.channels.new",
                               "notify.channels.other", "notify.digest.at", "notify.group.wait",
                               "notify.heartbeat.url", "notify.routes"});
  CHECK(reload.need_restart.empty());
  CHECK(in_force(before, after) == after);
  for (const auto& [key, value] : values_of(after))
    CHECK(value.find("hunter2") == std::string::npos);
}

TEST_CASE("every part of a route is a change where it is another one") {
  const auto routes_of = [](const notify::Route& route) {
    auto config = running();
    config.notify.routes = {route};
    return values_of(config).at("notify.routes");
  };
  notify::Route route;
  route.match = {{"spike.*"}, model::Severity::info, true, {"a*"}, {model::Criticality::critical}};
  route.channels = {"ops"};
  route.go_on = true;
  route.quiet = notify::QuietHours{22 * 60, 7 * 60 + 5, model::Severity::critical};
  CHECK(routes_of(route) ==
        "[{match: {types: [spike.*], severity: info, deployments: [a*], criticality: [critical]}, "
        "channels: [ops], continue: true, quiet: {from: 22:00, to: 07:05, until: critical}}]");
  CHECK(routes_of({}) == "[{match: {}, channels: []}]");
}

TEST_CASE("checks that came, went or changed are named, and what they hold is not") {
  auto before = running(), after = running();
  monitor::HttpProbe probe;
  probe.url = "http://localhost/";
  const auto check = [&probe](const std::string& name) {
    monitor::Check made;
    made.name = name;
    made.probe = probe;
    return made;
  };
  before.monitor.checks = {check("gone"), check("other"), check("same")};
  after.monitor.checks = {check("same")};
  probe.headers = {{"Authorization", "hunter2"}};
  after.monitor.checks.push_back(check("new"));
  after.monitor.checks.push_back(check("other"));
  const auto reload = reload_of(before, after);
  CHECK(reload.changed ==
        Keys{"monitor.checks.gone", "monitor.checks.new", "monitor.checks.other"});
  CHECK(reload.need_restart.empty());
  for (const auto& [key, value] : values_of(after))
    CHECK(value.find("hunter2") == std::string::npos);
}
