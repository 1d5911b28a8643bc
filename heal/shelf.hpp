// The incidents in memory, at most `incidents_max`: every open one, and the newest resolved ones. A
// subject is of one open incident at most. Pure.
#pragma once

#include "heal/kept.hpp"

#include <functional>
#include <map>
#include <vector>

namespace heal {

class Shelf {
 public:
  static constexpr std::size_t incidents_max = 1000;

  // Replaces all. `newest`: no id up to it is given again.
  void restore(std::vector<model::Incident> incidents, model::IncidentId newest);

  const std::map<model::IncidentId, Kept>& all() const { return incidents_; }
  Kept* find(model::IncidentId id);
  Kept* open_of(const model::Subject& subject);
  std::optional<model::IncidentId> id_of(const model::Subject& subject) const;  // as open_of
  // Of the same fingerprint and cause, where that is more than the subject's own.
  Kept* open_with(const Problem& problem);
  // Resolved after `since`: the newest of the same problem.
  Kept* resolved_like(const Problem& problem, const model::Subject& subject, core::WallTime since);

  // Null where there is no room: as many are open.
  Kept* open(const model::Subject& subject, const Problem& problem, model::Criticality criticality,
             core::WallTime now);
  void join(Kept& kept, const model::Subject& subject);
  // The last subject cannot leave.
  void leave(Kept& kept, const model::Subject& subject);
  // Its subjects are free for another one; and back.
  void close(Kept& kept);
  void reopen(Kept& kept);

  // Ascending by id; what is resolved meanwhile is left out.
  void each_open(const std::function<void(Kept&)>& visit);
  std::size_t open_count() const;

 private:
  bool make_room();

  std::map<model::IncidentId, Kept> incidents_;
  std::map<model::Subject, model::IncidentId> open_;  // by subject
  model::IncidentId newest_ = 0;
};

}  // namespace heal
