// The configuration as text, key by key: for the comparison of two, and of the defaults with their
// documentation.
#include "agent/config.hpp"
#include "agent/config_text_notify.hpp"
#include "core/text.hpp"
#include "core/time_text.hpp"

namespace agent {
namespace {

class Values {
 public:
  explicit Values(std::string prefix) : prefix_(std::move(prefix)) {}

  void add(const std::string& key, const std::string& value) { values_[prefix_ + key] = value; }
  void add(const std::string& key, const char* value) { add(key, std::string(value)); }
  void add(const std::string& key, std::string_view value) { add(key, std::string(value)); }
  void add(const std::string& key, bool value) { add(key, value ? "true" : "false"); }
  void add(const std::string& key, int value) { add(key, std::to_string(value)); }
  void add(const std::string& key, core::Milliseconds value) {
    add(key, core::duration_text(value));
  }
  void add(const std::string& key, const std::vector<std::string>& value) {
    add(key, "[" + core::join(value, ", ") + "]");
  }
  template <class T> void add_written(const std::string& key, const std::optional<T>& value) {
    if (value) add(key, *value);
  }
  void merge(Values other) { values_.merge(other.values_); }
  std::map<std::string, std::string> take() { return std::move(values_); }

 private:
  std::string prefix_;
  std::map<std::string, std::string> values_;
};

std::string pairs_text(const std::map<std::string, std::string>& pairs) {
  std::vector<std::string> parts;
  for (const auto& [name, value] : pairs) parts.push_back(name + ": " + value);
  return "{" + core::join(parts, ", ") + "}";
}

template <class T>
std::optional<std::string_view> name_where_written(const std::optional<T>& value) {
  if (!value) return std::nullopt;
  return name_of(*value);
}

Values policy_values(const std::string& prefix, const model::PolicyLayer& policy) {
  Values values(prefix);
  values.add_written("criticality", name_where_written(policy.criticality));
  values.add_written("heal", name_where_written(policy.heal));
  values.add_written("allow", policy.allow);
  values.add_written("kind", name_where_written(policy.kind));
  if (policy.depends_on) {
    std::vector<std::string> texts;
    for (const auto& dependency : *policy.depends_on) texts.push_back(text_of(dependency));
    values.add("depends_on", texts);
  }
  values.add_written("grace", policy.grace);
  values.add_written("kill_means", name_where_written(policy.kill_means));
  values.add_written("rollback", policy.rollback);
  values.add_written("deadline", policy.deadline);
  values.add_written("notes", policy.notes);
  for (const auto& [key, json] : policy.later) values.add(key, json);
  return values;
}

Values reconcile_values(const ReconcileConfig& reconcile) {
  Values values("reconcile.");
  values.add("resync", reconcile.resync);
  values.add("concurrency",
             reconcile.concurrency ? std::to_string(*reconcile.concurrency) : "auto");
  values.add("settle", reconcile.settle);
  values.add("settle_max", reconcile.settle_max);
  values.add("stopped_notice", reconcile.stopped_notice);
  values.add("report_after", reconcile.report_after);
  values.add("observe_only", reconcile.observe_only);
  values.add("backoff.initial", reconcile.backoff.initial);
  values.add("backoff.max", reconcile.backoff.max);
  values.add("backoff.reset_after", reconcile.backoff.reset_after);
  return values;
}

Values heal_values(const HealConfig& heal) {
  Values values("heal.");
  values.add("mode", name_of(heal.mode));
  values.add("attempts", heal.attempts);
  values.add("attempt_timeout", heal.attempt_timeout);
  values.add("stability", heal.stability);
  values.add("recurrence", heal.recurrence);
  values.add("grace.after_start", heal.grace_after_start);
  values.add("grace.after_boot", heal.grace_after_boot);
  values.add("budget.actions", heal.budget_actions);
  values.add("budget.per", heal.budget_per);
  values.add("allow", heal.allow);
  return values;
}

Values threshold_values(const std::string& name, const monitor::ThresholdRule& rule) {
  Values values("monitor.spikes." + name + ".");
  values.add("enabled", rule.enabled);
  values.add("above", core::number_text(rule.above));
  values.add("clear", core::number_text(rule.clear));
  values.add("for", rule.lasting);
  values.add("of", rule.of == monitor::LimitOf::host ? "host" : "limit");
  return values;
}

// Their names: what they hold may be secret, and reload_of compares it by itself.
std::string checks_text(const std::vector<monitor::Check>& checks) {
  std::vector<std::string> names;
  for (const auto& check : checks) names.push_back(check.name);
  return "{" + core::join(names, ", ") + "}";
}

Values monitor_values(const monitor::Settings& monitor) {
  Values values("monitor.");
  values.add("interval", monitor.interval);
  values.merge(threshold_values("cpu", monitor.spikes.cpu));
  values.merge(threshold_values("memory", monitor.spikes.memory));
  const auto& adaptive = monitor.spikes.adaptive;
  values.add("spikes.adaptive.enabled", adaptive.enabled);
  values.add("spikes.adaptive.sensitivity", core::number_text(adaptive.sensitivity));
  values.add("spikes.adaptive.for", adaptive.lasting);
  values.add("spikes.adaptive.severity", model::name_of(adaptive.severity));
  values.add("forecast.enabled", monitor.spikes.forecast.enabled);
  values.add("forecast.horizon", monitor.spikes.forecast.horizon);
  const auto& disks = monitor.disks;
  values.add("disks.warn", core::number_text(disks.warn_percent));
  values.add("disks.critical", core::number_text(disks.critical_percent));
  values.add("disks.critical_free",
             core::bytes_text(static_cast<long long>(disks.critical_free_bytes)));
  values.add("disks.inodes", core::number_text(disks.inodes_percent));
  values.add("disks.exclude_types", disks.exclude_types);
  values.add("history.raw", monitor.raw);
  values.add("history.minutes", monitor.minutes);
  values.add("checks", checks_text(monitor.checks));
  return values;
}

Values api_values(const ApiConfig& api) {
  Values values("api.");
  values.add("listen", api.listen);
  values.add("group", api.group);
  values.add("token_file", api.token_file);
  values.add("tls.certificate", api.tls.certificate.string());
  values.add("tls.key", api.tls.key.string());
  values.add("tls.client_ca", api.tls.client_ca.string());
  values.add("metrics.listen", api.metrics.listen);
  values.add("metrics.auth", name_of(api.metrics.auth));
  return values;
}

}  // namespace

std::map<std::string, std::string> values_of(const Config& config) {
  Values values("");
  values.add("host.name", config.host.name);
  values.add("host.labels", pairs_text(config.host.labels));
  values.add("state_dir", config.state_dir);
  values.add("log.level", config.log.level);
  values.add("log.format", config.log.format);
  values.add("engine.host", config.engine.host);
  values.add("engine.timeout", config.engine.timeout);
  values.add("engine.docker_config", config.engine.docker_config);
  values.add("store.events", config.store.events);
  values.add("store.max_size", core::bytes_text(config.store.max_size_bytes));
  values.merge(api_values(config.api));
  values.merge(reconcile_values(config.reconcile));
  values.merge(heal_values(config.heal));
  values.merge(monitor_values(config.monitor));
  for (const auto& [name, deployment] : config.deployments) {
    const auto prefix = "deployments." + name + ".";
    values.add(prefix + "files", deployment.files);
    values.merge(policy_values(prefix, deployment.policy));
    for (const auto& [service, policy] : deployment.services)
      values.merge(policy_values(prefix + "services." + service + ".", policy));
  }
  auto all = values.take();
  all.merge(notify_values(config.notify));
  return all;
}

}  // namespace agent
