// Log checks on what a service's own containers print.
#include "monitor/checks/probe_log.hpp"

#include "monitor/checks/host_tools.hpp"
#include "support/catch.hpp"

using namespace monitor;
using namespace std::chrono_literals;
using monitor_test::a_container;
using monitor_test::HostTools;

namespace {

LogProbe errors() {
  LogProbe probe;
  probe.pattern = "ERROR";
  return probe;
}

// The log of a service, whose lines come with the clock.
struct Service : HostTools {
  std::unique_ptr<Probe> probe = make_log_probe(errors(), tools());
  Target target = {a_container("a", clock.now().wall - 1h)};

  void say(const std::string& id, const std::string& text) {
    logs.all[id].push_back({clock.now().wall, text});
  }
  Finding look() { return run(*probe, target); }
};

}  // namespace

TEST_CASE("a service's log is that of its containers, from now on") {
  Service service;
  service.say("a", "ERROR, old");
  service.clock.advance(1s);
  CHECK(service.look().text == "the log of the service is read from here on");
  service.clock.advance(1s);
  service.say("a", "ERROR 1");
  auto finding = service.look();
  CHECK(finding.verdict == Verdict::failed);
  CHECK(finding.text == "shop-a: 1 line of the last 5m matches `ERROR`, the last: ERROR 1");
  CHECK(finding.failing.empty());
  service.clock.advance(5min);
  CHECK(service.look().verdict == Verdict::passed);
}

TEST_CASE("lines of the same millisecond count once each, whenever they were read") {
  Service service;
  service.look();
  service.clock.advance(1s);
  service.say("a", "ERROR 1");
  service.look();
  service.say("a", "ERROR 2");  // in the same millisecond
  CHECK(service.look().text == "shop-a: 2 lines of the last 5m match `ERROR`, the last: ERROR 2");
  CHECK(service.look().text == "shop-a: 2 lines of the last 5m match `ERROR`, the last: ERROR 2");
}

TEST_CASE("what a container said faster than it could be read is told to be left out") {
  Service service;
  service.look();
  service.clock.advance(1s);
  service.say("a", "well");
  CHECK(service.look().text == "no line of the last 5m matches `ERROR`");
  service.clock.advance(1s);
  service.logs.all["a"].clear();  // the newest lines alone are answered
  service.say("a", "well, too");
  CHECK(service.look().text ==
        "no line of the last 5m matches `ERROR`; more that came too fast was not looked at");
  service.clock.advance(4min);
  CHECK(service.look().text ==
        "no line of the last 5m matches `ERROR`; more that came too fast was not looked at");
  service.clock.advance(1min);
  CHECK(service.look().text == "no line of the last 5m matches `ERROR`");
}

TEST_CASE("only the containers that say it have failed") {
  Service service;
  service.target.push_back(a_container("b", service.clock.now().wall - 1h));
  service.look();
  service.clock.advance(1s);
  service.say("b", "ERROR");
  const auto finding = service.look();
  CHECK(finding.failing == std::vector<model::ContainerId>{"b"});
  service.say("a", "ERROR");
  const auto both = service.look();
  CHECK(both.failing.empty());
  CHECK(both.text ==
        "too many in 2 of 2 containers, such as shop-a: 1 line of the last 5m matches `ERROR`, the "
        "last: ERROR");
}

TEST_CASE("a container that was started anew, or is new, begins with what it says itself") {
  Service service;
  service.look();
  service.clock.advance(1s);
  service.say("a", "ERROR");
  CHECK(service.look().verdict == Verdict::failed);
  service.clock.advance(1s);
  service.target = {a_container("a", service.clock.now().wall)};
  CHECK(service.look().verdict == Verdict::passed);
  service.clock.advance(1s);
  service.target = {a_container("c", service.clock.now().wall)};
  service.say("c", "ERROR at the start");
  service.clock.advance(1s);
  CHECK(service.look().verdict == Verdict::failed);
}

TEST_CASE("the first word of a container counts, though its start is noted after it") {
  Service service;
  service.look();
  service.clock.advance(5s);
  service.say("a", "ERROR: the last word before");
  service.clock.advance(1s);
  service.say("a", "ERROR: no configuration");
  service.say("c", "ERROR: no configuration");
  const auto noted = service.clock.now().wall + 20ms;
  service.clock.advance(1s);
  service.target = {a_container("a", noted), a_container("c", noted)};
  CHECK(service.look().text.starts_with("too many in 2 of 2 containers, such as shop-a: 1 line"));
}

TEST_CASE("an engine that hands out no log makes nobody ill, nor well") {
  Service service;
  service.logs.problem = core::Error{core::Errc::unavailable, "the log driver is none"};
  CHECK(service.look().verdict == Verdict::unknown);
  const auto finding = service.look();
  CHECK(finding.verdict == Verdict::unknown);
  CHECK(finding.text == "the log of shop-a cannot be read: the log driver is none");
  service.logs.problem = core::Error{core::Errc::not_found, "no such container"};
  CHECK(service.look().verdict == Verdict::passed);
}

TEST_CASE("a clock that is set back hides no line") {
  Service service;
  service.look();
  service.clock.advance(10min);
  service.say("a", "fine");
  CHECK(service.look().verdict == Verdict::passed);
  service.clock.sleep(-5min);
  service.look();
  service.clock.advance(10s);
  service.say("a", "ERROR");
  CHECK(service.look().verdict == Verdict::failed);
}

TEST_CASE("lines that nobody read for longer than counts do not count") {
  Service service;
  service.look();
  service.clock.advance(10s);
  service.say("a", "ERROR, while the engine was away");
  service.clock.advance(1h);
  CHECK(service.look().verdict == Verdict::passed);
  service.say("a", "ERROR now");
  CHECK(service.look().text ==
        "shop-a: 1 line of the last 5m matches `ERROR`, the last: ERROR now");
}

TEST_CASE("a container's lines that were cut are told, too") {
  Service service;
  service.look();
  service.clock.advance(1s);
  service.logs.all["a"].push_back({service.clock.now().wall, "the begin", true});
  const auto finding = service.look();
  CHECK(finding.verdict == Verdict::passed);
  CHECK(finding.text ==
        "no line of the last 5m matches `ERROR`; 1 line longer than 64 KiB was looked at only so "
        "far");
}
