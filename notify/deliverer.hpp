// From the outbox to the channels: one lane a channel, each at its own pace. What is for a channel
// that is not configured is dropped, and so is what has no room; both are said. What waits for a
// channel that a reload gives another name goes on under that. I/O thread only.
#pragma once

#include "core/io/task_group.hpp"
#include "notify/lane.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace notify {

class Deliverer final : public Channels, public Notifications {
 public:
  struct Ports {
    Outbox& outbox;
    EventSink& events;
    const core::Clock& clock;
  };
  // The ports must outlive it. `new_id`: of a message, unique for ever; `seed`: of the jitter.
  Deliverer(Ports ports, boost::asio::any_io_executor executor, HostIdentity host,
            std::function<std::string()> new_id, std::uint64_t seed);
  ~Deliverer() override;

  // Its loops refer to this object: join the group before it is destroyed.
  void start(core::TaskGroup& group);
  // Channels that are equal go on as they are, with their circuit.
  void configure(const std::map<std::string, ChannelSettings>& channels);
  // There may be more in the outbox, or the time has come.
  void wake();
  // What fires now, for the channels that are told all of it. Returns at once.
  void feed(const std::vector<AlertNow>& alerts);
  bool has_feeds() const;
  // What is being sent ends within about a second, and nothing else is begun to be sent. Cancelling
  // the group does it, too.
  void request_stop();
  // A thread works for a channel: the destructor would wait for it.
  bool is_sending() const { return shared_.pool.is_busy(); }

  std::vector<ChannelView> channels() const override;
  awaitable<core::Result<TestResult>> test(std::string channel) override;
  awaitable<core::Result<std::vector<Delivery>>> notifications(DeliveryQuery query) override;
  awaitable<core::Result<Delivery>> retry(std::int64_t id) override;
  DeliveryCounts counts() const override;

 private:
  void spawn(const std::string& name, std::shared_ptr<Lane> lane);
  std::shared_ptr<Lane> open_lane(const std::string& name, const ChannelSettings& settings);
  awaitable<void> keep_order();
  awaitable<bool> look_after();
  awaitable<bool> drop_orphans(std::string channel);
  awaitable<bool> move_on(Delivery orphan, std::string channel);
  void note_renamed(const std::map<std::string, ChannelSettings>& channels);
  awaitable<bool> make_room();
  awaitable<void> stop_with_group();

  LaneShared shared_;
  core::TaskGroup* group_ = nullptr;
  bool configured_ = false;
  std::map<std::string, std::shared_ptr<Lane>> lanes_;
  // Closed, and perhaps still sending: a channel that comes back meanwhile must not be served by
  // two.
  std::map<std::string, std::shared_ptr<Lane>> closed_;
  std::map<std::string, std::string> renamed_;  // from, to
  std::int64_t depth_ = 0;
  core::Wakeup wakeup_, never_;
};

}  // namespace notify
