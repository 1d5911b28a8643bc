#include "store/write_queue.hpp"

#include "core/check.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace store {
namespace {

using Changes = std::vector<reconcile::Change>;

// 0: it is none.
model::IncidentId incident_of(const BehindItem& item) {
  const auto* incident = std::get_if<model::Incident>(&item);
  return incident == nullptr ? 0 : incident->id;
}

bool is_heartbeat(const BehindItem& item) {
  const auto* changes = std::get_if<Changes>(&item);
  return changes != nullptr && changes->size() == 1 &&
         std::holds_alternative<reconcile::SetHeartbeat>(changes->front());
}

}  // namespace

void WriteQueue::count(const BehindItem& item, int by) {
  auto& number = std::holds_alternative<model::Event>(item)      ? events_
                 : std::holds_alternative<model::Incident>(item) ? incidents_
                                                                 : change_sets_;
  number += static_cast<std::size_t>(by);
}

void WriteQueue::remove_earlier(const BehindItem& item) {
  const auto incident = incident_of(item);
  if (incident != 0 ? incidents_ == 0 : !is_heartbeat(item)) return;
  const auto earlier =
      std::find_if(items_.begin(), items_.end(), [incident](const BehindItem& other) {
        return incident != 0 ? incident_of(other) == incident : is_heartbeat(other);
      });
  if (earlier == items_.end()) return;
  count(*earlier, -1);
  items_.erase(earlier);
}

void WriteQueue::push(BehindItem item) {
  remove_earlier(item);
  count(item, 1);
  items_.push_back(std::move(item));
  make_room();
}

std::vector<BehindItem> WriteQueue::take() {
  std::vector<BehindItem> items(std::make_move_iterator(items_.begin()),
                                std::make_move_iterator(items_.end()));
  items_.clear();
  events_ = change_sets_ = incidents_ = 0;
  return items;
}

void WriteQueue::put_back(std::vector<BehindItem> items) {
  std::set<model::IncidentId> later;
  for (const auto& item : items_) later.insert(incident_of(item));
  later.erase(0);
  std::erase_if(items, [&](const BehindItem& item) { return later.contains(incident_of(item)); });
  for (const auto& item : items) count(item, 1);
  items_.insert(items_.begin(), std::make_move_iterator(items.begin()),
                std::make_move_iterator(items.end()));
  make_room();
}

void WriteQueue::make_room() {
  while (events_ > events_max) drop_one_event();
  while (change_sets_ > change_sets_max) drop_one_change_set();
  while (incidents_ > incidents_max) drop_one_incident();
}

void WriteQueue::drop_one_event() {
  for (const auto severity :
       {model::Severity::info, model::Severity::warning, model::Severity::critical}) {
    const auto victim = std::find_if(items_.begin(), items_.end(), [&](const BehindItem& item) {
      const auto* event = std::get_if<model::Event>(&item);
      return event != nullptr && event->severity == severity;
    });
    if (victim == items_.end()) continue;
    items_.erase(victim);
    --events_;
    ++events_dropped_;
    return;
  }
  CHECK(!"an event that is counted waits");
}

void WriteQueue::drop_one_change_set() {
  const auto victim = std::find_if(items_.begin(), items_.end(), [](const BehindItem& item) {
    return std::holds_alternative<Changes>(item);
  });
  CHECK(victim != items_.end());
  items_.erase(victim);
  --change_sets_;
  ++change_sets_dropped_;
}

void WriteQueue::drop_one_incident() {
  const auto victim = std::find_if(items_.begin(), items_.end(),
                                   [](const BehindItem& item) { return incident_of(item) != 0; });
  CHECK(victim != items_.end());
  items_.erase(victim);
  --incidents_;
  ++change_sets_dropped_;
}

}  // namespace store
