#include "api/process_usage.hpp"
#include "support/catch.hpp"

#include <fcntl.h>
#include <unistd.h>

TEST_CASE("the memory of a process is read in pages") {
  CHECK(api::parse_statm("5120 1280 768 1 0 300 0\n", 4096) ==
        api::ProcessMemory{20'971'520, 5'242'880});
  CHECK(!api::parse_statm("", 4096));
  CHECK(!api::parse_statm("5120", 4096));
  CHECK(!api::parse_statm("a b c", 4096));
}

TEST_CASE("our own process has used the CPU, has memory, and knows its open files") {
  const auto before = api::own_process();
  CHECK(before.cpu_seconds > 0.0);
  CHECK(*before.resident_bytes > 100'000);
  CHECK(*before.virtual_bytes >= *before.resident_bytes);
  CHECK(*before.open_descriptors >= 3);
  const int extra = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  REQUIRE(extra >= 0);
  CHECK(*api::own_process().open_descriptors == *before.open_descriptors + 1);
  ::close(extra);
}
