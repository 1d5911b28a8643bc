// From events to messages: route, group, wait, hold back, tell once. Pure: the time, what is true
// around it and the ids of messages come from outside; what it remembers goes out as rows, so that
// it goes on after a crash as if nothing had been. Rules of Alertmanager (FIELD.md 3.6) with its
// known pains mended; ours are in docs/notifications.md.
#pragma once

#include "core/clock.hpp"
#include "model/event.hpp"
#include "notify/ports.hpp"
#include "notify/settings.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace notify {

struct HostIdentity {
  std::string name;
  std::map<std::string, std::string> labels;
  bool operator==(const HostIdentity&) const = default;
};

class Pipeline {
 public:
  struct Surroundings {
    const Circumstances& circumstances;  // outlives the pipeline
    // Minutes since midnight of the local day of that moment.
    std::function<int(core::WallTime)> local_minute;
    std::function<std::string()> new_id;  // of a message: unique for ever
  };

  Pipeline(HostIdentity host, Settings settings, Surroundings around);
  ~Pipeline();

  // What an earlier life remembered; rows of another form are left out. Before anything else.
  void restore(const std::vector<MemoryRow>& memory, std::vector<Silence> silences);
  // Groups, alerts and timers go on; what waits for a channel that is gone is dropped (the events
  // that say so are returned).
  std::vector<model::Event> configure(Settings settings);
  void set_silences(std::vector<Silence> silences);

  // One event, in the order of the log. Nothing is sent by that alone.
  void take(const model::Event& event, core::WallTime now);
  // What is due, as messages a channel each, in the order to be sent. What it returns is told: the
  // caller stores it in one step with `changed_memory`.
  std::vector<Outgoing> flush(core::WallTime now);
  // When `flush` should be called at the latest; nothing: only after the next event.
  std::optional<core::WallTime> next_due(core::WallTime now) const;
  // Since the last call.
  std::vector<MemoryRow> changed_memory();

  // Everything that fires and is neither held nor silenced, and what was resolved in the last five
  // minutes; by key.
  std::vector<AlertNow> alerts(core::WallTime now) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace notify
