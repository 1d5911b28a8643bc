// What is to be written soon: events, sets of changes whose loss a repetition mends, and incidents
// in their newest version. I/O thread only. Invariant: never more than `events_max` events,
// `change_sets_max` sets and `incidents_max` incidents wait. Where room is needed the oldest event
// of the lowest severity goes first, the oldest set of changes, and the oldest incident; what went
// is counted, an incident as a set of changes.
#pragma once

#include "model/event.hpp"
#include "model/incident.hpp"
#include "reconcile/ports.hpp"

#include <cstdint>
#include <deque>
#include <variant>
#include <vector>

namespace store {

using BehindItem = std::variant<model::Event, std::vector<reconcile::Change>, model::Incident>;

class WriteQueue {
 public:
  static constexpr std::size_t events_max = 10'000, change_sets_max = 10'000, incidents_max = 2'000;

  // A heartbeat, and a later version of an incident, take the place of an earlier one that still
  // waits.
  void push(BehindItem item);
  // Everything, in order.
  std::vector<BehindItem> take();
  // What was taken and could not be written; it comes before what was pushed since.
  void put_back(std::vector<BehindItem> items);

  bool empty() const { return items_.empty(); }
  std::size_t size() const { return items_.size(); }
  std::int64_t events_dropped() const { return events_dropped_; }
  std::int64_t change_sets_dropped() const { return change_sets_dropped_; }

 private:
  void count(const BehindItem& item, int by);
  void remove_earlier(const BehindItem& item);
  void make_room();
  void drop_one_event();
  void drop_one_change_set();
  void drop_one_incident();

  std::deque<BehindItem> items_;
  std::size_t events_ = 0, change_sets_ = 0, incidents_ = 0;
  std::int64_t events_dropped_ = 0, change_sets_dropped_ = 0;
};

}  // namespace store
