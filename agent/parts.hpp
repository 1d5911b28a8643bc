// What App owns, in dependency order. For app.cpp and parts.cpp only.
#pragma once

#include "agent/app.hpp"
#include "agent/circumstances.hpp"
#include "agent/configured_deployments.hpp"
#include "agent/container_logs.hpp"
#include "agent/heal_services.hpp"
#include "agent/incident_sink.hpp"
#include "agent/journal.hpp"
#include "agent/running_containers.hpp"
#include "agent/service_checks.hpp"
#include "agent/service_states.hpp"
#include "agent/spec_editor.hpp"
#include "agent/supervision.hpp"
#include "api/server.hpp"
#include "core/io/blocking.hpp"
#include "core/io/boot.hpp"
#include "docker/container_log_lines.hpp"
#include "docker/container_stats.hpp"
#include "docker/disk_usage.hpp"
#include "docker/engine_answers.hpp"
#include "docker/engine_link.hpp"
#include "docker/runtime.hpp"
#include "heal/watch.hpp"
#include "launchd/jobs.hpp"
#include "monitor/all_checks.hpp"
#include "monitor/monitor.hpp"
#include "monitor/uptime_watch.hpp"
#include "notify/notifier.hpp"
#include "reconcile/supervisor.hpp"
#include "store/history_database.hpp"
#include "store/storage.hpp"
#include "systemd/monitored_units.hpp"
#include "systemd/units.hpp"

#include <exception>

namespace agent {

model::Event agent_event(const char* type, core::WallTime at, std::string message,
                         model::Severity severity = model::Severity::info);

// Members in dependency order: what is declared later may refer to what is declared before, and is
// destroyed first.
struct App::Parts final : api::Reload {
  Parts(boost::asio::any_io_executor on, Config with, ConfigSource from);

  boost::asio::any_io_executor executor;
  Config config;
  ConfigSource source;
  core::SystemClock clock;
  core::Boot boot;
  core::WallTime started_at;
  std::string failure;
  bool reload_succeeded = true, history_writable = true;
  bool may_act = true;  // false: nothing is known for certain, and only looked at
  std::function<void()> on_failure;

  api::LoopLag lag{clock};

  core::BlockingPool work{"work", 2};  // what takes long and waits for nothing
  // Each may hang with a disk, a network file system or a directory server, and keeps nothing else
  // waiting: what clients name, what the configuration names, it itself, the API's question who its
  // peers are, and what the engine keeps.
  core::BlockingPool project_files{"project files", 8};
  core::BlockingPool configured_files{"configured", 4};
  core::BlockingPool own_files{"own files", 1};
  core::BlockingPool users{"users", 4};
  core::BlockingPool host_files{"host files", 2};
  core::BlockingPool engine_files{"engine files", 2};
  core::BlockingPool system{"system", 1};
  core::BlockingPool logins{"logins", 2};
  // As many as there are checks at once: one that hangs keeps no other waiting.
  core::BlockingPool check_network{"check network", monitor::check_runs_max};
  core::BlockingPool check_programs{"check program", monitor::check_runs_max};
  core::BlockingPool check_files{"check files", monitor::check_runs_max};
  core::BlockingPool engine_disk{"engine disk", 1};  // hangs with it, and keeps nothing waiting
  std::unique_ptr<core::TaskGroup> store_tasks, tasks;
  std::unique_ptr<store::Storage> storage;
  std::unique_ptr<api::EventCounts> events;
  std::unique_ptr<IncidentSink> sink;  // where every event of ours enters
  std::unique_ptr<heal::Watch> watch;
  std::unique_ptr<store::HistoryDatabase> history;
  std::unique_ptr<core::Semaphore> permits;
  std::unique_ptr<systemd::Units> units;
  std::unique_ptr<docker::EngineClient> client;
  std::unique_ptr<docker::DockerRuntime> runtime;
  std::unique_ptr<docker::DockerLink> link;
  std::unique_ptr<docker::ContainerStats> stats;
  std::unique_ptr<docker::EngineAnswers> engine_answers;
  std::unique_ptr<docker::ContainerLogLines> log_lines;
  std::unique_ptr<docker::DiskUsage> disk_usage;
  std::unique_ptr<systemd::MonitoredUnits> monitored_units;
  std::unique_ptr<launchd::Jobs> jobs;
  SpecEditor editor;
  reconcile::OwnCalls own_calls;
  std::unique_ptr<reconcile::Ledger> ledger;
  std::unique_ptr<reconcile::Loop> loop;
  std::unique_ptr<reconcile::EngineSession> session;
  std::unique_ptr<reconcile::Watcher> watcher;
  std::unique_ptr<reconcile::Returning> returning;
  std::unique_ptr<reconcile::Supervisor> supervisor;
  std::unique_ptr<ConfiguredDeployments> configured;
  std::unique_ptr<RunningContainers> running;
  std::unique_ptr<ServiceStates> states;
  std::unique_ptr<ServiceChecks> service_checks;
  std::unique_ptr<monitor::Monitor> monitor;
  std::unique_ptr<monitor::UptimeWatch> uptimes;
  std::unique_ptr<monitor::CheckRunner> checks;
  std::unique_ptr<monitor::AllChecks> all_checks;
  std::unique_ptr<HealServices> heal_services;
  std::unique_ptr<Circumstances> circumstances;
  std::unique_ptr<Journal> journal;
  std::unique_ptr<notify::Deliverer> deliverer;
  std::unique_ptr<notify::Notifier> notifier;
  std::unique_ptr<ContainerLogs> logs;
  std::unique_ptr<api::Backend> backend;
  std::unique_ptr<api::Server> server;
  std::unique_ptr<Supervision> supervision;

  core::Status open_store();
  void say_rescue(const store::Rescue& rescue);
  void say_of_store(const store::StoreState& state);
  void open_history();
  core::Status build_engine();
  void build_reconcile();
  reconcile::LoopSettings settings_of_loop() const;
  void build_monitor();
  void build_checks();
  void build_notify();
  core::Status build_api();
  monitor::UptimeLife life() const;
  boost::asio::awaitable<void> recall_restarts();
  boost::asio::awaitable<void> start_monitor(bool knows_deployments, core::WallTime alive_until);
  boost::asio::awaitable<void> recall_alerts(core::WallTime alive_until);
  boost::asio::awaitable<void> recall_incidents();
  std::string host_name() const;
  std::string health_report() const;
  boost::asio::awaitable<bool> ends_within(core::TaskGroup& group, std::string name,
                                           boost::asio::awaitable<void> work,
                                           core::Milliseconds limit);
  boost::asio::awaitable<bool> pools_end();
  boost::asio::awaitable<void> load_and_run();
  void fail(const std::string& name, std::exception_ptr why);
  boost::asio::awaitable<core::Status> reload(std::string by) override;
  bool last_succeeded() const override { return reload_succeeded; }
  boost::asio::awaitable<void> reload_for_signal();
};

}  // namespace agent
