// One channel and what is on its way to it: one after the other, in the order in which they were
// made; one that the other side does not take steps aside once it takes another. A message leaves
// the outbox only when the other side has taken it (told at least once, under the same id), when it
// will never take it, or when it expired; each is on record before the next is sent. I/O thread
// only; the channel itself works on a thread of the pool.
#pragma once

#include "core/io/blocking.hpp"
#include "core/io/timing.hpp"
#include "notify/channel.hpp"
#include "notify/delivery_policy.hpp"
#include "notify/pipeline.hpp"
#include "notify/ports.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace notify {

// What all lanes share; it outlives them.
struct LaneShared {
  Outbox& outbox;
  EventSink& events;
  const core::Clock& clock;
  boost::asio::any_io_executor executor;
  HostIdentity host;
  std::function<std::string()> new_id;
  std::uint64_t seed = 0;
  // Outcomes since the start; something was ended or begun.
  std::map<std::pair<std::string, std::string>, std::uint64_t> outcomes;
  std::function<void()> on_change;
  std::shared_ptr<std::atomic<bool>> goes_on = std::make_shared<std::atomic<bool>>(true);
  core::BlockingPool pool{"ek-notify", 32};  // a thread for each channel that is busy
};

class Lane {
 public:
  static constexpr core::Milliseconds look_max{60'000}, store_pause{2'000};

  Lane(LaneShared& shared, std::string name, const ChannelSettings& settings);

  // Until cancelled or closed. They keep it alive.
  static awaitable<void> run(std::shared_ptr<Lane> self);
  static awaitable<void> run_feed(std::shared_ptr<Lane> self);

  void wake() { wakeup_.notify(); }
  // A person wants it now, whatever the circuit says.
  void try_now();
  // From its next message on; its circuit is closed, and what waits is tried at once.
  void reconfigure(const ChannelSettings& settings);
  // What it does now is its last.
  void close();
  // After `close`: as if that had not been. Loops that have ended by then have to be run again.
  void reopen(const ChannelSettings& settings);
  bool runs() const { return runs_; }
  bool feeds() const { return feeds_; }
  void set_alerts(std::vector<AlertNow> alerts);
  void set_pending(std::int64_t pending) { pending_ = static_cast<int>(pending); }

  bool has_feed() const { return feed_ != nullptr; }
  const ChannelSettings& settings() const { return settings_; }
  ChannelView view() const;
  // Errors: conflict (one is under way).
  static awaitable<core::Result<TestResult>> test(std::shared_ptr<Lane> self);

 private:
  // While it lives, the flag is set.
  class Running {
   public:
    explicit Running(bool& flag) : flag_(flag) { flag_ = true; }
    ~Running() { flag_ = false; }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

   private:
    bool& flag_;
  };

  core::WallTime now() const { return shared_.clock.now().wall; }
  std::uint64_t seed() const;
  SendLimit limit() const;
  void count(const char* outcome) { ++shared_.outcomes[{name_, outcome}]; }
  // How long nothing is to be done.
  awaitable<core::Milliseconds> step();
  awaitable<core::Milliseconds> serve_in_order();
  awaitable<core::Milliseconds> serve(std::vector<Delivery> waiting);
  awaitable<bool> drop_expired(std::vector<Delivery> waiting);
  void tell_expired();
  void adopt(const Delivery& head);
  awaitable<bool> merge_backlog();
  awaitable<void> attempt(std::vector<Delivery> waiting);
  awaitable<void> note_retry(Delivery head, Answer answer);
  awaitable<void> end(Delivery one, Answer answer);
  awaitable<bool> record();
  // ---- lane_asides.cpp ----
  awaitable<bool> find_place();
  awaitable<void> probe(std::vector<Delivery> waiting);
  awaitable<void> set_aside(std::vector<Delivery> passed);
  void put_off(Delivery& aside, const Answer& answer);
  core::WallTime aside_due(const Delivery& aside) const;
  awaitable<core::Milliseconds> serve_asides();
  awaitable<core::Result<bool>> is_overtaken(const Delivery& aside);
  awaitable<void> attempt_aside(Delivery aside);
  awaitable<void> drop_overtaken(Delivery aside);

  // ---- lane_send.cpp ----
  awaitable<Answer> send(Message message);
  awaitable<Answer> post(std::vector<AlertNow> alerts);
  void note_feed(const Answer& answer);

  LaneShared& shared_;
  std::string name_;
  ChannelSettings settings_;
  // Shared with the thread that uses them.
  std::shared_ptr<Channel> channel_;
  std::shared_ptr<AlertFeed> feed_;
  core::Wakeup wakeup_, feed_wakeup_;
  core::Semaphore turn_;  // of the channel: one at a time
  ChannelHealth health_;
  ForwardSteps steps_;    // of the clock, in this life
  bool adopted_ = false;  // what an earlier life knew of it
  // Something was ended in this life. Before that the first that waits may have arrived already,
  // without a record of it, and must be told under its own id only.
  bool probed_ = false;
  bool closed_ = false, testing_ = false, runs_ = false, feeds_ = false;
  // Something was sent that is not older: what is pending up to here is out of order.
  std::int64_t place_ = 0;
  bool placed_ = false;     // it is known what an earlier life sent
  bool has_asides_ = true;  // or it is not known yet
  std::optional<core::WallTime> aside_next_;
  std::optional<std::int64_t> hurried_after_;  // those with a greater id are tried at once
  int pending_ = 0;
  std::int64_t expired_ = 0;           // dropped, and not told yet
  std::optional<Delivery> ended_;      // the other side has answered, which is not on record yet
  std::optional<model::Event> after_;  // to be recorded then
  std::optional<std::vector<AlertNow>> alerts_;
};

}  // namespace notify
