#include "agent/app.hpp"

#include "agent/history_event.hpp"
#include "agent/parts.hpp"
#include "core/io/timing.hpp"
#include "monitor/recall_history.hpp"
#include "reconcile/event_codec.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>

namespace agent {
namespace {

constexpr core::Milliseconds stop_limit{9'000};  // of all that follows
constexpr core::Milliseconds goodbye_limit{2'000}, marks_limit{1'000}, flush_limit{4'000};
constexpr core::Milliseconds shortest_wait{100};
constexpr core::Milliseconds join_limit{4'000};
constexpr core::Milliseconds recall_limit{30'000}, learn_limit{5'000};
constexpr const char* unreadable_advice =
    "Nothing is done until it can be read: look at the agent's log, put a backup in the place of "
    "state.db if it is damaged, and restart the agent";
constexpr core::Milliseconds pools_limit{2'000}, pools_pause{20};

}  // namespace

App::App(boost::asio::any_io_executor executor, Config config, ConfigSource source)
    : parts_(std::make_unique<Parts>(executor, std::move(config), std::move(source))) {}
App::~App() = default;

const std::string& App::failure() const { return parts_->failure; }
void App::set_on_failure(std::function<void()> on_failure) {
  parts_->on_failure = std::move(on_failure);
}

core::Status App::open() {
  auto& parts = *parts_;
  core::TaskGroup::OnFailure on_failure =
      [&parts](const std::string& name, std::exception_ptr why) { parts.fail(name, why); };
  parts.store_tasks = std::make_unique<core::TaskGroup>(parts.executor, on_failure);
  parts.tasks = std::make_unique<core::TaskGroup>(parts.executor, on_failure);
  if (auto status = parts.open_store(); !status) return status;
  if (auto status = parts.build_engine(); !status) return status;
  parts.build_reconcile();
  parts.build_monitor();
  parts.build_checks();
  parts.build_notify();
  return parts.build_api();
}

void App::Parts::fail(const std::string& name, std::exception_ptr why) {
  try {
    std::rethrow_exception(why);
  } catch (const std::exception& error) {
    failure = name + ": " + error.what();
  }
  spdlog::critical("agent.failed task=\"{}\" why=\"{}\"", name, failure);
  if (on_failure) on_failure();
}

void App::start() {
  auto& parts = *parts_;
  parts.storage->start(*parts.store_tasks);
  parts.history->start(*parts.store_tasks);
  parts.tasks->spawn("agent", parts.load_and_run());
}

boost::asio::awaitable<void> App::Parts::load_and_run() {
  auto loaded = co_await ledger->load();
  if (!loaded) {
    spdlog::error("store.load_failed why=\"{}\"", loaded.error().what);
    supervisor->set_rescue(loaded.error().what + ". " + unreadable_advice);
    may_act = false;
    loop->configure(settings_of_loop());
  }
  co_await recall_incidents();
  sink->record(agent_event("agent.started", clock.now().wall,
                           std::string("evenkeel ") + EVENKEEL_VERSION + " started"));
  if (const auto* rescue = storage->rescue()) say_rescue(*rescue);
  if (ledger->desire().heartbeat)
    session->restore_counter(ledger->desire().heartbeat->engine_start);
  const auto uptime_life = life();
  const auto& beat = ledger->desire().heartbeat;
  const auto alive_until = beat ? beat->at : core::WallTime{};
  returning->begin();
  // Who asks before waits in the listening socket: nobody is told that a deployment is not there
  // while it is being read.
  server->start();
  tasks->spawn("engine", session->run(*returning));
  tasks->spawn("heartbeat", returning->beat());
  tasks->spawn("engine statistics", monitor->ask_engine());
  tasks->spawn("disk eaters", monitor->ask_for_disk_eaters(*disk_usage, *engine_answers));
  tasks->spawn("availability", uptimes->run(uptime_life));
  tasks->spawn("restarts", recall_restarts());
  tasks->spawn("monitor", start_monitor(loaded.has_value(), alive_until));
  tasks->spawn("incidents", watch->run());
  notifier->start(*tasks);
  tasks->spawn("loop lag", lag.run());
  tasks->spawn("supervision", supervision->run());
  tasks->spawn("configured deployments", configured->run(config));
}

void App::Parts::say_rescue(const store::Rescue& rescue) {
  auto event = agent_event("agent.rescue", clock.now().wall,
                           "evenkeel only observes: " + rescue.reason + ". " + rescue.advice,
                           model::Severity::critical);
  event.data = reconcile::event_data({{"problem", rescue.reason}});
  sink->record(std::move(event));
}

monitor::UptimeLife App::Parts::life() const {
  monitor::UptimeLife life{boot.id, std::nullopt, std::nullopt};
  if (boot.at != core::WallTime{}) life.booted_at = boot.at;
  const auto& beat = ledger->desire().heartbeat;
  if (beat && !beat->clean_stop) life.alive_before = beat->at;
  return life;
}

// What was told is known before the first look: what still holds is not told again. Where the
// deployments could not be read, nothing is known to be gone.
boost::asio::awaitable<void> App::Parts::start_monitor(bool knows_deployments,
                                                       core::WallTime alive_until) {
  if (knows_deployments)
    co_await recall_alerts(alive_until);
  else
    watch->recall({});
  tasks->spawn("looks", monitor->look_at_containers());
  tasks->spawn("disks", monitor->look_at_disks());
  tasks->spawn("silences", monitor->watch_silences());
  tasks->spawn("checks", checks->run());
}

boost::asio::awaitable<void> App::Parts::recall_alerts(core::WallTime alive_until) {
  auto work = storage->alerts().open_alerts();
  const auto open = co_await core::with_timeout(std::move(work), recall_limit);
  if (!open) {
    spdlog::warn("alerts.unknown why=\"{}\"", open.error().what);
    watch->recall({});
    co_return;
  }
  auto recalled = monitor::recalled_of(*open, clock.now());
  co_await monitor::learn_from_history(recalled, *history, alive_until, clock, learn_limit);
  checks->recall(std::move(recalled.failures));
  monitor->recall(recalled);
  watch->recall(*open);
  const auto is_history = [](const model::Event& event) { return event.alert->key == "history"; };
  if (std::any_of(open->begin(), open->end(), is_history) && history->state().writable)
    sink->record(history_event(history->state(), false, clock.now().wall));
}

boost::asio::awaitable<void> App::Parts::recall_restarts() {
  const auto recalled = co_await events->recall(storage->events(), clock.now().wall);
  if (!recalled) spdlog::warn("restarts.unknown why=\"{}\"", recalled.error().what);
}

// A disk that hangs holds a thread of a pool, which nobody waits for any more: its destructor
// would.
boost::asio::awaitable<bool> App::Parts::pools_end() {
  const std::array<const core::BlockingPool*, 13> pools = {
      &work,           &project_files, &configured_files, &own_files, &users,
      &host_files,     &engine_files,  &system,           &logins,    &check_network,
      &check_programs, &check_files,   &engine_disk};
  const auto any_busy = [&pools] {
    return std::any_of(pools.begin(), pools.end(),
                       [](const core::BlockingPool* pool) { return pool->is_busy(); });
  };
  const auto until = clock.now().mono + pools_limit;
  while (any_busy() && clock.now().mono < until) co_await core::wait_for(pools_pause);
  co_return !any_busy();
}

namespace {

boost::asio::awaitable<void> tell_of_end(boost::asio::awaitable<void> work,
                                         std::shared_ptr<core::Wakeup> then) {
  co_await std::move(work);
  then->notify();
}

template <class Database> boost::asio::awaitable<void> flushed(Database* database) {
  (void)co_await database->flush();
}

}  // namespace

// Beside the other tasks: a disk that hangs holds nobody up. False where the work goes on by
// itself.
boost::asio::awaitable<bool> App::Parts::ends_within(core::TaskGroup& group, std::string name,
                                                     boost::asio::awaitable<void> work,
                                                     core::Milliseconds limit) {
  auto over = std::make_shared<core::Wakeup>(executor);
  group.spawn(std::move(name), tell_of_end(std::move(work), over));
  co_return co_await over->wait_for(limit);
}

boost::asio::awaitable<void> App::stop() {
  auto& parts = *parts_;
  parts.supervision->stopping();
  parts.watcher->stop();
  parts.sink->record(agent_event("agent.stopping", parts.clock.now().wall,
                                 "evenkeel is stopping; the containers stay as they are"));
  const auto until = parts.clock.now().mono + stop_limit;
  const auto at_most = [&parts, until](core::Milliseconds limit) {
    return std::max(shortest_wait, std::min(limit, until - parts.clock.now().mono));
  };
  const bool served = co_await parts.server->stop();
  (void)co_await parts.ends_within(*parts.tasks, "goodbye", parts.returning->say_goodbye(),
                                   at_most(goodbye_limit));
  (void)co_await parts.ends_within(*parts.tasks, "marks of stops", parts.watcher->read_marks(),
                                   at_most(marks_limit));
  parts.link->close();
  parts.deliverer->request_stop();
  parts.tasks->cancel();
  bool ended = co_await parts.tasks->join(at_most(join_limit));
  if (!ended) {
    parts.tasks->terminate();
    ended = co_await parts.tasks->join(at_most(join_limit));
  }
  auto flush = flushed(parts.storage.get());
  const bool stored = co_await parts.ends_within(*parts.store_tasks, "flush", std::move(flush),
                                                 at_most(flush_limit));
  const bool pools_ended = co_await parts.pools_end();
  stuck_ = !served || !ended || !stored || !pools_ended;
  // Last, and not where something hangs: nothing is decided by samples.
  parts.uptimes->save();
  if (!stuck_) {
    auto history = flushed(parts.history.get());
    stuck_ = !co_await parts.ends_within(*parts.store_tasks, "history", std::move(history),
                                         at_most(flush_limit));
  }
  parts.store_tasks->cancel();
  const bool store_ended = co_await parts.store_tasks->join(at_most(join_limit));
  stuck_ = stuck_ || !store_ended;
}

}  // namespace agent
