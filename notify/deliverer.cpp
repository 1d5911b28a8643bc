#include "notify/deliverer.hpp"

#include "notify/delivery_event_codec.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace notify {
namespace {

constexpr core::Milliseconds outbox_look{60'000}, outbox_pause{2'000};
constexpr int orphans_at_once = 100;

}  // namespace

Deliverer::Deliverer(Ports ports, boost::asio::any_io_executor executor, HostIdentity host,
                     std::function<std::string()> new_id, std::uint64_t seed)
    : shared_{ports.outbox,
              ports.events,
              ports.clock,
              executor,
              std::move(host),
              std::move(new_id),
              seed,
              {},
              [this] { wakeup_.notify(); }},
      wakeup_(executor),
      never_(executor) {}

Deliverer::~Deliverer() { request_stop(); }

void Deliverer::start(core::TaskGroup& group) {
  group_ = &group;
  group.spawn("notify outbox", keep_order());
  group.spawn("notify stop", stop_with_group());
  for (const auto& [name, lane] : lanes_) spawn(name, lane);
}

void Deliverer::spawn(const std::string& name, std::shared_ptr<Lane> lane) {
  if (group_ == nullptr) return;
  if (!lane->runs()) group_->spawn("notify channel " + name, Lane::run(lane));
  if (!lane->feeds()) group_->spawn("notify feed " + name, Lane::run_feed(lane));
}

std::shared_ptr<Lane> Deliverer::open_lane(const std::string& name,
                                           const ChannelSettings& settings) {
  const auto closed = closed_.find(name);
  if (closed == closed_.end()) return std::make_shared<Lane>(shared_, name, settings);
  auto lane = std::move(closed->second);
  closed_.erase(closed);
  lane->reopen(settings);
  return lane;
}

// One that is gone and a new one with the same settings are the same.
void Deliverer::note_renamed(const std::map<std::string, ChannelSettings>& channels) {
  for (const auto& [name, settings] : channels) renamed_.erase(name);
  std::set<std::string> taken;
  for (const auto& [old_name, lane] : lanes_) {
    if (channels.contains(old_name)) continue;
    for (const auto& [name, settings] : channels) {
      if (lanes_.contains(name) || taken.contains(name) || !(settings == lane->settings()))
        continue;
      renamed_[old_name] = name;
      taken.insert(name);
      break;
    }
  }
}

void Deliverer::configure(const std::map<std::string, ChannelSettings>& channels) {
  configured_ = true;
  note_renamed(channels);
  std::erase_if(lanes_, [&](const auto& entry) {
    if (channels.contains(entry.first)) return false;
    entry.second->close();
    closed_[entry.first] = entry.second;
    return true;
  });
  std::erase_if(closed_,
                [](const auto& entry) { return !entry.second->runs() && !entry.second->feeds(); });
  for (const auto& [name, settings] : channels) {
    auto& lane = lanes_[name];
    if (lane == nullptr) {
      lane = open_lane(name, settings);
      spawn(name, lane);
    } else if (!(lane->settings() == settings)) {
      lane->reconfigure(settings);
    }
  }
  wake();
}

void Deliverer::wake() {
  for (const auto& [name, lane] : lanes_) lane->wake();
  wakeup_.notify();
}

void Deliverer::feed(const std::vector<AlertNow>& alerts) {
  for (const auto& [name, lane] : lanes_)
    if (lane->has_feed()) lane->set_alerts(alerts);
}

bool Deliverer::has_feeds() const {
  return std::any_of(lanes_.begin(), lanes_.end(),
                     [](const auto& entry) { return entry.second->has_feed(); });
}

void Deliverer::request_stop() { shared_.goes_on->store(false); }

namespace {

class StopAtEnd {
 public:
  explicit StopAtEnd(Deliverer& deliverer) : deliverer_(deliverer) {}
  ~StopAtEnd() { deliverer_.request_stop(); }
  StopAtEnd(const StopAtEnd&) = delete;
  StopAtEnd& operator=(const StopAtEnd&) = delete;

 private:
  Deliverer& deliverer_;
};

}  // namespace

awaitable<void> Deliverer::stop_with_group() {
  const StopAtEnd at_end(*this);
  for (;;) co_await never_.wait();
}

awaitable<void> Deliverer::keep_order() {
  for (;;) {
    auto looking = look_after();
    const bool done = co_await std::move(looking);
    (void)co_await wakeup_.wait_for(done ? outbox_look : outbox_pause);
  }
}

// False where the store did not answer.
awaitable<bool> Deliverer::look_after() {
  auto numbers = co_await shared_.outbox.count();
  if (!numbers) co_return false;
  std::vector<std::string> orphans;
  std::map<std::string, std::int64_t> pending;
  depth_ = 0;
  for (const auto& [key, number] : *numbers) {
    if (key.second != DeliveryState::pending) continue;
    depth_ += number;
    pending[key.first] = number;
    if (configured_ && !lanes_.contains(key.first)) orphans.push_back(key.first);
  }
  for (const auto& [name, lane] : lanes_) lane->set_pending(pending[name]);
  for (auto& channel : orphans) {
    auto dropping = drop_orphans(std::move(channel));
    if (!co_await std::move(dropping)) co_return false;
  }
  if (depth_ <= pending_max) co_return true;
  auto making = make_room();
  co_return co_await std::move(making);
}

awaitable<bool> Deliverer::move_on(Delivery orphan, std::string channel) {
  std::vector<std::int64_t> parts{orphan.id};
  Outgoing again{std::move(channel), std::move(orphan.message), orphan.expires_at};
  const auto done =
      co_await shared_.outbox.merge(std::move(parts), std::move(again), shared_.clock.now().wall);
  co_return done.has_value();
}

awaitable<bool> Deliverer::drop_orphans(std::string channel) {
  static const std::string why = "the channel is not configured any more";
  // What it is sending is not dropped before that has ended; it wakes us then.
  const auto closed = closed_.find(channel);
  if (closed != closed_.end() && closed->second->runs()) co_return true;
  std::int64_t dropped = 0;
  for (;;) {
    DeliveryQuery query;
    query.state = DeliveryState::pending;
    query.channel = channel;
    query.limit = orphans_at_once;
    auto some = co_await shared_.outbox.deliveries(std::move(query));
    if (!some) co_return false;
    if (some->empty() || lanes_.contains(channel)) break;
    for (auto& one : *some) {
      if (lanes_.contains(channel)) break;  // it came back
      const auto renamed = renamed_.find(channel);
      if (renamed != renamed_.end() && lanes_.contains(renamed->second)) {
        const auto to = lanes_.at(renamed->second);
        auto moving = move_on(one, renamed->second);
        if (co_await std::move(moving)) {
          to->wake();
          continue;
        }
      }
      one.state = DeliveryState::dropped;
      one.ended_at = shared_.clock.now().wall;
      one.next_attempt_at.reset();
      one.answer = why;
      const auto done = co_await shared_.outbox.put_delivery(std::move(one));
      if (!done) co_return false;
      ++shared_.outcomes[{channel, "dropped"}];
      ++dropped;
      --depth_;
    }
  }
  if (dropped > 0)
    shared_.events.record(dropped_event(channel, dropped, why, shared_.clock.now().wall));
  co_return true;
}

awaitable<bool> Deliverer::make_room() {
  static const std::string why = "more than " + std::to_string(pending_max) + " waited";
  const auto now = shared_.clock.now().wall;
  auto dropped = co_await shared_.outbox.trim(pending_max, why, now);
  if (!dropped) co_return false;
  std::map<std::string, std::int64_t> by_channel;
  for (const auto& one : *dropped) ++by_channel[one.channel];
  for (const auto& [channel, count] : by_channel) {
    shared_.outcomes[{channel, "dropped"}] += static_cast<std::uint64_t>(count);
    shared_.events.record(dropped_event(channel, count, why, now));
    depth_ -= count;
  }
  co_return true;
}

// ---- what others ask ----

std::vector<ChannelView> Deliverer::channels() const {
  std::vector<ChannelView> views;
  for (const auto& [name, lane] : lanes_) views.push_back(lane->view());
  return views;
}

awaitable<core::Result<TestResult>> Deliverer::test(std::string channel) {
  const auto found = lanes_.find(channel);
  if (found == lanes_.end())
    co_return core::not_found("there is no channel " + channel + "; see evenkeel channels");
  auto testing = Lane::test(found->second);
  auto result = co_await std::move(testing);
  co_return result;
}

awaitable<core::Result<std::vector<Delivery>>> Deliverer::notifications(DeliveryQuery query) {
  auto found = co_await shared_.outbox.deliveries(std::move(query));
  co_return found;
}

awaitable<core::Result<Delivery>> Deliverer::retry(std::int64_t id) {
  const auto number = std::to_string(id);
  DeliveryQuery query;
  query.after = id - 1;
  query.limit = 1;
  auto found = co_await shared_.outbox.deliveries(std::move(query));
  if (!found) co_return found.error();
  if (found->empty() || found->front().id != id)
    co_return core::not_found("there is no notification " + number);
  auto delivery = std::move(found->front());
  if (delivery.state == DeliveryState::sent)
    co_return core::Error{core::Errc::conflict, "notification " + number + " was sent already"};
  if (delivery.state == DeliveryState::merged)
    co_return core::Error{core::Errc::conflict,
                          "notification " + number + " is told " + delivery.answer};
  const auto lane = lanes_.find(delivery.channel);
  if (lane == lanes_.end())
    co_return core::Error{core::Errc::conflict,
                          "its channel " + delivery.channel + " is not configured any more"};
  const auto kept = lane->second;
  if (delivery.state != DeliveryState::pending) {
    const auto now = shared_.clock.now().wall;
    delivery.state = DeliveryState::pending;
    delivery.ended_at.reset();
    delivery.next_attempt_at = now;
    delivery.expires_at = std::max(delivery.expires_at, now + delivery_expires_after);
    auto again = delivery;
    const auto done = co_await shared_.outbox.put_delivery(std::move(again));
    if (!done) co_return done.error();
  }
  kept->try_now();
  wakeup_.notify();
  co_return delivery;
}

DeliveryCounts Deliverer::counts() const { return {shared_.outcomes, depth_}; }

}  // namespace notify
