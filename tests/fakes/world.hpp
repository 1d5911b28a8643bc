// A whole agent without its outside: the shell of reconcile wired as agent/parts.cpp wires it, over
// a toy engine and a store in memory that outlive it. Time is the test's: `pass_time` moves the
// clock and wakes all that may wait for it.
#pragma once

#include "fakes/memory_store.hpp"
#include "fakes/small_ports.hpp"
#include "fakes/toy_docker.hpp"
#include "reconcile/supervisor.hpp"
#include "reconcile/watcher.hpp"

#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace fakes {

// One life of the agent: what agent::App::Parts owns of reconcile.
struct Life {
  std::unique_ptr<core::TaskGroup> tasks;
  std::unique_ptr<core::Semaphore> permits;
  reconcile::OwnCalls own_calls;
  std::unique_ptr<reconcile::Ledger> ledger;
  std::unique_ptr<reconcile::Loop> loop;
  std::unique_ptr<reconcile::EngineSession> session;
  std::unique_ptr<reconcile::Watcher> watcher;
  std::unique_ptr<reconcile::Returning> returning;
  std::unique_ptr<reconcile::Supervisor> supervisor;
};

class World {
 public:
  explicit World(const std::vector<std::string>& running = {"web"});
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  // What the store holds of the scene's deployment when the first life begins.
  void put_on_record();
  // Builds the parts and reads the store; nothing runs yet.
  void load();
  // load(), then as App::load_and_run, until the engine is connected and all is quiet.
  void begin();
  // put_on_record() and begin(); what the beginning itself did is not in the journal.
  void watch();
  // The agent is killed: nothing is said, nothing more is done.
  void die();
  // Another life follows; journal and events begin anew.
  void next_life(core::Milliseconds away = core::Milliseconds{2'000});
  // Runs everything that can run now.
  void settle();
  // As settle, in real time, until `done`: for the pauses of the session (50 to 250 ms).
  void settle_until(const std::function<bool()>& done);
  void pass_time(core::Milliseconds by);

  // Spawned as the agent's own; empty while it has not ended.
  template <class T> std::shared_ptr<std::optional<T>> spawn(boost::asio::awaitable<T> work) {
    auto slot = std::make_shared<std::optional<T>>();
    life->tasks->spawn("asked by the test", core::detail::store_into(slot, std::move(work)));
    settle();
    return slot;
  }
  template <class T> T ask(boost::asio::awaitable<T> work) {
    auto slot = spawn(std::move(work));
    if (!*slot) throw std::runtime_error("it has not ended");
    return std::move(**slot);
  }

  // The owner's verb on one service, to its end; what it did is in neither journal nor events.
  void verb(reconcile::Verb verb, const std::string& service);
  // The engine is found again after a break or a return, and all is quiet.
  void reconnect();

  bool runs(const std::string& service);
  bool has_recovery(const std::string& cause) const;  // a report with it
  model::Intent intent_of(const std::string& service) const;
  reconcile::Track& track() { return *life->loop->find(name); }
  // How often the journal has this very line; and all its lines that begin so.
  int times(const std::string& line) const;
  Journal lines(const std::string& start) const;
  std::size_t place(const std::string& line) const;  // of its first; the journal's size: absent
  std::shared_ptr<const model::Spec> spec() const;

  boost::asio::io_context io;
  std::string name = "shop", boot_id = "boot 1";
  ManualClock clock;
  core::WallTime booted_at = support::noon.wall - std::chrono::hours(10);
  core::Milliseconds clock_set_by{0};  // since the boot: what the wall clock was set forward
  Journal journal;
  Turnstile turnstile;
  support::SceneBuilder scene;
  MemoryStore store;
  ToyDocker engine;
  EventLog events;
  StandingUnits units;
  PlainEditor editor;
  reconcile::LoopSettings settings;
  core::Milliseconds report_after{600'000};
  int permits = 4;
  std::unique_ptr<Life> life;

 private:
  std::string failure_;
};

}  // namespace fakes
