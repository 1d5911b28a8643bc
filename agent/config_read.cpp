#include "agent/config_read.hpp"

#include "docker/endpoint.hpp"
#include "model/remedy.hpp"
#include "monitor/checks/judge_policy.hpp"
#include "monitor/checks/yaml_json_codec.hpp"
#include "notify/read_settings.hpp"

#include <algorithm>

namespace agent {
namespace {

using core::take;
using core::YamlMap;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr core::Milliseconds year = hours(24 * 366);
constexpr long long store_bytes_min = 16LL * 1024 * 1024;

void read_host(YamlMap& map, HostConfig& host) {
  take(host.name, map.text("name"));
  take(host.labels, map.pairs("labels"));
}

void read_log(YamlMap& map, LogConfig& log) {
  take(log.level, map.choice("level", {"trace", "debug", "info", "warning", "warn", "error"}));
  if (log.level == "warn") log.level = "warning";  // the other common spelling
  take(log.format, map.choice("format", {"text", "json"}));
}

void read_engine(YamlMap& map, EngineConfig& engine) {
  if (auto host = map.text("host")) {
    const auto endpoint = docker::parse_endpoint(*host, {});
    if (!host->empty() && !endpoint) map.refuse("host", endpoint.error().what);
    engine.host = std::move(*host);
  }
  take(engine.timeout, map.duration("timeout", seconds(1), minutes(10)));
  read_path(map, "docker_config", engine.docker_config);
}

void read_concurrency(YamlMap& map, ReconcileConfig& reconcile) {
  if (map.is("concurrency", "auto")) {
    map.text("concurrency");
    reconcile.concurrency.reset();
  } else if (const auto limit = map.integer("concurrency", 1, 64)) {
    reconcile.concurrency = *limit;
  }
}

void read_backoff(YamlMap& map, core::BackoffSettings& backoff) {
  take(backoff.initial, map.duration("initial", milliseconds(100), hours(1)));
  take(backoff.max, map.duration("max", milliseconds(100), hours(24)));
  take(backoff.reset_after, map.duration("reset_after", seconds(1), hours(24)));
  if (backoff.max < backoff.initial) map.refuse("max", "expected at least `initial`");
}

void read_reconcile(YamlMap& map, ReconcileConfig& reconcile) {
  take(reconcile.resync, map.duration("resync", seconds(1), hours(24)));
  read_concurrency(map, reconcile);
  take(reconcile.settle, map.duration("settle", seconds(1), hours(1)));
  take(reconcile.settle_max, map.duration("settle_max", seconds(1), hours(24)));
  if (reconcile.settle_max < reconcile.settle)
    map.refuse("settle_max", "expected at least `settle`");
  take(reconcile.stopped_notice, map.duration("stopped_notice", seconds(1), year));
  take(reconcile.report_after, map.duration("report_after", seconds(1), hours(24)));
  take(reconcile.observe_only, map.flag("observe_only"));
  map.section("backoff", [&](YamlMap& below) { read_backoff(below, reconcile.backoff); });
}

void read_heal_mode(YamlMap& map, const std::string& key, std::optional<model::HealMode>& mode) {
  if (const auto name = map.choice(key, {"auto", "suggest", "off"}))
    mode = model::heal_mode_from(*name);
}

void read_heal(YamlMap& map, HealConfig& heal) {
  std::optional<model::HealMode> mode;
  read_heal_mode(map, "mode", mode);
  take(heal.mode, mode);
  take(heal.attempts, map.integer("attempts", 1, 100));
  take(heal.attempt_timeout, map.duration("attempt_timeout", seconds(1), hours(24)));
  take(heal.stability, map.duration("stability", seconds(1), hours(24)));
  take(heal.recurrence, map.duration("recurrence", seconds(1), 30 * hours(24)));
  map.section("grace", [&](YamlMap& grace) {
    take(heal.grace_after_start, grace.duration("after_start", milliseconds(0), hours(24)));
    take(heal.grace_after_boot, grace.duration("after_boot", milliseconds(0), hours(24)));
  });
  map.section("budget", [&](YamlMap& budget) {
    take(heal.budget_actions, budget.integer("actions", 1, 10'000));
    take(heal.budget_per, budget.duration("per", seconds(1), hours(24)));
  });
  take(heal.allow, map.choices("allow", model::remedy_names()));
  for (const char* later : {"patterns_dir", "advisor"}) map.not_yet(later);
}

void read_files(YamlMap& map, const std::string& name, std::vector<std::string>& files) {
  auto written = map.texts("files", [](const std::string& file) -> core::Status {
    if (file.starts_with('/')) return {};
    return core::invalid("expected an absolute path, found '" + file + "'");
  });
  if (!written) return;
  if (name.find_first_of("*?") != std::string::npos) {
    return map.refuse(
        "files", "expected only under the full name of a deployment, found under the pattern '" +
                     name + "'");
  }
  files = std::move(*written);
}

// The characters that a name can hold: a pattern with others matches nothing.
bool can_name(std::string_view name, bool pattern) {
  const auto fits = [pattern](char c) {
    const bool alphanumeric =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return alphanumeric || c == '.' || c == '_' || c == '-' || (pattern && (c == '*' || c == '?'));
  };
  return !name.empty() && std::all_of(name.begin(), name.end(), fits);
}

void check_deployment_name(YamlMap& map, const std::string& name) {
  const bool begins_well = !name.empty() && std::string_view("._-").find(name[0]) == name.npos;
  if (begins_well && can_name(name, true)) return;
  map.refuse_name("deployments", name,
                  "expected the name of a deployment (letters, digits, and after the first . _ -) "
                  "or a pattern (* ?), found '" +
                      name + "'");
}

void check_service_name(YamlMap& map, const std::string& name) {
  if (!can_name(name, false))
    map.refuse_name(
        "services", name,
        "expected the name of a service (letters, digits, . _ -), found '" + name + "'");
}

void read_deployment(YamlMap& map, const std::string& name, DeploymentConfig& deployment) {
  read_files(map, name, deployment.files);
  read_policy(map, deployment.policy);
  map.each("services", [&](const std::string& service, YamlMap& below) {
    check_service_name(map, service);
    read_policy(below, deployment.services[service]);
  });
}

using Dependencies = std::vector<model::ForeignDependency>;

void read_dependencies(YamlMap& map, std::optional<Dependencies>& into) {
  Dependencies dependencies;
  const auto written = map.texts("depends_on", [&](const std::string& text) -> core::Status {
    auto dependency = model::foreign_dependency_from(text);
    if (!dependency)
      return core::invalid("expected DEPLOYMENT/SERVICE:started, :healthy or :completed, found '" +
                           text + "'");
    dependencies.push_back(std::move(*dependency));
    return {};
  });
  if (written) into = std::move(dependencies);
}

// Kept as JSON text for the part that knows it, which says now what is wrong.
using Judge = void (*)(core::YamlReading&, const core::YamlValue&, const std::string& path);
void read_later(YamlMap& map, const std::string& key, Judge judge, model::PolicyLayer& policy) {
  map.value(key,
            [&](core::YamlReading& reading, const core::YamlValue& value, const std::string& path) {
              judge(reading, value, path);
              policy.later[key] = monitor::json_of(value);
            });
}

void read_store(YamlMap& map, StoreConfig& store) {
  take(store.events, map.duration("events", hours(1), 100 * year));
  take(store.max_size_bytes, map.bytes("max_size", store_bytes_min));
}

}  // namespace

bool read_path(YamlMap& map, const std::string& key, std::string& into) {
  auto path = map.text(key);
  const bool none = path && path->empty() && into.empty();
  if (path && !none && !path->starts_with('/')) {
    map.refuse(key, "expected an absolute path, found '" + *path + "'");
    return false;
  }
  take(into, std::move(path));
  return true;
}

void read_policy(YamlMap& map, model::PolicyLayer& policy) {
  if (const auto name = map.choice("criticality", {"critical", "standard", "optional"}))
    policy.criticality = model::criticality_from(*name);
  read_heal_mode(map, "heal", policy.heal);
  policy.allow = map.choices("allow", model::remedy_names());
  if (const auto name = map.choice("kind", {"service", "job"}))
    policy.kind = model::service_kind_from(*name);
  read_dependencies(map, policy.depends_on);
  policy.grace = map.duration("grace", milliseconds(0), hours(24));
  if (const auto name = map.choice("kill_means", {"drift", "stop"}))
    policy.kill_means = model::kill_means_from(*name);
  policy.rollback = map.flag("rollback");
  policy.deadline = map.duration("deadline", seconds(1), hours(24));
  policy.notes = map.text("notes");
  read_later(map, "spikes", monitor::judge_spikes, policy);
  read_later(map, "checks", monitor::judge_checks, policy);
}

void read_config(core::YamlReading& reading, const core::YamlValue& document, Config& config) {
  read_document(reading, document, [&](YamlMap& map) {
    map.section("host", [&](YamlMap& below) { read_host(below, config.host); });
    read_path(map, "state_dir", config.state_dir);
    map.section("log", [&](YamlMap& below) { read_log(below, config.log); });
    map.section("engine", [&](YamlMap& below) { read_engine(below, config.engine); });
    map.section("api", [&](YamlMap& below) { read_api(below, config.api); });
    map.section("reconcile", [&](YamlMap& below) { read_reconcile(below, config.reconcile); });
    map.section("heal", [&](YamlMap& below) { read_heal(below, config.heal); });
    map.each("deployments", [&](const std::string& name, YamlMap& below) {
      check_deployment_name(map, name);
      read_deployment(below, name, config.deployments[name]);
    });
    map.section("monitor", [&](YamlMap& below) { read_monitor(below, config.monitor); });
    map.section("notify", [&](YamlMap& below) { notify::read_notify(below, config.notify); });
    map.section("store", [&](YamlMap& below) { read_store(below, config.store); });
    for (const char* later : {"maintenance", "adopt"}) map.not_yet(later);
  });
  config.notify.recurrence = config.heal.recurrence;
}

}  // namespace agent
