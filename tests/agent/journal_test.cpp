#include "agent/journal.hpp"

#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

#include <deque>
#include <memory>
#include <utility>

namespace {

using boost::asio::awaitable;

model::Event event_with(model::EventId id) {
  model::Event event;
  event.id = id;
  return event;
}

// A log whose readers get what is scripted, and which counts them.
class ScriptedLog final : public api::Events {
 public:
  std::deque<api::StreamItem> items;
  std::vector<std::optional<model::EventId>> begun_after;
  model::EventId newest_id = 0;

  awaitable<core::Result<std::vector<model::Event>>> query(api::EventQuery query) override {
    CHECK(query.newest);
    std::vector<model::Event> found;
    if (newest_id > 0) found.push_back(event_with(newest_id));
    co_return found;
  }
  std::unique_ptr<api::Subscription> subscribe(api::EventFilter,
                                               std::optional<model::EventId> after) override {
    begun_after.push_back(after);
    return std::make_unique<Reader>(items);
  }

 private:
  class Reader final : public api::Subscription {
   public:
    explicit Reader(std::deque<api::StreamItem>& items) : items_(items) {}
    awaitable<std::optional<api::StreamItem>> next(core::Milliseconds) override {
      if (items_.empty()) co_return std::nullopt;
      auto item = std::move(items_.front());
      items_.pop_front();
      co_return item;
    }

   private:
    std::deque<api::StreamItem>& items_;
  };
};

struct Reading {
  ScriptedLog log;
  agent::Journal journal{log};
  boost::asio::io_context io;

  notify::Journal::Events after(model::EventId id, int limit) {
    auto found = support::run(io, journal.after(id, limit, core::Milliseconds{1}));
    REQUIRE(found.has_value());
    return *found;
  }
};

}  // namespace

TEST_CASE("the journal goes on where it was read to, with the same reader") {
  Reading reading;
  for (model::EventId id = 4; id <= 6; ++id) reading.log.items.emplace_back(event_with(id));
  CHECK(reading.after(3, 2).events.size() == 2);
  const auto rest = reading.after(5, 2);
  REQUIRE(rest.events.size() == 1);
  CHECK(rest.events[0].id == 6);
  CHECK(reading.log.begun_after == std::vector<std::optional<model::EventId>>{3});
}

TEST_CASE("what could not be stored is read again") {
  Reading reading;
  reading.log.items.emplace_back(event_with(4));
  (void)reading.after(3, 10);
  reading.log.items.emplace_back(event_with(4));
  CHECK(reading.after(3, 10).events.size() == 1);
  CHECK(reading.log.begun_after.size() == 2);
}

TEST_CASE("events that are no longer kept are counted") {
  Reading reading;
  reading.log.items.emplace_back(api::StreamGap{4, 9});
  reading.log.items.emplace_back(event_with(10));
  const auto found = reading.after(3, 10);
  CHECK(found.skipped == 6);
  CHECK(found.events.size() == 1);
}

TEST_CASE("ids that the log never gave are nobody's loss") {
  Reading reading;
  reading.log.items.emplace_back(api::StreamGap{2, 3});
  CHECK(reading.after(3, 10).skipped == 0);
}

TEST_CASE("the newest id of an empty log is 0") {
  Reading reading;
  CHECK(*support::run(reading.io, reading.journal.newest()) == 0);
  reading.log.newest_id = 12;
  CHECK(*support::run(reading.io, reading.journal.newest()) == 12);
}
