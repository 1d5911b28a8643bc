// The whole of notify over a journal and a disk in memory: lives of an agent, one after the other.
#pragma once

#include "notify/delivery_world.hpp"
#include "notify/notifier.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace support {

class MemoryJournal final : public notify::Journal {
 public:
  explicit MemoryJournal(boost::asio::any_io_executor executor) : news_(std::move(executor)) {}

  model::EventId add(model::Event event) {
    event.id = ++newest_;
    events_.push_back(std::move(event));
    news_.notify();
    return newest_;
  }
  void forget_up_to(model::EventId id) {
    std::erase_if(events_, [id](const model::Event& one) { return one.id <= id; });
    oldest_ = std::max(oldest_, id + 1);
  }
  notify::awaitable<core::Result<Events>> after(model::EventId id, int limit,
                                                core::Milliseconds wait) override {
    if (id >= newest_ && called_skipped_ == 0) (void)co_await news_.wait_for(wait);
    Events found;
    found.skipped =
        std::max<std::int64_t>(0, oldest_ - (id + 1)) + std::exchange(called_skipped_, 0);
    for (const auto& one : events_)
      if (one.id > id && static_cast<int>(found.events.size()) < limit) found.events.push_back(one);
    co_return found;
  }
  notify::awaitable<core::Result<model::EventId>> newest() override { co_return newest_; }
  // The next answer says so, of ids that were never given.
  void call_skipped(std::int64_t count) {
    called_skipped_ = count;
    news_.notify();
  }

 private:
  std::int64_t called_skipped_ = 0;
  std::vector<model::Event> events_;
  model::EventId newest_ = 0, oldest_ = 1;
  core::Wakeup news_;
};

class QuietCircumstances final : public notify::Circumstances {
 public:
  bool is_held(const model::DeploymentName&, const model::ServiceName&) const override {
    return false;
  }
  bool recovery_is_due() const override { return false; }
  std::optional<model::Incident> incident(std::int64_t) const override { return std::nullopt; }
  model::Criticality criticality(const model::DeploymentName&,
                                 const model::ServiceName&) const override {
    return model::Criticality::standard;
  }
};

// A stop that was forgotten: told each time, under no alert.
inline model::Event forgotten_stop(int number, core::WallTime at) {
  model::Event event;
  event.at = at;
  event.type = "intent.stopped_long";
  event.severity = model::Severity::warning;
  event.deployment = "d" + std::to_string(number % 40);
  event.service = "s" + std::to_string(number);
  event.message = event.deployment + "/" + event.service + " is stopped";
  return event;
}

inline model::Event engine_event(bool lost, core::WallTime at) {
  model::Event event;
  event.at = at;
  event.type = lost ? "engine.lost" : "engine.connected";
  event.severity = model::Severity::critical;
  event.alert = model::Alert{"engine", lost};
  event.message = lost ? "the engine is away" : "the engine is back";
  return event;
}

class NotifierWorld {
 public:
  NotifierWorld() : journal(io.get_executor()) {
    settings.channels = {{"ops", fakes::channel_to(side)}};
  }
  ~NotifierWorld() { stop(); }
  NotifierWorld(const NotifierWorld&) = delete;
  NotifierWorld& operator=(const NotifierWorld&) = delete;

  // A new agent, over what the last one left.
  void start() {
    stop();
    delivery_ = std::make_unique<DeliveryLife>(io, disk, clock);
    notifier_ = std::make_unique<notify::Notifier>(
        notify::Notifier::Ports{journal, delivery_->store, delivery_->events, clock,
                                delivery_->deliverer, [] { return std::string("{}"); }},
        io.get_executor(), notify::HostIdentity{"nas", {}}, settings,
        notify::Pipeline::Surroundings{circumstances, [](core::WallTime) { return 12 * 60; },
                                       [this] { return "m-" + std::to_string(++ids_); }});
    notifier_->start(delivery_->group());
    pump();
  }
  void stop() {
    if (delivery_) delivery_->stop();
    notifier_.reset();
    delivery_.reset();
  }
  // Everything that can go on by itself has: the store answers at once, so that only what is being
  // sent is waited for.
  void pump() {
    io.restart();
    for (int idle = 0;;) {
      while (io.poll() > 0) idle = 0;
      if (is_settled() && io.poll() == 0) return;
      if (io.run_one_for(std::chrono::milliseconds(1)) == 0 && ++idle == 10000)
        FAIL("it does not come to rest");
    }
  }
  void advance(core::Milliseconds by) {
    clock.advance(by);
    notifier_->wake();
    delivery_->deliverer.wake();
    pump();
  }
  void tell(int number) { told.push_back(journal.add(forgotten_stop(number, clock.now().wall))); }
  fakes::NotifyStore& store() { return delivery_->store; }
  RecordedEvents& events() { return delivery_->events; }
  notify::Notifier& notifier() { return *notifier_; }
  DeliveryLife& life() { return *delivery_; }

  boost::asio::io_context io{1};
  fakes::ManualClock clock;
  fakes::NotifyDisk disk;
  MemoryJournal journal;
  QuietCircumstances circumstances;
  std::shared_ptr<fakes::OtherSide> side = std::make_shared<fakes::OtherSide>();
  notify::Settings settings;
  std::vector<model::EventId> told;  // events that ask for a message

 private:
  bool is_settled() const {
    if (delivery_->deliverer.is_sending()) return false;
    if (delivery_->store.broken) return true;
    const auto views = delivery_->deliverer.channels();
    return std::all_of(views.begin(), views.end(), [&](const notify::ChannelView& view) {
      return disk.in(notify::DeliveryState::pending).empty() ||
             (view.next_attempt_at && *view.next_attempt_at > clock.now().wall);
    });
  }

  int ids_ = 0;  // goes on over all lives
  std::unique_ptr<DeliveryLife> delivery_;
  std::unique_ptr<notify::Notifier> notifier_;
};

}  // namespace support
