// Channels that answer as the test says. What they got outlives them.
#pragma once

#include "notify/channel.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace fakes {

// The other side. Thread-safe.
class OtherSide {
 public:
  using Reply = std::function<notify::Answer(const notify::Message&, const notify::SendLimit&)>;

  // For the next ones, in order; then `always`.
  void answer_with(std::vector<notify::Answer> answers) {
    const std::lock_guard lock(mutex_);
    for (auto& one : answers) script_.push_back(std::move(one));
  }
  void always(notify::SendOutcome outcome, std::string text = "ok") {
    reply_with([outcome, text](const auto&, const auto&) {
      return notify::Answer{outcome, text, std::nullopt};
    });
  }
  void reply_with(Reply reply) {
    const std::lock_guard lock(mutex_);
    reply_ = std::move(reply);
  }
  notify::Answer take(const notify::Message& message, const notify::SendLimit& limit) {
    Reply reply;
    {
      const std::lock_guard lock(mutex_);
      ++attempts_;
      if (!script_.empty()) {
        auto answer = std::move(script_.front());
        script_.pop_front();
        if (answer.outcome == notify::SendOutcome::delivered) taken_.push_back(message);
        return answer;
      }
      reply = reply_;
    }
    auto answer = reply(message, limit);
    const std::lock_guard lock(mutex_);
    if (answer.outcome == notify::SendOutcome::delivered) taken_.push_back(message);
    return answer;
  }
  void keep(const notify::Message& message) {
    const std::lock_guard lock(mutex_);
    taken_.push_back(message);
  }
  notify::Answer take_alerts(const std::vector<notify::AlertNow>& alerts) {
    const std::lock_guard lock(mutex_);
    posts_.push_back(alerts);
    if (script_.empty()) return {};
    auto answer = std::move(script_.front());
    script_.pop_front();
    return answer;
  }

  std::vector<notify::Message> taken() const {
    const std::lock_guard lock(mutex_);
    return taken_;
  }
  std::vector<std::vector<notify::AlertNow>> posts() const {
    const std::lock_guard lock(mutex_);
    return posts_;
  }
  int attempts() const {
    const std::lock_guard lock(mutex_);
    return attempts_;
  }

 private:
  mutable std::mutex mutex_;
  std::deque<notify::Answer> script_;
  Reply reply_ = [](const auto&, const auto&) { return notify::Answer{}; };
  std::vector<notify::Message> taken_;
  std::vector<std::vector<notify::AlertNow>> posts_;
  int attempts_ = 0;
};

class ScriptedChannel final : public notify::Channel {
 public:
  explicit ScriptedChannel(std::shared_ptr<OtherSide> side) : side_(std::move(side)) {}
  notify::Answer send(const notify::Message& message, const notify::SendLimit& limit) override {
    return side_->take(message, limit);
  }

 private:
  std::shared_ptr<OtherSide> side_;
};

class ScriptedFeed final : public notify::AlertFeed {
 public:
  explicit ScriptedFeed(std::shared_ptr<OtherSide> side) : side_(std::move(side)) {}
  notify::Answer post(const std::vector<notify::AlertNow>& alerts, const std::string&,
                      const notify::SendLimit&) override {
    return side_->take_alerts(alerts);
  }

 private:
  std::shared_ptr<OtherSide> side_;
};

inline notify::ChannelSettings channel_to(std::shared_ptr<OtherSide> side,
                                          const std::string& fingerprint = "1") {
  notify::ChannelSettings settings;
  settings.type = "scripted";
  settings.fingerprint = fingerprint;
  settings.make = [side] { return std::make_unique<ScriptedChannel>(side); };
  return settings;
}

inline notify::ChannelSettings feed_to(std::shared_ptr<OtherSide> side) {
  auto settings = channel_to(side);
  settings.type = "fed";
  settings.make_feed = [side] { return std::make_unique<ScriptedFeed>(side); };
  return settings;
}

}  // namespace fakes
