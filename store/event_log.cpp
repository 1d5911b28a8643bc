#include "store/event_log.hpp"

#include "core/check.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

namespace store {
namespace {

using Found = core::Result<std::vector<model::Event>>;
using LastByKey = std::map<std::string, std::optional<model::Event>>;  // none: it was resolved

void take_alerts(LastByKey& last, std::vector<model::Event> alerts) {
  for (auto& event : alerts) {
    auto& known = last[event.alert->key];
    if (event.alert->firing)
      known = std::move(event);
    else
      known.reset();
  }
}

// What the log itself says of an alert is newer.
void take_older(LastByKey& last, std::vector<model::Event> alerts) {
  for (auto& event : alerts) {
    auto key = event.alert->key;
    last.try_emplace(std::move(key), std::move(event));
  }
}

// The first id that is kept beyond `after`, which may be any that a client sends.
model::EventId first_after(model::EventId after, const EventRange& kept) {
  return std::max(std::min(after, kept.newest) + 1, kept.oldest);
}

std::vector<model::Event> in_order(LastByKey last) {
  std::vector<model::Event> events;
  for (auto& [key, event] : last)
    if (event) events.push_back(std::move(*event));
  std::sort(events.begin(), events.end(),
            [](const auto& one, const auto& other) { return one.id < other.id; });
  return events;
}

core::Result<EventPage> read_page(Connection& db, const api::EventFilter& filter,
                                  model::EventId after, model::EventId newest) {
  const auto moment = Transaction::begin_reading(db);
  if (!moment) return moment.error();
  const auto range = read_event_range(db);
  if (!range) return range.error();
  const auto first = first_after(after, *range);
  // Not beyond what was published: the feed delivers the rest.
  EventPage page{{}, std::min(first + EventLog::window - 1, newest), *range};
  auto events = read_events(db, {filter, first, page.through, EventLog::page_max, false});
  if (!events) return events.error();
  page.events = std::move(*events);
  if (static_cast<int>(page.events.size()) == EventLog::page_max)
    page.through = page.events.back().id;
  return page;
}

}  // namespace

EventLog::EventLog(Writer& writer, EventFeed& feed, Connection reader)
    : writer_(writer), feed_(feed), reader_(std::move(reader)), pool_("ek-store-read", 1) {}

void EventLog::record(model::Event event) { writer_.write_behind(std::move(event)); }

std::unique_ptr<api::Subscription> EventLog::subscribe(api::EventFilter filter,
                                                       std::optional<model::EventId> after) {
  return feed_.subscribe(std::move(filter), after, *this);
}

awaitable<core::Result<EventPage>> EventLog::page(api::EventFilter filter, model::EventId after) {
  std::function<core::Result<EventPage>()> work = [this, filter = std::move(filter), after,
                                                   newest = feed_.newest()] {
    return read_page(reader_, filter, after, newest);
  };
  auto page = co_await pool_.run(std::move(work));
  co_return page;
}

awaitable<core::Result<EventRange>> EventLog::range() {
  std::function<core::Result<EventRange>()> work = [this] { return read_event_range(reader_); };
  auto found = co_await pool_.run(std::move(work));
  co_return found;
}

awaitable<Found> EventLog::read(EventWindow wanted) {
  std::function<Found()> work = [this, wanted = std::move(wanted)] {
    return read_events(reader_, wanted);
  };
  auto found = co_await pool_.run(std::move(work));
  co_return found;
}

awaitable<Found> EventLog::query(api::EventQuery query) {
  CHECK(query.limit > 0);
  auto found = query.newest ? newest_of(std::move(query)) : oldest_of(std::move(query));
  co_return co_await std::move(found);
}

awaitable<Found> EventLog::oldest_of(api::EventQuery query) {
  const auto kept = co_await range();
  if (!kept) co_return kept.error();
  std::vector<model::Event> found;
  auto first = first_after(query.after, *kept);
  while (first <= kept->newest && static_cast<int>(found.size()) < query.limit) {
    const auto last = std::min(first + window - 1, kept->newest);
    EventWindow wanted{query.filter, first, last, query.limit - static_cast<int>(found.size()),
                       false};
    auto some = co_await read(std::move(wanted));
    if (!some) co_return some.error();
    std::move(some->begin(), some->end(), std::back_inserter(found));
    first = last + 1;
  }
  co_return found;
}

awaitable<Found> EventLog::alerts_between(model::EventId first, model::EventId last) {
  std::function<Found()> work = [this, first, last] { return read_alerts(reader_, first, last); };
  auto found = co_await pool_.run(std::move(work));
  co_return found;
}

awaitable<Found> EventLog::older_alerts() {
  std::function<Found()> work = [this] { return read_older_alerts(reader_); };
  auto found = co_await pool_.run(std::move(work));
  co_return found;
}

awaitable<Found> EventLog::open_alerts() {
  const auto kept = co_await range();
  if (!kept) co_return kept.error();
  LastByKey last;
  for (auto first = kept->oldest; first <= kept->newest; first += window) {
    auto some = co_await alerts_between(first, std::min(first + window - 1, kept->newest));
    if (!some) co_return some.error();
    take_alerts(last, std::move(*some));
  }
  // Read last: what retention took away meanwhile is there.
  auto older = co_await older_alerts();
  if (!older) co_return older.error();
  take_older(last, std::move(*older));
  co_return in_order(std::move(last));
}

awaitable<Found> EventLog::newest_of(api::EventQuery query) {
  const auto kept = co_await range();
  if (!kept) co_return kept.error();
  std::vector<model::Event> found;
  const auto lowest = first_after(query.after, *kept);
  for (auto last = kept->newest; last >= lowest && static_cast<int>(found.size()) < query.limit;
       last -= window) {
    const auto first = std::max(last - window + 1, lowest);
    EventWindow wanted{query.filter, first, last, query.limit - static_cast<int>(found.size()),
                       true};
    auto some = co_await read(std::move(wanted));
    if (!some) co_return some.error();
    found.insert(found.begin(), std::make_move_iterator(some->begin()),
                 std::make_move_iterator(some->end()));
  }
  co_return found;
}

}  // namespace store
