#include "monitor/human_text.hpp"

#include "support/catch.hpp"

using namespace monitor;

TEST_CASE("sizes and percentages read as people write them") {
  CHECK(human_bytes(0) == "0 B");
  CHECK(human_bytes(1'023) == "1023 B");
  CHECK(human_bytes(1'024) == "1 KiB");
  CHECK(human_bytes(3.14 * 1024 * 1024 * 1024) == "3.1 GiB");
  CHECK(human_bytes(99.9 * 1024 * 1024) == "100 MiB");
  CHECK(human_bytes(1e30) == "888178419700125 PiB");
  CHECK(human_percent(91.4) == "91 %");
  CHECK(human_percent(3.42) == "3.4 %");
  CHECK(human_percent(0) == "0 %");
}
