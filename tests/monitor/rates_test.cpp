#include "monitor/rates.hpp"

#include "support/catch.hpp"

#include <chrono>

using namespace monitor;
using namespace std::chrono_literals;

namespace {

constexpr core::MonoTime start{3'600'000ms};

Usage first_usage() {
  Usage usage;
  usage.cpu_ns = 10'000'000'000;
  usage.cpu_periods = 100;
  usage.cpu_throttled_periods = 10;
  usage.cpu_quota_us = 50'000;
  usage.cpu_period_us = 100'000;
  usage.memory_bytes = 300;
  usage.memory_inactive_file_bytes = 100;
  usage.memory_limit_bytes = 1'000;
  usage.oom_kills = 1;
  usage.pids = 7;
  usage.network_received_bytes = 1'000;
  usage.network_sent_bytes = 2'000;
  usage.block_read_bytes = 0;
  usage.block_written_bytes = 4'096;
  return usage;
}

Usage second_usage() {
  auto usage = first_usage();
  *usage.cpu_ns += 5'000'000'000;
  *usage.cpu_periods += 20;
  *usage.cpu_throttled_periods += 5;
  *usage.oom_kills += 2;
  *usage.network_received_bytes += 10'000;
  *usage.network_sent_bytes += 500;
  *usage.block_written_bytes += 8'192;
  return usage;
}

}  // namespace

TEST_CASE("two looks make rates of what grew between them") {
  const auto sample = sample_between({start, first_usage()}, {start + 2s, second_usage()});
  CHECK(sample.cpu_percent == Approx(250.0));
  CHECK(sample.cpu_throttled_percent == Approx(25.0));
  CHECK(sample.cpu_limit_percent == Approx(50.0));
  CHECK(sample.network_received_rate == Approx(5'000));
  CHECK(sample.network_sent_rate == Approx(250));
  CHECK(sample.block_read_rate == Approx(0));
  CHECK(sample.block_written_rate == Approx(4'096));
  CHECK(sample.oom_kills == 2);
  CHECK(sample.memory_bytes == 200);
  CHECK(sample.memory_limit_bytes == 1'000);
  CHECK(sample.pids == 7);
}

TEST_CASE("a counter that began anew has no rate, and the others keep theirs") {
  auto anew = second_usage();
  anew.cpu_ns = 1'000;
  anew.network_received_bytes = 0;
  anew.oom_kills = 0;
  anew.cpu_periods = 1;
  const auto sample = sample_between({start, first_usage()}, {start + 2s, anew});
  CHECK_FALSE(sample.cpu_percent);
  CHECK_FALSE(sample.network_received_rate);
  CHECK_FALSE(sample.oom_kills);
  CHECK_FALSE(sample.cpu_throttled_percent);
  CHECK(sample.network_sent_rate == Approx(250));
  CHECK(sample.memory_bytes == 200);
}

TEST_CASE("what the kernel did for a container that rested is over the time since it was read") {
  auto after = second_usage();
  after.cpu_ns = first_usage().cpu_ns;
  const Look rested{start, first_usage(), 8s};
  const auto usual = sample_between({start, first_usage()}, {start + 2s, after});
  const auto slow = sample_between(rested, {start + 2s, after});
  CHECK(slow.cpu_percent == Approx(0));
  CHECK(slow.network_sent_rate == Approx(*usual.network_sent_rate / 5));
  CHECK(slow.block_written_rate == Approx(*usual.block_written_rate / 5));
  CHECK(slow.oom_kills == usual.oom_kills);
}

TEST_CASE("what a container did that rested until it woke is over the time since the last look") {
  const auto usual = sample_between({start, first_usage()}, {start + 2s, second_usage()});
  CHECK(sample_between({start, first_usage(), 8s}, {start + 2s, second_usage()}) == usual);
}

TEST_CASE("where no time passed, or too much, there are no rates but the levels are there") {
  for (const auto passed : {core::Milliseconds(0), core::Milliseconds(-1), look_gap_max + 1ms}) {
    const auto sample = sample_between({start, first_usage()}, {start + passed, second_usage()});
    CHECK_FALSE(sample.cpu_percent);
    CHECK_FALSE(sample.cpu_throttled_percent);
    CHECK_FALSE(sample.network_sent_rate);
    CHECK(sample.pids == 7);
    CHECK(sample.oom_kills == 2);
  }
  CHECK(sample_between({start, first_usage()}, {start + look_gap_max, second_usage()}).cpu_percent);
  CHECK(sample_between({start, first_usage()}, {start + 1h, second_usage()}, 2h).cpu_percent);
}

TEST_CASE("what one of the looks does not tell has no value") {
  const auto sample = sample_between({start, Usage{}}, {start + 2s, second_usage()});
  CHECK_FALSE(sample.cpu_percent);
  CHECK_FALSE(sample.oom_kills);
  CHECK(sample.memory_bytes == 200);
  CHECK(sample_between({start, first_usage()}, {start + 2s, Usage{}}) == model::Sample{});
}

TEST_CASE("the working set is all that is used where the inactive pages are not fewer") {
  auto usage = first_usage();
  usage.memory_inactive_file_bytes = 300;
  CHECK(sample_of(usage).memory_bytes == 300);
  usage.memory_inactive_file_bytes = 299;
  CHECK(sample_of(usage).memory_bytes == 1);
  usage.memory_inactive_file_bytes.reset();
  CHECK(sample_of(usage).memory_bytes == 300);
  usage.memory_bytes.reset();
  CHECK_FALSE(sample_of(usage).memory_bytes);
}

TEST_CASE("without a quota nothing is throttled, and nothing is said of it") {
  auto before = first_usage();
  before.cpu_periods = before.cpu_throttled_periods = 0;
  CHECK_FALSE(sample_between({start, before}, {start + 2s, before}).cpu_throttled_percent);
  // Under a quota but idle: no period passed.
  CHECK(sample_between({start, first_usage()}, {start + 2s, first_usage()}).cpu_throttled_percent ==
        Approx(0));
}

namespace {

HostUsage host(std::uint64_t user, std::uint64_t idle, std::uint64_t iowait, std::uint64_t steal) {
  HostUsage usage;
  usage.cpu = HostCpu{CpuJiffies{user, 0, 0, idle, iowait, 0, 0, steal}, 4};
  usage.memory.total_bytes = 1'000;
  usage.memory.available_bytes = 400;
  usage.memory.swap_total_bytes = 100;
  usage.memory.swap_free_bytes = 100;
  usage.load = Load{1.5, 2, 3};
  usage.io_pressure.some = Stall{0, 1'000'000};
  return usage;
}

}  // namespace

TEST_CASE("the host's CPU is the share of the time that was not idle, times its cores") {
  auto after = host(150, 1'100, 40, 10);
  after.io_pressure.some->total_us += 500'000;
  const auto sample = sample_between({start, host(100, 1'000, 0, 0)}, {start + 2s, after});
  CHECK(sample.cores == 4);
  CHECK(sample.cpu_percent == Approx(400 * 60.0 / 200));
  CHECK(sample.cpu_iowait_percent == Approx(400 * 40.0 / 200));
  CHECK(sample.cpu_steal_percent == Approx(400 * 10.0 / 200));
  CHECK(sample.memory_bytes == 600);
  CHECK(sample.swap_bytes == 0);
  CHECK(sample.load_1m == Approx(1.5));
  CHECK(sample.io_some_percent == Approx(25));
  CHECK_FALSE(sample.io_full_percent);
  CHECK_FALSE(sample.cpu_some_percent);
}

TEST_CASE("the kernel's own steps back in waiting for disks do not make up time") {
  const auto sample =
      sample_between({start, host(100, 1'000, 50, 0)}, {start + 2s, host(150, 1'100, 40, 0)});
  CHECK_FALSE(sample.cpu_iowait_percent);
  CHECK(sample.cpu_percent <= Approx(400));
}

TEST_CASE("a host whose counters stand still, or went back, has no percentages") {
  const auto same = host(100, 1'000, 0, 0);
  CHECK_FALSE(sample_between({start, same}, {start + 2s, same}).cpu_percent);
  CHECK_FALSE(sample_between({start, same}, {start + 2s, host(50, 500, 0, 0)}).cpu_percent);
  CHECK_FALSE(sample_between({start, same}, {start, host(200, 2'000, 0, 0)}).cpu_percent);
}

TEST_CASE("page cache is no part of what reaches the limit") {
  Usage usage;
  CHECK_FALSE(kept_memory(usage));
  usage.memory_bytes = 1'000;
  CHECK(kept_memory(usage) == 1'000);
  usage.memory_inactive_file_bytes = 300;
  usage.memory_active_file_bytes = 200;
  CHECK(kept_memory(usage) == 500);
  usage.memory_active_file_bytes = 900;  // counted otherwise than the whole
  CHECK(kept_memory(usage) == 0);
}
