// The history on a disk that does not answer until it is let go.
#pragma once

#include "core/io/timing.hpp"
#include "fakes/monitor_ports.hpp"
#include "fakes/uptime_ports.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <string>
#include <utility>
#include <vector>

namespace monitor_test {

class HungHistory final : public monitor::History, public monitor::UptimeLog {
 public:
  explicit HungHistory(boost::asio::any_io_executor executor) : released_(std::move(executor)) {}

  void append(std::vector<monitor::SeriesMinute> minutes) override {
    kept.append(std::move(minutes));
  }
  monitor::awaitable<core::Result<std::vector<monitor::Minute>>> read(std::string subject,
                                                                      std::string metric,
                                                                      core::WallTime from,
                                                                      core::WallTime to) override {
    co_await until_let_go();
    co_return co_await kept.read(std::move(subject), std::move(metric), from, to);
  }
  void append_uptimes(std::vector<monitor::ServiceUptime> uptimes) override {
    uptimes_kept.append_uptimes(std::move(uptimes));
  }
  monitor::awaitable<core::Result<std::vector<monitor::ServiceUptime>>> read_uptimes() override {
    co_await until_let_go();
    co_return co_await uptimes_kept.read_uptimes();
  }

  void let_go() {
    hangs_ = false;
    released_.notify();
  }

  fakes::KeptMinutes kept;
  fakes::KeptUptimes uptimes_kept;
  int asked = 0;

 private:
  monitor::awaitable<void> until_let_go() {
    ++asked;
    if (hangs_) co_await released_.wait();
  }

  bool hangs_ = true;
  core::Wakeup released_;
};

}  // namespace monitor_test
