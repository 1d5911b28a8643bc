#include "store/memory_events.hpp"

#include "store/event_filter.hpp"

#include <utility>

namespace store {

using api::awaitable;

void MemoryEvents::record(model::Event event) {
  event.id = feed_.newest() + 1;
  feed_.publish({std::move(event)});
}

std::vector<model::Event> MemoryEvents::found(const api::EventFilter& filter,
                                              model::EventId after) const {
  std::vector<model::Event> events;
  for (const auto& event : feed_.recent()) {
    if (event.id > after && passes(filter, event)) events.push_back(event);
  }
  return events;
}

awaitable<core::Result<std::vector<model::Event>>> MemoryEvents::query(api::EventQuery query) {
  auto events = found(query.filter, query.after);
  const auto limit = static_cast<std::size_t>(query.limit);
  if (events.size() > limit && query.newest)
    events.erase(events.begin(), events.end() - query.limit);
  if (events.size() > limit) events.resize(limit);
  co_return events;
}

std::unique_ptr<api::Subscription> MemoryEvents::subscribe(api::EventFilter filter,
                                                           std::optional<model::EventId> after) {
  return feed_.subscribe(std::move(filter), after, *this);
}

awaitable<core::Result<EventPage>> MemoryEvents::page(api::EventFilter filter,
                                                      model::EventId after) {
  co_return EventPage{found(filter, after), feed_.newest(), feed_.range()};
}

awaitable<core::Result<std::vector<model::Event>>> MemoryEvents::open_alerts() {
  co_return core::Error{core::Errc::unavailable, "the database of events cannot be read"};
}

}  // namespace store
