// An event log without a database: the newest events, in memory only. I/O thread only.
#pragma once

#include "api/ports.hpp"
#include "monitor/ports.hpp"
#include "reconcile/ports.hpp"
#include "store/event_feed.hpp"

namespace store {

class MemoryEvents final : public reconcile::EventSink,
                           public api::Events,
                           public EventPages,
                           public monitor::AlertLog {
 public:
  explicit MemoryEvents(boost::asio::any_io_executor executor) : feed_(std::move(executor), 0) {}

  // The id is given at once, from 1 on: nothing is known of the ids of the database.
  void record(model::Event event) override;
  api::awaitable<core::Result<std::vector<model::Event>>> query(api::EventQuery query) override;
  std::unique_ptr<api::Subscription> subscribe(api::EventFilter filter,
                                               std::optional<model::EventId> after) override;
  api::awaitable<core::Result<EventPage>> page(api::EventFilter filter,
                                               model::EventId after) override;
  // What agents before this one told of cannot be read.
  api::awaitable<core::Result<std::vector<model::Event>>> open_alerts() override;

 private:
  std::vector<model::Event> found(const api::EventFilter& filter, model::EventId after) const;
  EventFeed feed_;
};

}  // namespace store
