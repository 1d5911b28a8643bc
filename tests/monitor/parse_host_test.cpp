#include "monitor/parse_host.hpp"

#include "monitor/sample_text.hpp"

#include "support/catch.hpp"

#include <string>

using namespace monitor;

TEST_CASE("the CPU's time is read by kind, with the cores") {
  const auto cpu = parse_stat(sample_text("host/stat"));
  REQUIRE(cpu);
  CHECK(cpu->jiffies == CpuJiffies{2304383, 701916, 342907, 1774828, 8909, 0, 8929, 3299});
  CHECK(cpu->jiffies.total() == 5145171);
  CHECK(cpu->cores == 2);
}

TEST_CASE("a list of cores that was cut gives no number of cores") {
  const auto text = sample_text("host/stat");
  const auto cut = parse_stat(text.substr(0, text.find("cpu1") + 20));
  REQUIRE(cut);
  CHECK(cut->cores == 0);
  CHECK_FALSE(parse_stat(text.substr(0, 20)));
  CHECK_FALSE(parse_stat(""));
  CHECK_FALSE(parse_stat("intr 5\n"));
}

TEST_CASE("an old kernel's shorter line has zeros at its end") {
  const auto cpu = parse_stat("cpu  10 20 30 40\ncpu0 10 20 30 40\nintr 1\n");
  REQUIRE(cpu);
  CHECK(cpu->jiffies == CpuJiffies{10, 20, 30, 40});
  CHECK(cpu->cores == 1);
}

TEST_CASE("the host's memory is read in bytes") {
  const auto memory = parse_meminfo(sample_text("host/meminfo"));
  CHECK(memory.total_bytes == 24731708ULL * 1024);
  CHECK(memory.free_bytes == 15957580ULL * 1024);
  CHECK(memory.available_bytes == 22653624ULL * 1024);
  CHECK(memory.buffers_bytes == 262444ULL * 1024);
  CHECK(memory.cached_bytes == 6496756ULL * 1024);
  CHECK(memory.shared_bytes == 8856ULL * 1024);
  CHECK(memory.reclaimable_slab_bytes);
  CHECK(memory.swap_total_bytes == 0);
  CHECK(memory.swap_free_bytes == 0);
}

TEST_CASE("memory that is not told is not known") {
  const auto memory = parse_meminfo("MemTotal: 100 kB\nMemFree: lots\nMemAvail");
  CHECK(memory.total_bytes == 102400);
  CHECK_FALSE(memory.free_bytes);
  CHECK_FALSE(memory.available_bytes);
}

TEST_CASE("load and uptime are read") {
  CHECK(parse_loadavg(sample_text("host/loadavg")) == Load{1.95, 2.01, 2.39});
  CHECK(parse_uptime(sample_text("host/uptime")) == Approx(25772.58));
  CHECK_FALSE(parse_loadavg("1.95 2.01\n"));
  CHECK_FALSE(parse_loadavg("1.95 2.01 2.39"));
  CHECK_FALSE(parse_uptime(""));
}

TEST_CASE("pressure is read with both kinds") {
  const auto cpu = parse_pressure(sample_text("host/pressure.cpu"));
  REQUIRE(cpu.some);
  CHECK(cpu.some->avg10_percent == Approx(11.85));
  CHECK(cpu.some->total_us == 9'691'788'536);
  REQUIRE(cpu.full);
  CHECK(cpu.full->total_us == 0);
  CHECK(parse_pressure(sample_text("host/pressure.io")).full->total_us == 47'093'514);
  CHECK(parse_pressure(sample_text("host/pressure.memory")).some->total_us == 8'880);
}

TEST_CASE("the CPU's pressure of an old kernel has no full") {
  const auto pressure = parse_pressure("some avg10=1.00 avg60=0.00 avg300=0.00 total=7\n");
  CHECK(pressure.some == Stall{1.0, 7});
  CHECK_FALSE(pressure.full);
  CHECK(parse_pressure("some avg10=1.00 total=") == Pressure{});
}
