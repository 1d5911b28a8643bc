// The event log: written behind through the writer, read on a thread and a connection of its own,
// so that no question about the past holds up an intent. I/O thread only.
#pragma once

#include "api/ports.hpp"
#include "core/io/blocking.hpp"
#include "monitor/ports.hpp"
#include "reconcile/ports.hpp"
#include "store/event_feed.hpp"
#include "store/writer.hpp"

namespace store {

using boost::asio::awaitable;

class EventLog final : public reconcile::EventSink,
                       public api::Events,
                       public EventPages,
                       public monitor::AlertLog {
 public:
  // Ids that one step of a search looks at: a filter that matches nothing costs many short reads
  // and no long one.
  static constexpr model::EventId window = 5000;
  static constexpr int page_max = 200;

  // `reader` is a connection that only reads. The feed and the writer must outlive the log.
  EventLog(Writer& writer, EventFeed& feed, Connection reader);

  void record(model::Event event) override;
  awaitable<core::Result<std::vector<model::Event>>> query(api::EventQuery query) override;
  std::unique_ptr<api::Subscription> subscribe(api::EventFilter filter,
                                               std::optional<model::EventId> after) override;
  awaitable<core::Result<EventPage>> page(api::EventFilter filter, model::EventId after) override;
  awaitable<core::Result<std::vector<model::Event>>> open_alerts() override;

 private:
  using FoundEvents = core::Result<std::vector<model::Event>>;
  awaitable<FoundEvents> oldest_of(api::EventQuery query);
  awaitable<FoundEvents> newest_of(api::EventQuery query);
  awaitable<FoundEvents> read(EventWindow window);
  awaitable<FoundEvents> alerts_between(model::EventId first, model::EventId last);
  awaitable<FoundEvents> older_alerts();
  awaitable<core::Result<EventRange>> range();

  Writer& writer_;
  EventFeed& feed_;
  Connection reader_;
  core::BlockingPool pool_;  // last: its thread uses `reader_`
};

}  // namespace store
