// A deliverer over a disk in memory, with a clock that the test moves.
#pragma once

#include "fakes/manual_clock.hpp"
#include "fakes/notify_store.hpp"
#include "fakes/scripted_channel.hpp"
#include "notify/deliverer.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

#include <boost/asio/io_context.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace support {

class RecordedEvents final : public notify::EventSink {
 public:
  void record(model::Event event) override { events.push_back(std::move(event)); }
  std::vector<model::Event> of(const std::string& type) const {
    std::vector<model::Event> found;
    for (const auto& one : events)
      if (one.type == type) found.push_back(one);
    return found;
  }
  std::vector<model::Event> events;
};

inline notify::Message message_of(const std::string& id,
                                  model::Severity severity = model::Severity::warning,
                                  core::WallTime at = noon.wall) {
  notify::Message message;
  message.id = id;
  message.thread = id;
  message.severity = severity;
  message.host = "nas";
  message.at = at;
  message.title = "title of " + id;
  notify::Item item;
  item.key = "key/" + id;
  item.what = "what of " + id;
  item.severity = severity;
  message.items = {item};
  return message;
}

inline std::string ids_of(const std::vector<notify::Message>& messages) {
  std::string text;
  for (const auto& one : messages) text += one.id + " ";
  return text;
}

// One life of the agent; the disk and the other sides are older than it.
class DeliveryLife {
 public:
  DeliveryLife(boost::asio::io_context& io, fakes::NotifyDisk& disk, fakes::ManualClock& clock)
      : io_(io),
        store(disk),
        deliverer(
            {store, events, clock}, io.get_executor(), {"nas", {}},
            [&disk] { return "digest-" + std::to_string(disk.outbox.size() + 1); }, 7),
        group_(io.get_executor(), [](const std::string& name, std::exception_ptr) {
          FAIL("ended by itself: " + name);
        }) {}
  ~DeliveryLife() { stop(); }
  DeliveryLife(const DeliveryLife&) = delete;
  DeliveryLife& operator=(const DeliveryLife&) = delete;

  void start(const std::map<std::string, notify::ChannelSettings>& channels) {
    deliverer.configure(channels);
    deliverer.start(group_);
  }
  void stop() {
    if (stopped_) return;
    stopped_ = true;
    const bool joined = run(io_, cancel_and_join(&group_));
    CHECK(joined);
  }
  core::TaskGroup& group() { return group_; }

 private:
  // On the I/O thread, as the agent does it.
  static notify::awaitable<bool> cancel_and_join(core::TaskGroup* group) {
    group->cancel();
    const bool joined = co_await group->join(core::Milliseconds(5000));
    co_return joined;
  }

  boost::asio::io_context& io_;
  bool stopped_ = false;

 public:
  fakes::NotifyStore store;
  RecordedEvents events;
  notify::Deliverer deliverer;

 private:
  core::TaskGroup group_;
};

class DeliveryWorld {
 public:
  using Channels = std::map<std::string, notify::ChannelSettings>;

  fakes::OtherSide& side(const std::string& name) { return *side_of(name); }
  std::shared_ptr<fakes::OtherSide> side_of(const std::string& name) {
    auto& side = sides_[name];
    if (!side) side = std::make_shared<fakes::OtherSide>();
    return side;
  }
  notify::ChannelSettings channel(const std::string& name, const std::string& fingerprint = "1") {
    return fakes::channel_to(side_of(name), fingerprint);
  }
  void put(const std::string& channel, const std::string& id,
           model::Severity severity = model::Severity::warning) {
    const auto now = clock.now().wall;
    disk.add(channel, message_of(id, severity, now), now, now + notify::delivery_expires_after);
  }
  // A new agent, over what the last one left.
  DeliveryLife& start(const Channels& channels) {
    life_.reset();
    life_ = std::make_unique<DeliveryLife>(io, disk, clock);
    life_->start(channels);
    return *life_;
  }
  DeliveryLife& life() { return *life_; }
  notify::Deliverer& deliverer() { return life_->deliverer; }
  RecordedEvents& events() { return life_->events; }

  // Lets everything run until that is so; threads of a pool may make it so, too.
  template <class F> void until(F holds) {
    io.restart();
    for (int idle = 0; !holds();) {
      if (io.run_one_for(std::chrono::milliseconds(1)) > 0) continue;
      if (++idle == 10000) FAIL("it did not come to that");
    }
  }
  void until_taken(const std::string& name, std::size_t count) {
    until([&] { return side(name).taken().size() >= count && pending(name).empty(); });
  }
  // Everything that can go on by itself has.
  void settle() {
    io.restart();
    until([&] {
      // In this order: a thread posts its answer before it counts as idle.
      const bool sending = deliverer().is_sending();
      if (io.poll() > 0 || sending) return false;
      const auto views = deliverer().channels();
      return std::all_of(views.begin(), views.end(), [&](const auto& view) {
        return pending(view.name).empty() ||
               (view.next_attempt_at && *view.next_attempt_at > clock.now().wall);
      });
    });
  }
  void advance(core::Milliseconds by) {
    clock.advance(by);
    deliverer().wake();
  }
  std::vector<notify::Delivery> pending(const std::string& name) const {
    auto found = disk.in(notify::DeliveryState::pending);
    std::erase_if(found, [&](const auto& one) { return one.channel != name; });
    return found;
  }
  template <class T> T ask(notify::awaitable<T> question) {
    std::optional<T> answer;
    auto asking = keep(std::move(question), &answer);
    life_->group().spawn("question", std::move(asking));
    until([&] { return answer.has_value(); });
    return std::move(*answer);
  }
  notify::ChannelView view(const std::string& name) {
    for (auto& one : deliverer().channels())
      if (one.name == name) return one;
    FAIL("no channel " + name);
    return {};
  }

  boost::asio::io_context io{1};
  fakes::ManualClock clock;
  fakes::NotifyDisk disk;

 private:
  template <class T>
  static notify::awaitable<void> keep(notify::awaitable<T> question, std::optional<T>* answer) {
    auto value = co_await std::move(question);
    answer->emplace(std::move(value));
  }

  std::map<std::string, std::shared_ptr<fakes::OtherSide>> sides_;
  std::unique_ptr<DeliveryLife> life_;
};

}  // namespace support
