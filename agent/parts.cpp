#include "agent/parts.hpp"

#include "agent/history_event.hpp"
#include "agent/judge_policy.hpp"
#include "agent/settings.hpp"
#include "api/auth.hpp"
#include "compose/load.hpp"
#include "core/io/descriptor_limit.hpp"

#include <spdlog/spdlog.h>

#include <cstdlib>
#include <filesystem>
#include <utility>

#include <unistd.h>

namespace agent {
namespace {

core::Result<model::Spec> decode_spec(const std::string& canonical) {
  auto loaded = compose::from_canonical(canonical, {});
  if (!loaded) return loaded.error();
  return std::move(loaded->spec);
}

core::Result<docker::Endpoint> endpoint_of(const Config& config) {
  auto environment = docker::endpoint_environment();
  if (!config.engine.host.empty()) environment.docker_host = config.engine.host;
  return docker::find_endpoint(environment, [](const std::string& path) {
    std::error_code closed;  // a folder of somebody else's
    return std::filesystem::exists(path, closed);
  });
}

core::Boot boot_or_unknown() {
  auto boot = core::read_boot();
  return boot ? *boot : core::Boot{"unknown", {}};
}

std::optional<core::WallTime> look_at_boot() {
  const auto boot = core::read_boot();
  return boot ? std::optional(boot->at) : std::nullopt;
}

unsigned processors() {
  return static_cast<unsigned>(std::max(1L, ::sysconf(_SC_NPROCESSORS_ONLN)));
}

}  // namespace

model::Event agent_event(const char* type, core::WallTime at, std::string message,
                         model::Severity severity) {
  model::Event event;
  event.type = type;
  event.at = at;
  event.message = std::move(message);
  event.severity = severity;
  return event;
}

App::Parts::Parts(boost::asio::any_io_executor on, Config with, ConfigSource from)
    : executor(on),
      config(std::move(with)),
      source(std::move(from)),
      boot(boot_or_unknown()),
      started_at(clock.now().wall) {}

core::Status App::Parts::open_store() {
  store::StorageOptions options;
  options.state_dir = config.state_dir;
  options.decode_spec = decode_spec;
  options.limits.keep = config.store.events;
  options.limits.bytes_max = config.store.max_size_bytes;
  options.on_state = [this](const store::StoreState& state) {
    if (supervisor) supervisor->set_store_writable(state.writable);
    if (sink) say_of_store(state);
  };
  options.on_refused = [](const core::Error& error) {
    spdlog::error("store.refused why=\"{}\"", error.what);
  };
  auto opened = store::open_storage(executor, options, clock);
  if (!opened) return opened.error();
  storage = std::move(*opened);
  events = std::make_unique<api::EventCounts>(storage->sink());
  sink = std::make_unique<IncidentSink>(*events);
  const heal::Watch::Ports heal{storage->incidents(), sink->next(), clock};
  watch = std::make_unique<heal::Watch>(heal, incident_settings(config));
  open_history();
  return {};
}

void App::Parts::open_history() {
  store::HistoryOptions options;
  options.state_dir = config.state_dir;
  options.limits.keep = config.monitor.minutes;
  options.on_state = [this](const store::HistoryState& state) {
    const bool was_writable = std::exchange(history_writable, state.writable);
    sink->record(history_event(state, was_writable, clock.now().wall));
    if (state.made_anew && uptimes) uptimes->write_all_again();
  };
  history = store::open_history(executor, std::move(options), clock);
}

void App::Parts::say_of_store(const store::StoreState& state) {
  const auto text =
      state.writable ? "the store can be written again" : "nothing can be stored: " + state.reason;
  if (state.writable)
    spdlog::info("store.writable");
  else
    spdlog::error("store.degraded why=\"{}\"", state.reason);
  auto event = agent_event("store.degraded", clock.now().wall, text, model::Severity::critical);
  event.alert = model::Alert{"store", !state.writable};
  sink->record(std::move(event));
}

core::Status App::Parts::build_engine() {
  auto endpoint = endpoint_of(config);
  if (!endpoint) return endpoint.error();
  // Read by the pool's threads later; nothing but this thread runs yet.
  if (!config.engine.docker_config.empty())
    ::setenv("DOCKER_CONFIG", config.engine.docker_config.c_str(), 1);
  spdlog::info("engine.endpoint host={}", endpoint->text);
  systemd::UnitsSettings unit_settings;
  unit_settings.engine_socket = endpoint->peer.unix_path;
  docker::EngineSettings settings;
  settings.timeout = config.engine.timeout;
  permits = std::make_unique<core::Semaphore>(executor, engine_operations(config, processors()));
  units = std::make_unique<systemd::Units>(executor, system, std::move(unit_settings));
  client =
      std::make_unique<docker::EngineClient>(executor, std::move(*endpoint), settings, units.get());
  runtime = std::make_unique<docker::DockerRuntime>(*client, host_files, logins, clock);
  runtime->set_attempt_timeout(config.heal.attempt_timeout);
  link = std::make_unique<docker::DockerLink>(*client, *tasks, engine_files, executor);
  stats = std::make_unique<docker::ContainerStats>(*client);
  engine_answers = std::make_unique<docker::EngineAnswers>(*client, *units);
  log_lines = std::make_unique<docker::ContainerLogLines>(*client);
  disk_usage = std::make_unique<docker::DiskUsage>(*client, engine_disk, clock);
  return {};
}

reconcile::LoopSettings App::Parts::settings_of_loop() const {
  auto settings = loop_settings(config);
  settings.observe_only = settings.observe_only || !may_act;
  return settings;
}

void App::Parts::build_reconcile() {
  ledger = std::make_unique<reconcile::Ledger>(storage->state(), executor);
  ledger->set_policy_source(
      [this](const model::DeploymentName& name) { return policy_for(config, name); });
  may_act = storage->rescue() == nullptr;
  const reconcile::Loop::Ports ports{*runtime, editor, *ledger,  *sink, own_calls,
                                     clock,    *tasks, *permits, *units};
  loop = std::make_unique<reconcile::Loop>(ports, executor, settings_of_loop());
  session = std::make_unique<reconcile::EngineSession>(*link, *units, *sink, clock);
  const reconcile::Watcher::Ports watch{*loop,  *ledger, *runtime,  *link, *session,
                                        *units, *sink,   own_calls, clock, *tasks};
  watcher = std::make_unique<reconcile::Watcher>(watch, executor);
  const reconcile::Returning::Ports back{*loop,     *ledger, *watcher, *link,   *sink,
                                         own_calls, clock,   *tasks,   executor};
  returning = std::make_unique<reconcile::Returning>(
      back, reconcile::Returning::Host{boot.id, boot.at, look_at_boot},
      config.reconcile.report_after);
  returning->configure(reminder_settings(config), config.reconcile.report_after);
  loop->set_listener(returning.get());
  const reconcile::Supervisor::Ports rule{*loop, *ledger, *session, *returning,
                                          *sink, clock,   executor};
  supervisor = std::make_unique<reconcile::Supervisor>(
      rule, reconcile::Supervisor::Host{boot.at, started_at});
  const ConfiguredDeployments::Ports keep{*supervisor, *ledger, *sink, clock, configured_files};
  configured = std::make_unique<ConfiguredDeployments>(keep);
  if (const auto* rescue = storage->rescue()) {
    supervisor->set_rescue(rescue->reason + ". " + rescue->advice);
    spdlog::critical("agent.rescue why=\"{}\" do=\"{}\"", rescue->reason, rescue->advice);
  }
}

void App::Parts::build_monitor() {
  running = std::make_unique<RunningContainers>(*loop, *ledger);
  states = std::make_unique<ServiceStates>(*loop, *ledger);
  const auto own_folders = [this] {
    monitor::Monitor::Ports::OwnFolders folders{{config.state_dir}};
    const auto& data_root = session->info().data_root;
    folders.all = !client->endpoint().local() || !data_root.empty();
    if (client->endpoint().local() && !data_root.empty()) folders.paths.push_back(data_root);
    return folders;
  };
  const monitor::Monitor::Ports see{*running, *running, *stats,     *history,
                                    *sink,    clock,    own_folders};
  monitor = std::make_unique<monitor::Monitor>(
      see, executor, config.monitor, descriptors_for_looks(core::raise_descriptor_limit()));
  sink->set_add([this](model::Event& event) { monitor->take_part_in(event); });
  const monitor::UptimeWatch::Ports watch{*states, *states, *events, *history, clock};
  uptimes = std::make_unique<monitor::UptimeWatch>(watch);
}

void App::Parts::build_checks() {
  service_checks = std::make_unique<ServiceChecks>(*ledger, clock);
  monitored_units = std::make_unique<systemd::MonitoredUnits>(check_programs, clock);
  jobs = std::make_unique<launchd::Jobs>(check_programs,
                                         launchd::JobsSettings{"launchctl", ::getuid()});
  const monitor::ProbeTools tools{check_network, check_programs,   check_files, *engine_answers,
                                  *log_lines,    *monitored_units, *jobs,       clock};
  const monitor::CheckRunner::Ports ports{*running, *service_checks, *sink, clock, *tasks};
  const auto seed = static_cast<std::uint64_t>(started_at.time_since_epoch().count());
  checks = std::make_unique<monitor::CheckRunner>(
      ports, executor,
      [tools](const monitor::ProbeSettings& settings) { return make_probe(settings, tools); },
      seed);
  all_checks = std::make_unique<monitor::AllChecks>(*checks, *monitor);
  checks->configure(config.monitor.checks);
  checks->set_listener([this](const model::DeploymentName& name) { watcher->note_ailments(name); });
  ledger->set_on_wish([this] { checks->look_again(); });
  service_checks->set_runner(checks.get());
  states->set_runner(checks.get());
  loop->set_ailments(service_checks.get());
}

core::Status App::Parts::build_api() {
  auto token = api::bootstrap_token(config.api.token_file);
  if (!token) return token.error();
  api::Config listen;
  listen.listen = config.api.listen;
  listen.group = config.api.group;
  listen.token_file = config.api.token_file;
  listen.tls = config.api.tls;
  listen.metrics = config.api.metrics;
  api::Token bootstrap{"bootstrap", *token, api::Scope::deploy};
  logs = std::make_unique<ContainerLogs>(*client, *supervisor, *tasks, executor);
  const api::Identity identity{host_name(), config.host.labels, EVENKEEL_VERSION};
  backend.reset(new api::Backend{*supervisor,
                                 *supervisor,
                                 *supervisor,
                                 *supervisor,
                                 *sink,
                                 storage->events(),
                                 *logs,
                                 storage->history(),
                                 storage->idempotency(),
                                 *this,
                                 {project_files, work},
                                 users,
                                 clock,
                                 monitor->samples(),
                                 *monitor,
                                 monitor->spikes(),
                                 *all_checks,
                                 *uptimes,
                                 *events,
                                 lag,
                                 identity});
  backend->timings = {&loop->pass_durations(), &client->call_durations()};
  backend->judge_policy = judge_policy;
  backend->progress_limit =
      Supervision::progress_limit(config.reconcile.resync, config.heal.attempt_timeout);
  backend->incidents = watch.get();
  backend->channels = deliverer.get();
  backend->notifications = deliverer.get();
  backend->silences = &notifier->silences();
  server = std::make_unique<api::Server>(executor, std::move(listen), api::Tokens({bootstrap}),
                                         *backend);
  supervision = std::make_unique<Supervision>(*session, *loop, clock, config.heal.attempt_timeout);
  return server->open();
}

}  // namespace agent
