// The checks that nobody has to configure, as the list of all checks shows them: each disk, the
// disks together, and the looks at containers and host. What is told of them is told elsewhere
// (DiskWatch, Silence). Pure; one thread.
#pragma once

#include "core/clock.hpp"
#include "model/event.hpp"
#include "monitor/disk_watch.hpp"
#include "monitor/ports.hpp"
#include "monitor/recall.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace monitor {

class HostChecks {
 public:
  struct Pace {
    core::Milliseconds interval, timeout;
  };
  struct Run {
    core::Instant began, ended;
  };

  HostChecks(Pace disks, Pace looks);
  // Of the looks.
  void set_looks_interval(core::Milliseconds interval);

  // They were told of by an agent before this one. Before the first of the others.
  void recall(const Recalled& recalled);
  // A look at the disks was answered, and `watch` has taken it.
  void take_disks(const std::vector<DiskUsage>& disks, const DiskWatch& watch, Run run);
  void take_looks(Run run);
  // What takes longer than `timeout` fails: told, and taken back. `told`: the event's message.
  void take_silence(std::string_view id, bool silent, const std::string& told, core::Instant now);

  std::vector<CheckView> views() const;  // by id
  std::optional<CheckView> view(const std::string& id) const;
  std::uint64_t revision() const { return revision_; }

 private:
  struct Found {
    DiskLevel level = DiskLevel::fine;
    std::string text;
  };
  CheckView& find_or_add(const std::string& id, const Pace& pace);
  void take(const std::string& id, const Found& found, const Run& run);
  void set_state(CheckView& view, CheckState state, core::WallTime at);

  Pace disks_, looks_;
  std::map<std::string, CheckView> views_;
  std::uint64_t revision_ = 1;
};

}  // namespace monitor
