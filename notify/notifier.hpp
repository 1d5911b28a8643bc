// The loop of notify: reads the event log from where it stopped, lets the pipeline decide, stores
// what it decided together with how far it read, and wakes the deliverer. Whatever moment the agent
// dies at, nothing is left out, and no message is made twice. I/O thread only.
#pragma once

#include "core/io/task_group.hpp"
#include "core/io/timing.hpp"
#include "notify/deliverer.hpp"
#include "notify/pipeline.hpp"
#include "notify/rounds.hpp"
#include "notify/silence_book.hpp"
#include "notify/unsaved_step.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <string>
#include <vector>

namespace notify {

class Notifier {
 public:
  static constexpr int events_at_once = 500;
  static constexpr core::Milliseconds look_max{60'000}, store_pause{2'000}, feed_interval{60'000},
      feed_gap{5'000};

  struct Ports {
    Journal& journal;
    PipelineStore& store;
    EventSink& events;
    const core::Clock& clock;
    Deliverer& deliverer;
    std::function<std::string()> report;  // the health report as JSON; may be empty
  };
  // All of `ports` and what `around` refers to must outlive it. The channels of `settings` become
  // the deliverer's.
  Notifier(Ports ports, boost::asio::any_io_executor executor, HostIdentity host, Settings settings,
           Pipeline::Surroundings around);

  // Its loops and the deliverer's refer to this object: join the group before it is destroyed.
  void start(core::TaskGroup& group);
  // A reload: groups, timers and the circuits of equal channels go on.
  void configure(Settings settings);
  // The time may have come (a clock was moved).
  void wake() { wakeup_.notify(); }
  Silences& silences() { return silences_; }

 private:
  core::Instant now() const { return ports_.clock.now(); }
  void put_in_force(const Settings& settings);
  awaitable<void> run();
  awaitable<void> load();
  awaitable<void> read();
  void begin(Remembered remembered, model::EventId newest);
  awaitable<void> note_read(Journal::Events more);
  void take_events();
  void feed_alerts();
  awaitable<bool> save();
  core::Milliseconds until_due() const;

  Ports ports_;
  Settings settings_;
  Pipeline pipeline_;
  SilenceBook silences_;
  Rounds rounds_;
  UnsavedStep unsaved_;
  bool loaded_ = false;
  bool alerts_changed_ = true;
  core::MonoTime fed_at_{};
  model::EventId read_up_to_ = 0;
  std::vector<model::Event> read_;  // and not taken yet
  std::int64_t skipped_ = 0;
  core::Wakeup wakeup_, wants_more_;
};

}  // namespace notify
