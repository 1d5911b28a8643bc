// Watches how long every service is up, and keeps it beyond this life of the agent. I/O thread
// only.
#pragma once

#include "core/clock.hpp"
#include "monitor/patience.hpp"
#include "monitor/ports.hpp"
#include "monitor/uptime.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace monitor {

inline constexpr core::Milliseconds uptime_interval = std::chrono::seconds(5);
inline constexpr core::Milliseconds uptime_append_interval = std::chrono::minutes(1);

// The agent implements it over reconcile.
class ServiceEnds {
 public:
  virtual ~ServiceEnds() = default;
  // The newest end among the containers of a service, by the engine's clock; the epoch where none
  // ended, or nobody sees it.
  virtual core::WallTime ended_at(const model::DeploymentName& deployment,
                                  const model::ServiceName& service) const = 0;
};

class UptimeWatch final : public Uptimes {
 public:
  // All must outlive it; `log` may hang with its disk.
  struct Ports {
    const ServiceStates& states;
    const ServiceEnds& ends;
    const Restarts& restarts;
    UptimeLog& log;
    const core::Clock& clock;
  };
  explicit UptimeWatch(Ports ports, core::Milliseconds patience = history_patience)
      : ports_(ports), patience_(patience) {}

  // First what is known of the time before, which is added to what was counted meanwhile where it
  // could not be read at once; then looks, until cancelled.
  awaitable<void> run(UptimeLife life);
  // Gives the log what it does not have yet. At a stop: before the log is flushed.
  void save();
  // The log was begun anew: what it forgot is given to it again with the next `save`.
  void write_all_again();

  // What `run` does over and over.
  void look();
  awaitable<void> recall();

  std::optional<Availability> availability(const model::DeploymentName& deployment,
                                           const model::ServiceName& service) const override;
  std::optional<int> restarts_last_hour(const model::DeploymentName& deployment,
                                        const model::ServiceName& service) const override;

 private:
  struct Service {
    Uptime uptime;
    std::uint64_t seen = 0;  // the look that saw it last
  };
  using Services = std::map<model::ServiceName, Service>;

  void look_at_the_absent(core::Instant now);
  const Service* find(const model::DeploymentName& deployment,
                      const model::ServiceName& service) const;

  Ports ports_;
  core::Milliseconds patience_;
  Patience asking_;
  UptimeLife life_;
  std::map<model::DeploymentName, Services> deployments_;
  std::uint64_t looks_ = 0;
  bool recalled_ = false;
};

}  // namespace monitor
