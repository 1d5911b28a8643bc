// Looks by the engine's own statistics, at containers whose files cannot be seen: the engine is on
// another machine or in a virtual one, or the agent is in a container. Costs the engine much more
// than the files cost us (ENGINE.md 5), hence seldom and few at a time. I/O thread only.
#pragma once

#include "core/clock.hpp"
#include "core/io/timing.hpp"
#include "monitor/ports.hpp"
#include "monitor/sampler.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <map>
#include <optional>
#include <vector>

namespace monitor {

inline constexpr core::Milliseconds engine_look_interval = std::chrono::seconds(10);
inline constexpr int engine_looks_at_once = 8;  // the most that it is asked (ENGINE.md 5)
// Looks at its files that must have failed before the engine is asked about a container: what is
// just being started or ends is none of it.
inline constexpr int misses_before_engine = 3;
// An engine that does not answer any more says nothing about now. Where a round of questions takes
// so long that an answer would be too old before the next one comes, it is good for two rounds, but
// not for longer than rates are made over.
inline constexpr core::Milliseconds engine_look_age_max = std::chrono::seconds(60);

class EngineLooks {
 public:
  // All must outlive it.
  EngineLooks(EngineStats& engine, const core::Clock& clock, boost::asio::any_io_executor executor);

  // Until cancelled: asks about those that were missed often enough.
  awaitable<void> run();
  awaitable<void> ask_all();  // once

  // After each look at the files: notes what was missed, and puts what the engine says of those in
  // their place.
  void complete(Looks& looks);

 private:
  struct Asked {
    int misses = 0;
    bool answered = false;
    bool anew = true;  // since it was last handed out
    Look look;
  };

  static awaitable<void> ask(EngineLooks* self, model::ContainerId id);
  core::Milliseconds age_max(core::MonoTime now) const;

  EngineStats& engine_;
  const core::Clock& clock_;
  core::Semaphore permits_;
  std::map<model::ContainerId, Asked> asked_;
  core::Milliseconds last_round_{0};
  std::optional<core::MonoTime> round_began_;  // of one under way
};

}  // namespace monitor
