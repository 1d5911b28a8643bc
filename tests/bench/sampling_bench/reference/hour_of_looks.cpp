// What evenkeel does with its looks when it has held them for more than an hour, in fast motion:
// board, series, minutes, spikes, forecasts, on a clock that is moved by hand. The looks themselves
// are made up: a little CPU, a memory that goes up and down.
//
//   hour_of_looks CONTAINERS INTERVAL_MS
//
// Prints the mean nanoseconds of CPU a look: of the first minute, but for ten seconds, and of the
// last ten of 70 minutes.
#include "fakes/manual_clock.hpp"
#include "fakes/monitor_ports.hpp"
#include "monitor/board.hpp"
#include "monitor/past.hpp"
#include "monitor/vigil.hpp"

#include <ctime>
#include <iostream>
#include <random>
#include <string>
#include <vector>

namespace {

using std::chrono::minutes;
using std::chrono::seconds;

long long cpu_nanoseconds() {
  ::timespec used{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return used.tv_sec * 1'000'000'000LL + used.tv_nsec;
}

class MadeUp {
 public:
  explicit MadeUp(int count) {
    for (int i = 0; i < count; ++i) {
      monitor::Running each;
      each.deployment = "p" + std::to_string(i / 20);
      each.service = "s" + std::to_string(i % 20);
      // As real ones they differ from the begin on, and are too long to be held in place.
      each.id = std::to_string(100 + i) + std::string(61, '0');
      each.name = each.deployment + "-" + each.service + "-1";
      running_.push_back(each);
      usages_.push_back(first_usage());
    }
  }

  const std::vector<monitor::Running>& running() const { return running_; }

  monitor::Looks next(core::Instant now) {
    monitor::Looks looks;
    for (std::size_t i = 0; i < running_.size(); ++i) {
      *usages_[i].cpu_ns += 1'000'000 + dice_() % 1'000'000;
      usages_[i].memory_bytes = 6'000'000 + dice_() % 100'000;
      looks.taken.push_back({running_[i].id, {now.mono, usages_[i]}, false, std::nullopt});
    }
    return looks;
  }

 private:
  static monitor::Usage first_usage() {
    monitor::Usage usage;
    usage.cpu_ns = usage.oom_kills = 0;
    usage.memory_inactive_file_bytes = usage.network_received_bytes = usage.network_sent_bytes = 0;
    usage.block_read_bytes = usage.block_written_bytes = 0;
    usage.pids = 1;
    return usage;
  }

  std::vector<monitor::Running> running_;
  std::vector<monitor::Usage> usages_;
  std::minstd_rand dice_;
};

class Forgetful final : public monitor::History {
 public:
  void append(std::vector<monitor::SeriesMinute> minutes) override { count_ += minutes.size(); }
  monitor::awaitable<core::Result<std::vector<monitor::Minute>>> read(std::string, std::string,
                                                                      core::WallTime,
                                                                      core::WallTime) override {
    co_return std::vector<monitor::Minute>{};
  }

 private:
  std::size_t count_ = 0;
};

class NoPolicies final : public monitor::SpikePolicies {
 public:
  std::vector<std::string> spikes_of(const model::DeploymentName&,
                                     const model::ServiceName&) const override {
    return {};
  }
};

}  // namespace

int main(int count, char** words) {
  if (count != 3) return 2;
  const core::Milliseconds interval{std::stoll(words[2])};
  fakes::ManualClock clock;
  Forgetful history;
  fakes::MonitorEvents events;
  NoPolicies policies;
  MadeUp made_up(std::stoi(words[1]));
  monitor::Board board;
  monitor::Past past(history, clock, {interval, std::chrono::hours(1)});
  monitor::Settings settings;
  settings.interval = interval;
  monitor::Vigil vigil(events, policies, clock, settings);

  const auto mean_of = [&](core::Milliseconds from, core::Milliseconds to) {
    long long took = 0;
    for (auto at = from; at < to; at += interval) {
      const auto looks = made_up.next(clock.now());
      const auto before = cpu_nanoseconds();
      board.take(made_up.running(), looks, clock.now());
      past.take(board);
      vigil.look(board, past.recent());
      took += cpu_nanoseconds() - before;
      clock.advance(interval);
    }
    return took / ((to - from) / interval);
  };
  (void)mean_of(seconds(0), seconds(10));
  const auto first = mean_of(seconds(10), seconds(70));
  (void)mean_of(seconds(70), minutes(60));
  const auto last = mean_of(minutes(60), minutes(70));
  std::cout << first << " " << last << "\n";
}
