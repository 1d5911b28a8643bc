// What a reload of the configuration changes while everything runs.
#include "agent/app.hpp"
#include "agent/log.hpp"
#include "agent/parts.hpp"
#include "agent/reload.hpp"
#include "agent/settings.hpp"
#include "core/io/work_within.hpp"
#include "reconcile/circles.hpp"

#include <spdlog/spdlog.h>

namespace agent {
namespace {

constexpr core::Milliseconds config_limit{20'000};  // for its files to be read

}  // namespace

boost::asio::awaitable<core::Status> App::Parts::reload(std::string by) {
  std::function<core::Result<Config>()> read_files = [from = source] { return load_config(from); };
  auto looked = co_await core::run_within(own_files, config_limit, std::move(read_files));
  auto read = looked ? std::move(*looked) : core::Result<Config>(looked.error().with("reading it"));
  if (read) {
    // Of two deployments that wait for each other nothing would ever be started again.
    const auto policies = [&read](const model::DeploymentName& name) {
      return policy_for(*read, name);
    };
    const auto circles = reconcile::check_circles(*ledger, policies);
    if (!circles) read = circles.error();
  }
  reload_succeeded = read.has_value();
  if (!read) {
    auto event =
        agent_event("config.refused", clock.now().wall,
                    "the configuration is refused, the running one stays: " + read.error().what,
                    model::Severity::warning);
    sink->record(std::move(event));
    co_return read.error();
  }
  const auto what = reload_of(config, *read);
  config = in_force(config, std::move(*read));
  set_log_level(config.log.level);
  loop->configure(settings_of_loop());
  backend->progress_limit =
      Supervision::progress_limit(config.reconcile.resync, config.heal.attempt_timeout);
  runtime->set_attempt_timeout(config.heal.attempt_timeout);
  supervision->set_attempt_timeout(config.heal.attempt_timeout);
  returning->configure(reminder_settings(config), config.reconcile.report_after);
  monitor->configure(config.monitor);
  checks->configure(config.monitor.checks);
  history->configure(config.monitor.minutes);
  watch->configure(incident_settings(config));
  notifier->configure(config.notify);
  ledger->reconfigure();
  loop->wake_all();
  sink->record(
      agent_event("config.reloaded", clock.now().wall, "reloaded by " + by + ": " + text_of(what)));
  tasks->spawn("configured deployments", configured->run(config));
  co_return core::Status{};
}

boost::asio::awaitable<void> App::Parts::reload_for_signal() {
  auto reloaded = co_await reload("SIGHUP");
  if (!reloaded) spdlog::error("config.refused why=\"{}\"", reloaded.error().what);
}

void App::reload() { parts_->tasks->spawn("reload", parts_->reload_for_signal()); }

}  // namespace agent
