#include "monitor/checks/log_rate.hpp"

#include "support/catch.hpp"
#include "support/noon.hpp"

using namespace monitor;
using namespace std::chrono_literals;

namespace {

const auto begin = support::noon.mono;

LogProbe errors(int count = 0) {
  LogProbe probe;
  probe.pattern = "ERROR|panic";
  probe.count = count;
  return probe;
}

}  // namespace

TEST_CASE("a match counts for as long as was said") {
  LogRate rate(5min);
  rate.add(begin, {2, "first"});
  rate.add(begin + 1min, {1, "second"});
  CHECK(rate.count(begin + 1min) == 3);
  CHECK(rate.count(begin + 5min - 1s) == 3);
  CHECK(rate.count(begin + 5min) == 1);
  CHECK(rate.last() == "second");
  CHECK(rate.count(begin + 6min) == 0);
  rate.add(begin + 7min, {});
  CHECK(rate.count(begin + 7min) == 0);
}

TEST_CASE("a rate over a long time is as good as its parts, and never forgets too early") {
  LogRate rate(24h);
  for (int second = 0; second < 86'400; ++second) rate.add(begin + second * 1s, {1, "x"});
  const auto end = begin + 24h - 1s;
  CHECK(rate.count(end) == 86'400);
  CHECK(rate.count(end + 12h) >= 43'200);
  CHECK(rate.count(end + 12h) <= 43'200 + 86'400 / 128 + 1);
  rate.clear();
  CHECK(rate.count(end) == 0);
}

TEST_CASE("lines are matched anywhere, and the last one is kept") {
  const LinePattern pattern(errors().pattern);
  Matches found;
  const auto count = count_matches(pattern, found);
  for (const auto* line : {"all well", "an ERROR at \xff\xfe", "", "kernel panic"}) count(line);
  CHECK(found == Matches{2, "kernel panic"});
}

TEST_CASE("a pattern that is none says why and matches nothing") {
  const LinePattern pattern("(unclosed");
  CHECK(pattern.problem() == "missing ): (unclosed");
  CHECK_FALSE(pattern.matches("(unclosed"));
  CHECK(LinePattern("a{1000}{1000}").problem() != "");
}

TEST_CASE("a rate is told in a sentence") {
  CHECK(rate_text(errors(), 0, "") == "no line of the last 5m matches `ERROR|panic`");
  CHECK(rate_text(errors(), 1, " ERROR: no \x1b[31m ") ==
        "1 line of the last 5m matches `ERROR|panic`, the last: ERROR: no ?[31m");
  CHECK(rate_text(errors(3), 5, std::string(1000, 'x')) ==
        "5 lines of the last 5m match `ERROR|panic` (3 may), the last: " + std::string(200, 'x') +
            "...");
}
