// Counts the events on their way into the log, since the agent started: what /metrics shows of
// them. I/O thread only.
#pragma once

#include "model/event.hpp"
#include "monitor/ports.hpp"
#include "reconcile/ports.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <utility>

namespace api {

class EventCounts final : public reconcile::EventSink, public monitor::EventSink {
 public:
  struct OfService {
    // Starts of a container that had ended before: after a crash, by a remedy, by hand.
    std::uint64_t restarts = 0;
    std::uint64_t oom_kills = 0;
    bool operator==(const OfService&) const = default;
  };
  using ByType = std::map<std::pair<std::string, model::Severity>, std::uint64_t>;

  // `log` is handed every event, and must outlive this.
  explicit EventCounts(reconcile::EventSink& log) : log_(log) {}

  void record(model::Event event) override;

  const ByType& by_type() const { return by_type_; }
  // Zeros where nothing happened yet.
  OfService of(const model::DeploymentName& deployment, const model::ServiceName& service) const;

 private:
  struct Service {
    OfService counts;
    std::deque<std::string> ended;  // containers that may be started again, the newest last
  };
  using Services = std::map<model::ServiceName, Service>;

  void count(const model::Event& event);

  reconcile::EventSink& log_;
  ByType by_type_;
  std::map<model::DeploymentName, Services> services_;
};

}  // namespace api
