// What the pipeline decided and the store does not have yet: it grows until it could be stored.
// Pure.
#pragma once

#include "core/clock.hpp"
#include "notify/ports.hpp"

#include <set>
#include <string>
#include <vector>

namespace notify {

class UnsavedStep {
 public:
  // A cursor that moved over events that changed nothing need not be durable at once: they would
  // change nothing again.
  static constexpr core::Milliseconds cursor_lag{30'000};
  static constexpr model::EventId cursor_lag_events = 500;
  // Where so many messages wait for the store, no more events are taken.
  static constexpr std::size_t outgoing_max = 2'000;

  static constexpr model::EventId no_cursor = -1;

  // What is in the store; `no_cursor`: none, so that the next one is stored at once.
  void begin(model::EventId cursor, const std::vector<MemoryRow>& memory, core::MonoTime now);

  void took(model::EventId up_to) { step_.cursor = up_to; }
  void add(std::vector<MemoryRow> memory, std::vector<Outgoing> outgoing);

  model::EventId cursor() const { return step_.cursor; }
  bool is_full() const { return step_.outgoing.size() >= outgoing_max; }
  bool has_messages() const { return !step_.outgoing.empty(); }
  bool wants_saving(core::MonoTime now) const;
  // Nothing was added since `step()` was asked for.
  const Step& step() const { return step_; }
  void saved(core::MonoTime now);

 private:
  Step step_;
  std::set<std::string> stored_keys_;  // of memory
  model::EventId saved_cursor_ = 0;
  core::MonoTime saved_at_{};
};

}  // namespace notify
