#include "monitor/checks/check_health.hpp"

#include "support/catch.hpp"
#include "support/noon.hpp"

#include <chrono>
#include <string>

using namespace monitor;
using namespace std::chrono_literals;

namespace {

// The state after each run of `verdicts` (p, f, u): . is pending, P passing, F failing.
std::string states(const std::string& verdicts, int fall, int rise) {
  CheckHealth health(support::noon.wall);
  std::string letters;
  auto at = support::noon.wall;
  for (const char verdict : verdicts) {
    at += 1s;
    const auto before = health.state();
    const bool changed = health.take(verdict == 'p'   ? Verdict::passed
                                     : verdict == 'f' ? Verdict::failed
                                                      : Verdict::unknown,
                                     fall, rise, at);
    CHECK(changed == (health.state() != before));
    if (changed) CHECK(health.since() == at);
    letters += health.state() == CheckState::pending   ? '.'
               : health.state() == CheckState::passing ? 'P'
               : health.state() == CheckState::failing ? 'F'
                                                       : '?';
  }
  return letters;
}

}  // namespace

TEST_CASE(
    "a check fails after `fall` failures in a row, and is well after `rise` passes in a row") {
  struct Row {
    int fall, rise;
    std::string verdicts, states;
  };
  const Row row = GENERATE(values<Row>({
      {3, 2, "ppp", ".PP"},
      {3, 2, "ffff", "..FF"},
      {3, 2, "ffpff", "....."},
      {3, 2, "ppffpfff", ".PPPPPPF"},
      {3, 2, "fffpfpp", "..FFFFP"},
      {1, 1, "pfpf", "PFPF"},
      {3, 2, "fufuuf", ".....F"},  // unknown counts as neither, and interrupts neither
      {3, 2, "fffuupup", "..FFFFFP"},
      {3, 2, "uuuuuuuu", "........"},
      {2, 3, "pfpfpfpf", "........"},
  }));
  CAPTURE(row.fall, row.rise, row.verdicts);
  CHECK(states(row.verdicts, row.fall, row.rise) == row.states);
}

TEST_CASE("while a check is paused nothing counts, and afterwards it begins anew") {
  CheckHealth health(support::noon.wall);
  for (int i = 0; i < 2; ++i) health.take(Verdict::failed, 3, 2, support::noon.wall);
  CHECK(health.failures() == 2);
  health.pause(support::noon.wall + 1min);
  CHECK(health.state() == CheckState::paused);
  CHECK(health.since() == support::noon.wall + 1min);
  CHECK(health.failures() == 0);
  CHECK_FALSE(health.take(Verdict::failed, 1, 1, support::noon.wall + 2min));
  CHECK(health.state() == CheckState::paused);
  health.pause(support::noon.wall + 3min);
  CHECK(health.since() == support::noon.wall + 1min);
  health.start_anew(support::noon.wall + 4min);
  CHECK(health.state() == CheckState::pending);
  CHECK(health.since() == support::noon.wall + 4min);
  for (int i = 0; i < 2; ++i) health.take(Verdict::failed, 3, 2, support::noon.wall);
  CHECK(health.state() == CheckState::pending);
  health.take(Verdict::failed, 3, 2, support::noon.wall);
  CHECK(health.state() == CheckState::failing);
}

TEST_CASE("states of checks have names") {
  CHECK(name_of(CheckState::pending) == "pending");
  CHECK(name_of(CheckState::passing) == "passing");
  CHECK(name_of(CheckState::failing) == "failing");
  CHECK(name_of(CheckState::paused) == "paused");
}
