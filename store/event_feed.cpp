#include "store/event_feed.hpp"

#include "core/check.hpp"
#include "store/event_filter.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace store {

using boost::asio::awaitable;

namespace {

core::MonoTime mono_now() {
  return std::chrono::floor<core::Milliseconds>(std::chrono::steady_clock::now());
}

constexpr core::Milliseconds pause_after_error{1000};

}  // namespace

// A cursor into the log. It holds no event that it has not been asked for: a slow reader costs no
// memory and loses nothing that the log still keeps.
class EventSubscription final : public api::Subscription {
 public:
  EventSubscription(EventFeed& feed, EventPages& pages, api::EventFilter filter,
                    model::EventId after)
      : feed_(feed),
        pages_(pages),
        filter_(std::move(filter)),
        seen_(after),
        wakeup_(feed.executor_) {
    feed_.waiting_.insert(&wakeup_);
  }
  EventSubscription(const EventSubscription&) = delete;
  EventSubscription& operator=(const EventSubscription&) = delete;
  ~EventSubscription() override { feed_.waiting_.erase(&wakeup_); }

  awaitable<std::optional<api::StreamItem>> next(core::Milliseconds limit) override {
    const auto until = mono_now() + limit;
    for (;;) {
      if (seen_ > feed_.newest()) forget_unknown_ids();
      if (seen_ < feed_.newest() && ready_.empty()) co_await advance();
      if (auto item = take_ready()) co_return item;
      const auto left = until - mono_now();
      if (left <= core::Milliseconds{0} && stuck()) co_return std::nullopt;
      if (stuck())
        co_await wakeup_.wait_for(std::min(left, unreadable_ ? pause_after_error : left));
    }
  }

 private:
  std::optional<api::StreamItem> take_ready() {
    if (ready_.empty()) return std::nullopt;
    auto item = std::move(ready_.front());
    ready_.pop_front();
    return item;
  }

  // The client knows ids that this log never gave: another database was here before.
  void forget_unknown_ids() {
    ready_.push_back(api::StreamGap{feed_.newest() + 1, seen_});
    seen_ = feed_.newest();
  }

  // Nothing more can be had at this moment.
  bool stuck() const { return unreadable_ || seen_ == feed_.newest(); }

  awaitable<void> advance() {
    if (feed_.range().oldest <= seen_ + 1) {
      read_recent();
    } else {
      auto page = co_await pages_.page(filter_, seen_);
      unreadable_ = !page;
      if (page) read_page(*page);
    }
  }

  void read_recent() {
    for (const auto& event : feed_.recent()) {
      if (event.id > seen_ && passes(filter_, event)) ready_.push_back(event);
    }
    seen_ = feed_.newest();
    unreadable_ = false;
  }

  void read_page(EventPage& page) {
    CHECK(page.through > seen_);
    if (page.range.oldest > seen_ + 1) {
      ready_.push_back(api::StreamGap{seen_ + 1, page.range.oldest - 1});
    }
    for (auto& event : page.events) ready_.push_back(std::move(event));
    seen_ = page.through;
  }

  EventFeed& feed_;
  EventPages& pages_;
  api::EventFilter filter_;
  model::EventId seen_;  // everything up to it was delivered, is in `ready_`, or does not pass the
                         // filter
  std::deque<api::StreamItem> ready_;
  bool unreadable_ = false;  // the last page could not be read; it is tried again
  core::Wakeup wakeup_;
};

EventFeed::EventFeed(boost::asio::any_io_executor executor, model::EventId newest)
    : executor_(std::move(executor)), newest_(newest) {}

void EventFeed::publish(std::vector<model::Event> events) {
  for (auto& event : events) {
    CHECK(event.id > newest_);
    if (event.id != newest_ + 1) recent_.clear();
    newest_ = event.id;
    recent_.push_back(std::move(event));
    if (recent_.size() > recent_max) recent_.pop_front();
  }
  for (auto* wakeup : waiting_) wakeup->notify();
}

EventRange EventFeed::range() const {
  return {recent_.empty() ? newest_ + 1 : recent_.front().id, newest_};
}

std::unique_ptr<api::Subscription> EventFeed::subscribe(api::EventFilter filter,
                                                        std::optional<model::EventId> after,
                                                        EventPages& pages) {
  const auto from = std::max<model::EventId>(after.value_or(newest_), 0);
  return std::make_unique<EventSubscription>(*this, pages, std::move(filter), from);
}

}  // namespace store
