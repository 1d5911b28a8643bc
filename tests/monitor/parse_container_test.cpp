#include "monitor/parse_container.hpp"

#include "monitor/sample_text.hpp"

#include "support/catch.hpp"

#include <functional>
#include <random>
#include <string>
#include <vector>

using namespace monitor;

namespace {

void set_files(Usage& usage, std::uint64_t inactive, std::uint64_t active) {
  usage.memory_inactive_file_bytes = inactive;
  usage.memory_active_file_bytes = active;
}

Usage parsed(ParseContainerFile parse, std::string_view text) {
  Usage usage;
  parse(text, usage);
  return usage;
}

// A usage that has only what `change` sets.
Usage only(const std::function<void(Usage&)>& change) {
  Usage usage;
  change(usage);
  return usage;
}

struct Case {
  const char* name;
  ParseContainerFile parse;
  std::function<void(Usage&)> expected;
};

const std::vector<Case> recorded = {
    {"v1/cpuacct.usage", parse_cpuacct_usage, [](Usage& u) { u.cpu_ns = 725'031'604; }},
    {"v1/cpu.stat", parse_cpu_stat_v1,
     [](Usage& u) {
       u.cpu_periods = 39;
       u.cpu_throttled_periods = 35;
       u.cpu_throttled_ns = 2'696'346'715;
     }},
    {"v1/no_limit.cpu.stat", parse_cpu_stat_v1,
     [](Usage& u) { u.cpu_periods = u.cpu_throttled_periods = u.cpu_throttled_ns = 0; }},
    {"v1/cpu.cfs_quota_us", parse_cfs_quota, [](Usage& u) { u.cpu_quota_us = 20'000; }},
    {"v1/no_limit.cpu.cfs_quota_us", parse_cfs_quota, [](Usage&) {}},
    {"v1/cpu.cfs_period_us", parse_cfs_period, [](Usage& u) { u.cpu_period_us = 100'000; }},
    {"v1/unified.cpu.stat", parse_cpu_stat_v2, [](Usage& u) { u.cpu_ns = 58'653'000; }},
    {"v1/memory.usage_in_bytes", parse_memory_usage, [](Usage& u) { u.memory_bytes = 6'733'824; }},
    {"v1/memory.stat", parse_memory_stat_v1, [](Usage& u) { set_files(u, 8'192, 6'295'552); }},
    {"v1/memory.limit_in_bytes", parse_memory_limit,
     [](Usage& u) { u.memory_limit_bytes = 67'108'864; }},
    {"v1/no_limit.memory.limit_in_bytes", parse_memory_limit,
     [](Usage& u) { u.memory_limit_bytes = 9'223'372'036'854'771'712U; }},
    {"v1/memory.oom_control", parse_oom_control, [](Usage& u) { u.oom_kills = 1; }},
    {"v1/pids.current", parse_pids, [](Usage& u) { u.pids = 2; }},
    {"v1/blkio.throttle.io_service_bytes_recursive", parse_io_service_bytes,
     [](Usage& u) {
       u.block_read_bytes = 10'489'856;
       u.block_written_bytes = 6'291'456;
     }},
    {"v1/blkio.throttle.io_service_bytes", parse_io_service_bytes,
     [](Usage& u) {
       u.block_read_bytes = 10'489'856;
       u.block_written_bytes = 6'291'456;
     }},
    {"v1/no_limit.blkio.throttle.io_service_bytes_recursive", parse_io_service_bytes,
     [](Usage&) {}},
    {"v1/net.dev", parse_net_dev,
     [](Usage& u) {
       u.network_received_bytes = 26'990;
       u.network_sent_bytes = 33'540;
     }},
    {"v2/cpu.stat", parse_cpu_stat_v2,
     [](Usage& u) {
       u.cpu_ns = 725'031'000;
       u.cpu_periods = 39;
       u.cpu_throttled_periods = 35;
       u.cpu_throttled_ns = 2'696'346'000;
     }},
    {"v2/no_controller.cpu.stat", parse_cpu_stat_v2, [](Usage& u) { u.cpu_ns = 58'653'000; }},
    {"v2/cpu.max", parse_cpu_max,
     [](Usage& u) {
       u.cpu_quota_us = 20'000;
       u.cpu_period_us = 100'000;
     }},
    {"v2/no_limit.cpu.max", parse_cpu_max, [](Usage& u) { u.cpu_period_us = 100'000; }},
    {"v2/memory.current", parse_memory_usage, [](Usage& u) { u.memory_bytes = 6'733'824; }},
    {"v2/memory.stat", parse_memory_stat_v2, [](Usage& u) { set_files(u, 6'283'264, 8'192); }},
    {"v2/memory.max", parse_memory_limit, [](Usage& u) { u.memory_limit_bytes = 67'108'864; }},
    {"v2/no_limit.memory.max", parse_memory_limit, [](Usage&) {}},
    {"v2/memory.events", parse_memory_events, [](Usage& u) { u.oom_kills = 1; }},
    {"v2/pids.current", parse_pids, [](Usage& u) { u.pids = 2; }},
    {"v2/io.stat", parse_io_stat,
     [](Usage& u) {
       u.block_read_bytes = 10'493'952;
       u.block_written_bytes = 6'291'456;
     }},
    {"v2/idle.io.stat", parse_io_stat,
     [](Usage& u) { u.block_read_bytes = u.block_written_bytes = 0; }},
};

const std::vector<Case> recorded_in_vm = {
    {"v2/systemd.cpu.stat", parse_cpu_stat_v2,
     [](Usage& u) {
       u.cpu_ns = 5'808'872'000;
       u.cpu_periods = 289;
       u.cpu_throttled_periods = 275;
       u.cpu_throttled_ns = 23'598'691'000;
     }},
    {"v2/systemd.cpu.max", parse_cpu_max,
     [](Usage& u) {
       u.cpu_quota_us = 20'000;
       u.cpu_period_us = 100'000;
     }},
    {"v2/systemd_no_limit.cpu.max", parse_cpu_max, [](Usage& u) { u.cpu_period_us = 100'000; }},
    {"v2/systemd.memory.current", parse_memory_usage, [](Usage& u) { u.memory_bytes = 6'610'944; }},
    {"v2/systemd.memory.stat", parse_memory_stat_v2,
     [](Usage& u) { set_files(u, 6'291'456, 4'096); }},
    {"v2/systemd.memory.max", parse_memory_limit,
     [](Usage& u) { u.memory_limit_bytes = 67'108'864; }},
    {"v2/systemd_no_limit.memory.max", parse_memory_limit, [](Usage&) {}},
    {"v2/systemd.memory.events", parse_memory_events, [](Usage& u) { u.oom_kills = 1; }},
    {"v2/systemd.pids.current", parse_pids, [](Usage& u) { u.pids = 1; }},
    {"v2/systemd.io.stat", parse_io_stat,
     [](Usage& u) {
       u.block_read_bytes = 6'320'128;
       u.block_written_bytes = 6'291'456;
     }},
    {"v2/systemd.net.dev", parse_net_dev, [](Usage& u) {
       u.network_received_bytes = 1'460;
       u.network_sent_bytes = 158;
     }}};

std::vector<Case> all_recorded() {
  auto all = recorded;
  all.insert(all.end(), recorded_in_vm.begin(), recorded_in_vm.end());
  return all;
}

}  // namespace

TEST_CASE("every file of a container tells its counters and nothing else") {
  for (const auto& [name, parse, expected] : all_recorded()) {
    INFO(name);
    CHECK(parsed(parse, sample_text(name)) == only(expected));
  }
}

TEST_CASE("a file that is cut anywhere never gives a number that was not in it") {
  const std::vector<Counter Usage::*> fields = {&Usage::cpu_ns,
                                                &Usage::cpu_periods,
                                                &Usage::cpu_quota_us,
                                                &Usage::cpu_period_us,
                                                &Usage::memory_bytes,
                                                &Usage::cpu_throttled_periods,
                                                &Usage::cpu_throttled_ns,
                                                &Usage::memory_inactive_file_bytes,
                                                &Usage::memory_active_file_bytes,
                                                &Usage::oom_kills,
                                                &Usage::memory_limit_bytes,
                                                &Usage::pids,
                                                &Usage::network_received_bytes,
                                                &Usage::block_read_bytes,
                                                &Usage::block_written_bytes,
                                                &Usage::network_sent_bytes};
  for (const auto& [name, parse, expected] : all_recorded()) {
    // A sum over devices is that of those that are left.
    if (std::string_view(name).find("io") != std::string_view::npos) continue;
    const auto text = sample_text(name);
    const auto whole = parsed(parse, text);
    for (std::size_t length = 0; length < text.size(); ++length) {
      const auto cut = parsed(parse, std::string_view(text).substr(0, length));
      INFO(name << " cut at " << length);
      for (const auto field : fields) CHECK((!(cut.*field) || cut.*field == whole.*field));
    }
  }
}

TEST_CASE("text of any bytes is read within its bounds") {
  const auto seed = GENERATE(1U, 2U, 3U);
  std::mt19937 random(seed);
  std::uniform_int_distribution<int> any_byte(-128, 127);
  for (const auto& [name, parse, expected] : all_recorded()) {
    const auto text = sample_text(name);
    // Without the zero at its end that a string has: reading beyond it is found by the sanitizer.
    std::vector<char> bytes(text.begin(), text.end());
    for (int i = 0; i < 200 && !bytes.empty(); ++i) {
      bytes[random() % bytes.size()] = static_cast<char>(any_byte(random));
      if (i % 10 == 9) bytes.pop_back();
      bytes.shrink_to_fit();
      const auto usage = parsed(parse, std::string_view(bytes.data(), bytes.size()));
      CHECK(usage == parsed(parse, std::string(bytes.data(), bytes.size())));
    }
  }
}

TEST_CASE("unknown keys, devices and interfaces do no harm") {
  CHECK(parsed(parse_cpu_stat_v1, "new_key 7\nnr_periods 3\nother text\nnr_throttled 1\n") ==
        only([](Usage& u) {
          u.cpu_periods = 3;
          u.cpu_throttled_periods = 1;
        }));
  CHECK(parsed(parse_io_stat, "259:0 rbytes=5 new=1 wbytes=6 cost.usage=77\nnonsense\n") ==
        only([](Usage& u) {
          u.block_read_bytes = 5;
          u.block_written_bytes = 6;
        }));
  CHECK(parsed(parse_net_dev, std::string("\0\xff:::\neth0: x\n", 14)) == Usage{});
}

TEST_CASE("page cache of groups beneath counts, as the total of version 1 does") {
  CHECK(parsed(parse_memory_stat_v1, "cache 1\ninactive_file 5\ntotal_inactive_file 4096\n")
            .memory_inactive_file_bytes == 4096);
}

TEST_CASE("what passes through two interfaces of a container counts once") {
  const auto usage = parsed(parse_net_dev,
                            "    lo: 9 0 0 0 0 0 0 0 9 0 0 0 0 0 0 0\n"
                            "  eth0:1000 0 0 0 0 0 0 0 100 0 0 0 0 0 0 0\n"
                            "  eth1: 20 0 0 0 0 0 0 0 2 0 0 0 0 0 0 0\n"
                            "  tun0: 900 0 0 0 0 0 0 0 90 0 0 0 0 0 0 0\n"
                            "docker0: 5 0 0 0 0 0 0 0 5 0 0 0 0 0 0 0\n");
  CHECK(usage.network_received_bytes == 1020);
  CHECK(usage.network_sent_bytes == 102);
}

TEST_CASE("a container without a network of its own has no counters of it") {
  CHECK(parsed(parse_net_dev, "    lo: 9 0 0 0 0 0 0 0 9 0 0 0 0 0 0 0\n") == Usage{});
}

TEST_CASE("a limit beyond the host's memory is none") {
  auto usage = parsed(parse_memory_limit, sample_text("v1/no_limit.memory.limit_in_bytes"));
  without_absurd_limit(usage, 0);
  CHECK(usage.memory_limit_bytes);
  without_absurd_limit(usage, 24'000'000'000);
  CHECK_FALSE(usage.memory_limit_bytes);
  usage.memory_limit_bytes = 67'108'864;
  without_absurd_limit(usage, 67'108'864);
  CHECK(usage.memory_limit_bytes == 67'108'864);
}

TEST_CASE("a field that is not told any more is not known any more") {
  Usage usage;
  parse_cpuacct_usage("5\n", usage);
  parse_cpuacct_usage("", usage);
  CHECK(usage == Usage{});
}
