// Where a test holds coroutines back until it lets them go.
#pragma once

#include "core/io/timing.hpp"

#include <map>
#include <memory>
#include <set>
#include <string>

namespace fakes {

// I/O thread only. Names are the test's: "perform stop", "commit".
class Turnstile {
 public:
  explicit Turnstile(boost::asio::any_io_executor executor) : executor_(executor) {}

  void hold(const std::string& name) { held_.insert(name); }
  void let_go(const std::string& name) {
    held_.erase(name);
    news_of(name).notify();
  }
  // One of those that wait goes on, the others stay.
  void let_one_go(const std::string& name) {
    ++tickets_[name];
    news_of(name).notify();
  }
  boost::asio::awaitable<void> pass(std::string name) {
    while (held_.contains(name) && tickets_[name] == 0) {
      ++waiting_[name];
      co_await news_of(name).wait();
      --waiting_[name];
    }
    if (!held_.contains(name)) {
      news_of(name).notify();  // the next in line
    } else {
      --tickets_[name];
    }
  }
  int waiting(const std::string& name) const {
    const auto found = waiting_.find(name);
    return found == waiting_.end() ? 0 : found->second;
  }

 private:
  core::Wakeup& news_of(const std::string& name) {
    auto& news = news_[name];
    if (!news) news = std::make_unique<core::Wakeup>(executor_);
    return *news;
  }

  boost::asio::any_io_executor executor_;
  std::set<std::string> held_;
  std::map<std::string, int> waiting_, tickets_;
  std::map<std::string, std::unique_ptr<core::Wakeup>> news_;
};

}  // namespace fakes
