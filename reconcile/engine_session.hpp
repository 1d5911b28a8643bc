// Keeps the one connection that listens: connects when the engine may be connected to, hands on its
// events, and says when it is lost and back. Reconnects as long as it takes. I/O thread only.
#pragma once

#include "core/clock.hpp"
#include "reconcile/ports.hpp"

#include <cstdint>
#include <string>

namespace reconcile {

// Told by the session, in this order: identity, replayed event..., connected, event..., lost,
// identity, ...
class EngineListener {
 public:
  virtual ~EngineListener() = default;
  // A fresh connection to the engine with this start; what it still knows of the past follows.
  virtual void on_identity(const EngineInfo& info, std::string identity) = 0;
  // The past is told; the state of everything is unknown until it has been looked at.
  virtual awaitable<void> on_connected() = 0;
  virtual void on_event(const EngineEvent& event) = 0;
  virtual void on_lost(const std::string& why) = 0;
  virtual std::int64_t last_event_nano() const = 0;
};

class EngineSession {
 public:
  // How long a silent engine may be taken for alive before it is asked; the stream itself sends
  // nothing for hours.
  static constexpr core::Milliseconds usual_silence{15'000};
  static constexpr core::Milliseconds answer_limit{5'000};
  // An engine that goes down closes its socket first, and tells of the ends of its containers over
  // the streams that are open. How often it may refuse until the stream counts as dead.
  static constexpr int refusals_max = 4;

  EngineSession(EngineLink& link, HostUnits& units, EventSink& events, const core::Clock& clock)
      : link_(link), units_(units), events_(events), clock_(clock) {}

  void set_silence(core::Milliseconds asked_after) { ask_after_ = asked_after; }
  awaitable<void> run(EngineListener& listener);
  // A fresh connection is answered; where systemd owns the socket its unit is read instead, as a
  // connect would start the engine.
  awaitable<bool> alive(core::Milliseconds limit);
  bool up() const { return up_; }
  const std::string& problem() const { return problem_; }
  const EngineInfo& info() const { return info_; }
  // The identity at the last sign of life: an engine without unit and process keeps it where it
  // proves to be the same, and gets a number that was never given where not.
  void restore_counter(const std::string& last_identity);

 private:
  awaitable<bool> may_connect();
  awaitable<std::string> identify(const Greeting& greeting);
  awaitable<std::string> listen(EngineListener& listener);
  awaitable<Reaction> reaction(core::Milliseconds limit);
  void note_problem(std::string why);
  void say_connected();
  void say_lost(const std::string& why);

  EngineLink& link_;
  HostUnits& units_;
  EventSink& events_;
  const core::Clock& clock_;
  EngineInfo info_;
  bool up_ = false, said_lost_ = false, unit_known_ = false, unit_told_ = true;
  std::string problem_ = "not connected yet";
  std::string identity_;
  std::int64_t own_number_ = 0;
  core::Milliseconds ask_after_ = usual_silence;
};

}  // namespace reconcile
