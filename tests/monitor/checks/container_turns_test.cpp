#include "monitor/checks/container_turns.hpp"

#include "monitor/checks/network_stage.hpp"

using namespace network_stage;
using namespace std::chrono_literals;
using monitor::ask_in_turn;
using monitor::Finding;
using monitor::Target;
using monitor::Verdict;

namespace {

monitor::Deadline in(core::Milliseconds time) { return std::chrono::steady_clock::now() + time; }
bool nobody_gives_up() { return false; }

Target containers(int count) {
  Target target;
  for (int i = 1; i <= count; ++i)
    target.push_back(container("web-" + std::to_string(i), "10.0.0." + std::to_string(i)));
  return target;
}

}  // namespace

TEST_CASE("a place without a placeholder is asked once, with all the time") {
  std::vector<std::string> asked;
  core::Milliseconds given{0};
  const auto found =
      ask_in_turn("db:1", containers(3), in(10s), 10s, nobody_gives_up,
                  [&](const std::string& place, monitor::Deadline, core::Milliseconds limit) {
                    asked.push_back(place);
                    given = limit;
                    return monitor::passed("fine");
                  });
  CHECK(asked == std::vector<std::string>{"db:1"});
  CHECK(given == 10s);
  CHECK(found.text == "fine");
}

TEST_CASE("every placeholder is the container's address, and each has a share of the time") {
  std::vector<std::string> asked;
  std::vector<core::Milliseconds> given;
  auto target = containers(3);
  target[2].address = "fd00::3";
  ask_in_turn("http://{container}:80/?at={container}", target, in(9s), 9s, nobody_gives_up,
              [&](const std::string& place, monitor::Deadline, core::Milliseconds limit) {
                asked.push_back(place);
                given.push_back(limit);
                return monitor::passed("fine");
              });
  CHECK(asked == std::vector<std::string>{"http://10.0.0.1:80/?at=10.0.0.1",
                                          "http://10.0.0.2:80/?at=10.0.0.2",
                                          "http://[fd00::3]:80/?at=[fd00::3]"});
  CHECK((given[0] > 2s && given[0] <= 3s && given[0] % 100ms == 0ms));
  CHECK((given[1] > 3s && given[1] <= 4'500ms));  // what the first one left is shared as well
  CHECK(given[2] > 7s);
}

TEST_CASE("one that fails is worth more than one that is unknown, and that more than the rest") {
  struct Case {
    std::vector<Verdict> verdicts;
    Verdict sum;
    std::vector<model::ContainerId> failing;
  };
  using enum Verdict;
  const Case cases[] = {
      {{passed, passed}, passed, {}},
      {{passed, unknown}, unknown, {}},
      {{unknown, failed}, failed, {"id-of-web-2"}},
      {{failed, passed, failed}, failed, {"id-of-web-1", "id-of-web-3"}},
      {{failed, failed}, failed, {}},
      {{failed}, failed, {}},
  };
  for (const auto& each : cases) {
    std::size_t next = 0;
    const auto found = ask_in_turn(
        "{container}", containers(static_cast<int>(each.verdicts.size())), in(10s), 10s,
        nobody_gives_up, [&](const std::string&, monitor::Deadline, core::Milliseconds) {
          return Finding{each.verdicts[next++], "it", {}};
        });
    CHECK(found.verdict == each.sum);
    CHECK(found.failing == each.failing);
  }
}

TEST_CASE("who gives up is not asked on, and a text that grows stays a finding's") {
  int asked = 0;
  const auto given_up = ask_in_turn(
      "{container}", containers(3), in(10s), 10s, [&asked] { return asked == 1; },
      [&](const std::string&, monitor::Deadline, core::Milliseconds) {
        ++asked;
        return monitor::passed("fine");
      });
  CHECK(asked == 1);
  CHECK(given_up.verdict == Verdict::unknown);
  const auto long_one = ask_in_turn("{container}", containers(2), in(10s), 10s, nobody_gives_up,
                                    [](const std::string&, monitor::Deadline, core::Milliseconds) {
                                      return monitor::failed(std::string(9999, 'x'));
                                    });
  CHECK(long_one.text.size() <= monitor::finding_bytes_max);
}

TEST_CASE("what a restart may mend comes first, and what was not asked is none of it") {
  auto refused = monitor::failed("refused"), old = monitor::failed("old certificate");
  const auto unasked = monitor::unable("no such name");
  old.beyond_restart = true;
  struct Case {
    std::vector<Finding> findings;
    std::string text;
    bool beyond_restart, unasked;
  };
  const Case cases[] = {
      {{old, refused}, "web-2 (1 of 2 containers): refused", false, false},
      {{old, old}, "web-1 (2 of 2 containers): old certificate", true, false},
      {{unasked, old}, "web-2 (1 of 2 containers): old certificate", true, false},
      {{monitor::passed("fine"), unasked}, "web-2 (1 of 2 containers): no such name", false, true},
  };
  for (const auto& each : cases) {
    std::size_t next = 0;
    const auto found = ask_in_turn("{container}", containers(2), in(10s), 10s, nobody_gives_up,
                                   [&](const std::string&, monitor::Deadline, core::Milliseconds) {
                                     return each.findings[next++];
                                   });
    CHECK(found.verdict == Verdict::failed);
    CHECK(found.text == each.text);
    CHECK(found.beyond_restart == each.beyond_restart);
    CHECK(found.unasked == each.unasked);
  }
}
