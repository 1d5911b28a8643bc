// Counts the events on their way into the log, since the agent started: what /metrics shows of
// them; and the restarts of the last hour, which an earlier agent may have seen. I/O thread only.
#pragma once

#include "api/ports.hpp"
#include "model/event.hpp"
#include "monitor/ports.hpp"
#include "reconcile/ports.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace api {

class EventCounts final : public reconcile::EventSink,
                          public monitor::EventSink,
                          public monitor::Restarts {
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

  // After what its owner asked for (a verb, a new generation), ends and starts are no restarts
  // until the deployment is told to have converged, at most for ten minutes; a crash is one even
  // then.
  int restarts_since(const model::DeploymentName& deployment, const model::ServiceName& service,
                     core::WallTime from) const override;

  // Reads what an agent before this one saw in the hour before `now`: it counts for
  // `restarts_since` alone. At most the newest thousand events are looked at.
  awaitable<core::Status> recall(Events& log, core::WallTime now);

 private:
  struct Ended {
    std::string container;
    bool crashed = false;
    bool replaced = false;  // another one has taken its place
  };
  struct Minute {
    std::int64_t number = 0;  // since 1970
    int restarts = 0;
  };
  struct Service {
    OfService counts;
    std::deque<Ended> ended;      // containers that may be started again, the newest last
    std::deque<Minute> restarts;  // nobody asked for, of the last hour
    core::WallTime asked_at;      // by its owner, and not converged since; else the epoch
  };
  struct Deployment {
    std::map<model::ServiceName, Service> services;
    core::WallTime asked_at;  // of all of them
  };

  void count(const model::Event& event);
  void note(const model::Event& event);
  void note_end(Service& service, const model::Event& event);
  void note_start(Deployment& deployment, Service& service, const model::Event& event);
  const Service* find(const model::DeploymentName& deployment,
                      const model::ServiceName& service) const;

  reconcile::EventSink& log_;
  ByType by_type_;
  std::map<model::DeploymentName, Deployment> deployments_;
  bool recalling_ = false;
};

}  // namespace api
