// What notify keeps, in memory. The disk outlives the agent that writes to it; the store can be cut
// off at any write, as by a kill: what was written before is there, what comes after is not.
#pragma once

#include "notify/ports.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace fakes {

struct NotifyDisk {
  std::optional<model::EventId> cursor;
  std::map<std::string, std::string> memory;
  std::vector<notify::Delivery> outbox;  // ascending
  std::vector<notify::Silence> silences;

  std::vector<notify::Delivery> in(notify::DeliveryState state) const {
    std::vector<notify::Delivery> found;
    for (const auto& one : outbox)
      if (one.state == state) found.push_back(one);
    return found;
  }
  void add(const std::string& channel, notify::Message message, core::WallTime now,
           core::WallTime expires_at) {
    notify::Delivery made;
    made.id = static_cast<std::int64_t>(outbox.size()) + 1;
    made.channel = channel;
    made.message = std::move(message);
    made.created_at = now;
    made.expires_at = expires_at;
    outbox.push_back(std::move(made));
  }
};

class NotifyStore final : public notify::PipelineStore, public notify::Outbox {
 public:
  template <class T> using awaitable = notify::awaitable<T>;
  using Deliveries = std::vector<notify::Delivery>;
  using Numbers = std::map<std::pair<std::string, notify::DeliveryState>, std::int64_t>;

  explicit NotifyStore(NotifyDisk& disk) : disk_(disk) {}

  bool broken = false;               // everything is refused
  std::optional<int> writes_left;    // then it is cut
  bool cut_after_the_write = false;  // the last write is durable, and nobody hears of it
  int writes = 0;

  awaitable<core::Result<notify::Remembered>> load_pipeline() override {
    if (broken) co_return refusal();
    notify::Remembered remembered{disk_.cursor, {}, disk_.silences};
    for (const auto& [key, value] : disk_.memory) remembered.memory.push_back({key, value});
    co_return remembered;
  }
  awaitable<core::Status> commit_step(notify::Step step) override {
    co_return written([&] {
      disk_.cursor = step.cursor;
      for (auto& row : step.memory) {
        if (row.value)
          disk_.memory[row.key] = *row.value;
        else
          disk_.memory.erase(row.key);
      }
      for (auto& one : step.outgoing)
        disk_.add(one.channel, one.message, one.message.at, one.expires_at);
    });
  }
  awaitable<core::Result<notify::Silence>> put_silence(notify::Silence silence) override {
    const auto done = written([&] {
      if (silence.id == 0) silence.id = static_cast<std::int64_t>(disk_.silences.size()) + 1;
      std::erase_if(disk_.silences, [&](const auto& one) { return one.id == silence.id; });
      disk_.silences.push_back(silence);
    });
    if (!done) co_return done.error();
    co_return silence;
  }

  awaitable<core::Result<Deliveries>> deliveries(notify::DeliveryQuery query) override {
    if (broken) co_return refusal();
    Deliveries found;
    for (const auto& one : disk_.outbox) {
      if (one.id <= query.after || (query.state && one.state != *query.state)) continue;
      if (!query.channel.empty() && one.channel != query.channel) continue;
      found.push_back(one);
    }
    const auto limit = static_cast<std::size_t>(query.limit);
    if (found.size() > limit && query.newest) found.erase(found.begin(), found.end() - query.limit);
    if (found.size() > limit) found.resize(limit);
    co_return found;
  }
  awaitable<core::Status> put_delivery(notify::Delivery delivery) override {
    co_return written([&] { of(delivery.id) = delivery; });
  }
  awaitable<core::Result<notify::Delivery>> merge(std::vector<std::int64_t> parts,
                                                  notify::Outgoing digest,
                                                  core::WallTime now) override {
    const auto done = written([&] {
      disk_.add(digest.channel, digest.message, now, digest.expires_at);
      const auto answer = "in notification " + std::to_string(disk_.outbox.back().id);
      for (const auto id : parts) end(of(id), notify::DeliveryState::merged, answer, now);
    });
    if (!done) co_return done.error();
    co_return disk_.outbox.back();
  }
  awaitable<core::Result<Deliveries>> trim(int keep_max, std::string answer,
                                           core::WallTime now) override {
    Deliveries victims = disk_.in(notify::DeliveryState::pending);
    std::stable_sort(victims.begin(), victims.end(), [](const auto& one, const auto& other) {
      return one.message.severity < other.message.severity;
    });
    victims.resize(victims.size() - std::min(victims.size(), static_cast<std::size_t>(keep_max)));
    const auto done = written([&] {
      for (const auto& one : victims) end(of(one.id), notify::DeliveryState::dropped, answer, now);
    });
    if (!done) co_return done.error();
    co_return victims;
  }
  awaitable<core::Result<Numbers>> count() override {
    if (broken) co_return refusal();
    Numbers numbers;
    for (const auto& one : disk_.outbox) ++numbers[{one.channel, one.state}];
    co_return numbers;
  }

 private:
  static core::Error refusal() { return {core::Errc::unavailable, "the disk is full"}; }

  template <class F> core::Status written(F write) {
    if (broken) return refusal();
    ++writes;
    if (!writes_left || (*writes_left)-- > 0) {
      write();
      return {};
    }
    broken = true;
    if (cut_after_the_write) write();
    return refusal();
  }
  notify::Delivery& of(std::int64_t id) {
    return disk_.outbox.at(static_cast<std::size_t>(id - 1));
  }
  static void end(notify::Delivery& one, notify::DeliveryState state, const std::string& answer,
                  core::WallTime now) {
    one.state = state;
    one.answer = answer;
    one.ended_at = now;
  }

  NotifyDisk& disk_;
};

}  // namespace fakes
