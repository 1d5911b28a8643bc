// The book of incidents: what opens one, what it is made of, how it ends (docs/incidents.md). It
// follows the events as they come, for what is told at once, and looks at the services, so that
// nothing hangs on one event. Pure: the time comes from outside, and what it says goes out as
// values.
#pragma once

#include "heal/failing_checks.hpp"
#include "heal/roster.hpp"
#include "heal/settings.hpp"
#include "heal/shelf.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace heal {

// To be stored, and to be recorded after that, each in its order.
struct Changes {
  std::vector<model::Incident> incidents;
  std::vector<model::Event> events;
};

struct Noted {
  model::Event event;  // with its incident, where it is evidence of one
  Changes changes;     // the incidents before the event, their events after it
};

class Book {
 public:
  explicit Book(Settings settings) : settings_(settings) {}
  void configure(Settings settings) { settings_ = settings; }

  // What is stored; `newest`: the greatest id that was ever given.
  void restore(std::vector<model::Incident> incidents, model::IncidentId newest);
  // The alerts that were firing when the agent ended: of these the checks that fail still. Until
  // then nothing that was restored is well; where nobody knows them, call it with none.
  void recall(const std::vector<model::Event>& open_alerts);

  // Whether the event may open an incident: `look` should be of now, then.
  static bool is_sign(const model::Event& event);
  Noted note(model::Event event, core::Instant now);
  Changes look(const Services& services, core::Instant now);

  // As it would be. Errors: not_found, conflict (resolved).
  core::Result<model::Incident> acknowledged(model::IncidentId id, const std::string& by,
                                             const std::string& reason, core::WallTime now) const;
  // Nothing where that is an error.
  Changes acknowledge(model::IncidentId id, const std::string& by, const std::string& reason,
                      core::WallTime now);

  const std::map<model::IncidentId, Kept>& incidents() const { return shelf_.all(); }
  std::optional<model::IncidentId> open_of(const model::Subject& subject) const;
  std::uint64_t revision() const { return revision_; }

 private:
  // What one event or one look leads to.
  struct Turn {
    core::Instant now;
    Changes changes = {};
  };

  void end_check(model::Event& event, const EventData& data, Turn& turn);
  void take(model::Event& event, const EventData& data, Turn& turn);
  void add_to(Kept& kept, const model::Event& event, const EventData& data,
              const model::Subject& subject, Turn& turn);
  bool may_open(const model::Subject& subject, const Problem& problem, const EventData& data);
  bool is_open_to_incidents(const model::Subject& subject) const;
  model::Criticality criticality_of(const model::Subject& subject) const;
  // The open incident of something that it depends on, which is not well.
  Kept* what_explains(const model::Subject& subject, const Kept* but = nullptr);

  Kept* sign(const model::Subject& subject, const Problem& problem, Turn& turn);
  Kept* begin(const model::Subject& subject, const Problem& problem, Turn& turn);
  Kept* join(Kept& kept, const model::Subject& subject, Turn& turn);
  Kept* give_over(Kept& kept, const model::Subject& subject, const Problem& problem, Turn& turn);
  void see_again(Kept& kept, const Problem& problem, Turn& turn);
  static void say_opened(const Kept& kept, bool recurring, Turn& turn);
  void finish(Kept& kept, const std::string& reason, Turn& turn);

  void open_what_is_ill(Turn& turn);
  void open_what_is_not_explained(Turn& turn);
  std::optional<Problem> overdue(const model::Subject& subject, const Seen& seen,
                                 core::MonoTime now);
  void follow(Kept& kept, Turn& turn);
  void follow_services(Kept& kept, Turn& turn);
  bool drop_the_unwanted(Kept& kept, Turn& turn);
  bool is_superseded(Kept& kept, Turn& turn);
  void take_attempts(Kept& kept, Turn& turn);
  void settle(Kept& kept, bool is_well, Turn& turn);
  void find_affected();
  void collect(Turn& turn, bool all);

  Settings settings_;
  Shelf shelf_;
  Roster roster_;
  FailingChecks checks_;
  bool away_ = true;      // the engine: nothing is known of services
  bool recalled_ = true;  // which checks failed before is known: nothing is well before that
  std::uint64_t revision_ = 0;
};

}  // namespace heal
