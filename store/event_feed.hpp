// The newest committed events in memory, and those who wait for more. I/O thread only.
#pragma once

#include "api/ports.hpp"
#include "core/io/timing.hpp"
#include "model/event.hpp"
#include "store/event_table.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace store {

// Events after some id that pass a filter; every id up to `through` was looked at. `range` is what
// is kept at all.
struct EventPage {
  std::vector<model::Event> events;
  model::EventId through = 0;
  EventRange range;
};

// Where a subscription reads what is no longer in memory.
class EventPages {
 public:
  virtual ~EventPages() = default;
  // Bounded work; call again from `through` on.
  virtual boost::asio::awaitable<core::Result<EventPage>> page(api::EventFilter filter,
                                                               model::EventId after) = 0;
};

class EventFeed {
 public:
  static constexpr std::size_t recent_max = 500;

  // `newest`: the last id that was ever given.
  EventFeed(boost::asio::any_io_executor executor, model::EventId newest);

  // Ids ascending.
  void publish(std::vector<model::Event> events);
  model::EventId newest() const { return newest_; }
  // The ids of `recent()`; oldest = newest + 1 where it is empty.
  EventRange range() const;
  const std::deque<model::Event>& recent() const { return recent_; }

  // With `after`: what comes after it, from memory or `pages`. The feed and `pages` must outlive
  // the subscription.
  std::unique_ptr<api::Subscription> subscribe(api::EventFilter filter,
                                               std::optional<model::EventId> after,
                                               EventPages& pages);

 private:
  friend class EventSubscription;
  boost::asio::any_io_executor executor_;
  model::EventId newest_;
  std::deque<model::Event> recent_;
  std::set<core::Wakeup*> waiting_;
};

}  // namespace store
