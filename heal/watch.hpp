// The shell around the book: events go through it into the log, services are looked at every two
// seconds, and what changes is stored behind, in order with the events. I/O thread only.
#pragma once

#include "heal/book.hpp"
#include "heal/ports.hpp"

#include <string>
#include <vector>

namespace heal {

class Watch final : public Incidents {
 public:
  static constexpr core::Milliseconds look_interval{2'000};
  // A sign of ill-health is judged by a look that is not older.
  static constexpr core::Milliseconds fresh_for{250};

  struct Ports {
    IncidentStore& store;
    EventSink& next;  // where events go from here
    const core::Clock& clock;
  };

  Watch(Ports ports, Settings settings) : ports_(ports), book_(settings) {}

  // What is open goes on. Until it was read nobody knows which ids are taken: events are handed on
  // as they are, and no look is made.
  awaitable<core::Status> load();
  // Once after `load`: the alerts that fired when the agent ended (as monitor recalls them), so
  // that the end of a failing check goes where its failure went; none where they cannot be read.
  // Nothing is well before.
  void recall(const std::vector<model::Event>& open_alerts) { book_.recall(open_alerts); }
  // Until then no service is known, and none has an incident. It must outlive this.
  void set_services(const Services* services) { services_ = services; }
  void configure(Settings settings) { book_.configure(settings); }

  // Stamped with the incident that it is evidence of, and handed on, followed by what it leads to.
  void record(model::Event event);
  // One look; `run` makes one every two seconds, until it is cancelled.
  void look();
  awaitable<void> run();

  std::vector<model::Incident> incidents() const override;
  std::optional<model::Incident> incident(model::IncidentId id) const override;
  std::optional<model::IncidentId> open_incident_of(
      const model::DeploymentName& deployment, const model::ServiceName& service) const override;
  awaitable<core::Result<model::Incident>> acknowledge(model::IncidentId id, std::string by,
                                                       std::string reason) override;
  std::uint64_t incidents_revision() const override { return book_.revision(); }

 private:
  void hand_on(Changes changes);
  void store(const std::vector<model::Incident>& incidents);

  Ports ports_;
  const Services* services_ = nullptr;
  Book book_;
  bool loaded_ = false;
  std::optional<core::MonoTime> looked_at_;
};

}  // namespace heal
