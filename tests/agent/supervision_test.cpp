#include "agent/supervision.hpp"

#include "support/catch.hpp"

using namespace std::chrono_literals;

TEST_CASE("a loop that waits for one long create is not taken for one that hangs") {
  // With nothing else to do on the host a create on a volume that hangs lasts this long.
  constexpr core::Milliseconds attempt_timeout = 2min;
  CHECK(agent::Supervision::progress_limit(1s, attempt_timeout) > attempt_timeout + 2min);
  CHECK(agent::Supervision::progress_limit(10s, attempt_timeout) > attempt_timeout + 2min);
  CHECK(agent::Supervision::progress_limit(1h, attempt_timeout) == 150min);
}
