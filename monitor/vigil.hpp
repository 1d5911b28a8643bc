// Watches every service and every disk for what begins and ends, and says so as events. I/O thread
// only.
#pragma once

#include "core/clock.hpp"
#include "monitor/board.hpp"
#include "monitor/disk_watch.hpp"
#include "monitor/memory_outlook.hpp"
#include "monitor/recall.hpp"
#include "monitor/recent.hpp"
#include "monitor/service_watch.hpp"
#include "monitor/settings.hpp"

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace monitor {

// What a service says for itself, farthest first: JSON texts of its policy key `spikes`.
class SpikePolicies {
 public:
  virtual ~SpikePolicies() = default;
  virtual std::vector<std::string> spikes_of(const model::DeploymentName& deployment,
                                             const model::ServiceName& service) const = 0;
};

class Vigil final : public Spikes {
 public:
  // All must outlive it.
  Vigil(EventSink& events, const SpikePolicies& policies, const core::Clock& clock,
        Settings settings);

  void configure(Settings settings);
  // Before the first look.
  void recall(const Recalled& recalled);

  // Something of it was killed for memory. `at` may be of the past.
  void note_out_of_memory(const model::DeploymentName& deployment,
                          const model::ServiceName& service, core::MonoTime at);

  // After each look, when `board` and `recent` have taken it.
  void look(const Board& board, const Recent& recent);
  // What began or ended with the disks, for who knows what fills them to tell; the forecasts are
  // told here. `all`: as DiskWatch::look.
  [[nodiscard]] std::vector<DiskChange> look_at_disks(const std::vector<DiskUsage>& disks,
                                                      const Recent& recent, bool all = true);

  // Containers of services in which something is on the way to a spike: their processes are worth a
  // look.
  const std::set<model::ContainerId>& suspects() const { return suspects_; }
  // Those that this look makes suspects, before it is taken: what opens a spike at once, or at the
  // next look, is to name its processes too.
  std::set<model::ContainerId> suspects_to_be(const Board& board) const;
  std::vector<OpenSpike> spikes() const override;
  const DiskWatch& disk_watch() const { return disk_watch_; }

 private:
  struct Service {
    ServiceWatch watch;
    MemoryOutlook memory;
    SpikeSettings settings;
    core::MonoTime minute_at;                         // when it is looked at by the minute next
    std::array<model::Severity, spike_kinds> told{};  // of what is open
    std::string told_mistake;                         // in its settings, of which was told
    std::optional<core::MonoTime> out_of_memory_at;   // last
  };
  using Key = Board::ServiceKey;
  using Replicas = MemoryOutlook::Replicas;

  Service& find_or_add(const Key& key, core::MonoTime now);
  void look_at(const Key& key, Service& service, const Replicas& containers, const Board& board,
               core::MonoTime now);
  static bool is_over(const Key& key, const Service& service, const Recent& recent);
  void look_by_the_minute(const Key& key, Service& service, const Replicas& containers,
                          const Board& board, const Recent& recent);
  void read_settings(const Key& key, Service& service);
  void learn_size(const Board& board);
  void tell(const Key& key, const SpikeNote& note, Service& service, const Board& board);
  void tell(const Key& key, const MemoryNote& note, const Service& service, core::Instant now);

  EventSink& events_;
  const SpikePolicies& policies_;
  const core::Clock& clock_;
  Settings settings_;
  HostSize host_;
  double available_bytes_ = 0;
  std::map<Key, Service> services_;
  std::set<model::ContainerId> suspects_;
  DiskWatch disk_watch_;
  struct DiskForecast {
    Forecast forecast;
    int unseen = 0;  // looks
  };
  std::map<std::string, DiskForecast> disk_forecasts_;  // by mount point
};

}  // namespace monitor
