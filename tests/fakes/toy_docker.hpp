// The toy engine behind the ports of reconcile: it carries steps out, tells of them in events as
// ENGINE.md 2 has them, and can be made to refuse, to wait, to fall silent and to go away. Other
// clients work on it too.
#pragma once

#include "fakes/memory_store.hpp"
#include "fakes/small_ports.hpp"
#include "fakes/turnstile.hpp"
#include "support/toy_engine.hpp"

#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace fakes {

class ToyDocker final : public reconcile::Runtime, public reconcile::EngineLink {
 public:
  ToyDocker(boost::asio::any_io_executor executor, const ManualClock& clock, Journal& journal,
            Turnstile& turnstile, support::SceneBuilder& scene);

  // Runtime. `perform` waits at "<verb>" before it does anything, at "<verb> answer" after.
  reconcile::awaitable<model::Outcome<model::Observation>> observe(
      std::shared_ptr<const model::Spec> spec, reconcile::Leftovers leftovers) override;
  reconcile::awaitable<model::Outcome<model::Container>> inspect(model::ContainerId id) override;
  reconcile::awaitable<model::Outcome<reconcile::Done>> perform(reconcile::Work work) override;
  reconcile::awaitable<model::Outcome<model::StoredInspect>> raw_inspect(
      model::ContainerId id) override;
  reconcile::awaitable<core::Result<std::optional<model::Fault>>> fault_of_end(
      model::Container ended) override;

  // EngineLink
  reconcile::awaitable<model::Outcome<reconcile::Greeting>> connect(
      std::int64_t since_nano) override;
  reconcile::awaitable<model::Outcome<std::vector<reconcile::EngineEvent>>> next_events() override;
  reconcile::awaitable<reconcile::Reaction> reaction(core::Milliseconds limit) override;
  reconcile::awaitable<std::optional<bool>> manually_stopped(model::ContainerId id) override;
  reconcile::awaitable<model::Outcome<std::vector<model::Container>>> list_all() override;

  // The next `times` calls of the verb ("start") for the service fail, looks of "observe" for "".
  void refuse(const std::string& verb, const std::string& service, model::Fault fault,
              int times = 1);
  void accept(const std::string& verb, const std::string& service) {
    refusals_.erase(verb + " " + service);
  }
  // Calls, "create web", or looks, "observe ", whose answers break whoever reads them.
  std::set<std::string> throws;
  // The stream breaks; the engine is well.
  void break_stream();
  void go_away();
  // As a new start of the engine, `ticks` hundredths of a second after the host's boot.
  void come_back(const std::string& start);
  // Events are lost while `deaf`: neither told nor kept.
  bool deaf = false;
  bool silent = false;       // its socket is open and nothing answers
  bool deaf_socket = false;  // nobody may connect any more; the stream goes on
  std::string beside;        // "stop" or "restart" by another client in the middle of our restarts

  // What other clients do, and what just happens: to the service's first container, or to that
  // of the number.
  void crash(const std::string& service, int exit_code = 1);
  // A process in it is killed for want of memory; the container lives on.
  void runs_out_of_memory(const std::string& service);
  void client_stops(const std::string& service, int number = 0);
  // It does not listen, and is killed at the end of its grace.
  void client_stops_in_vain(const std::string& service);
  // The second half of that.
  void grace_is_over(const std::string& service);
  void client_pauses(const std::string& service);
  void client_unpauses(const std::string& service);
  // As newer engines tell it: the `stop` first, the `die` when the test says so.
  void client_stops_untold(const std::string& service);
  void tells_of_death(const std::string& service);
  void client_kills(const std::string& service);
  // A signal that ends nothing; the engine marks the container as stopped by a client all the same.
  void client_signals(const std::string& service, int signal);
  void client_starts(const std::string& service);
  void client_removes(const std::string& service, int number = 0);
  void client_makes(const std::string& service, const std::string& image, int number = 1);
  // As `compose up` begins: under a temporary name, beside the service's first container.
  void client_prepares(const std::string& service, const std::string& image);
  // And ends, once that container is gone.
  void client_names_and_starts(const std::string& service);
  void turns(const std::string& service, model::Health health);
  // Tells the newest event once more.
  void repeat_last_event();
  std::int64_t last_event_nano() const { return ring_.back().time_nano; }

  // Calls that are being carried out, by the id they are about, of a create by the name.
  std::multiset<std::string> under_way;
  // What no state of an engine excuses: two calls about one container at the same time, a create of
  // a name that is taken.
  Journal mishaps;

  int looks = 0, inspects = 0, connects = 0, ends_asked = 0;
  std::map<model::ServiceName, model::Fault> last_words;  // of whatever ends of the service
  std::map<model::ContainerId, bool> manual_flags;

 private:
  void tell(const model::Container& of, const std::string& action, model::StringMap more = {});
  void tell_of(const model::Step& step, const model::Container& before);
  void tell_of_end(const model::Container& one, int signal, int exit_code, bool stopped);
  model::Container& of(const std::string& service, int number = 0);
  void end(model::Container& one, int exit_code);
  model::Container made_by_client(const std::string& service, const std::string& image, int number);
  std::optional<model::Fault> refusal(const std::string& verb, const std::string& service);
  std::int64_t nano();
  reconcile::awaitable<model::Outcome<reconcile::Done>> perform_alone(reconcile::Work work);
  reconcile::awaitable<model::Outcome<reconcile::Done>> carry_out(reconcile::Work work);

  const ManualClock& clock_;
  Journal& journal_;
  Turnstile& turnstile_;
  support::SceneBuilder& scene_;
  support::ToyEngine toy_;
  std::map<std::string, std::deque<model::Fault>> refusals_;
  std::deque<reconcile::EngineEvent> ring_, pending_;
  core::Wakeup news_;
  bool away_ = false, broken_ = true;
  std::string start_ = "100:1";
  std::int64_t sequence_ = 0;
};

inline model::Fault fault(model::FaultKind kind, model::FaultClass klass) {
  return {kind, klass, 500, "the engine refused", "carrying it out"};
}

}  // namespace fakes
