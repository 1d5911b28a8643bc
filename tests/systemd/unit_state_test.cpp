#include "systemd/unit_state.hpp"

#include "support/catch.hpp"

#include <fstream>
#include <iterator>

namespace {

monitor::HostService unit_sample(const std::string& name) {
  std::ifstream file(std::string(EVENKEEL_TEST_DATA "/systemd/units/") + name + ".txt");
  REQUIRE(file);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  const auto unit = systemd::decode_unit(text);
  REQUIRE(unit);
  return *unit;
}

}  // namespace

TEST_CASE("units are as systemctl shows them") {
  struct Case {
    std::string sample, load, active, sub, result;
    bool runs, at_times;
  };
  const std::vector<Case> cases = {
      {"running", "loaded", "active", "running", "success", true, false},
      {"oneshot_remains", "loaded", "active", "exited", "success", false, false},
      {"oneshot_done", "loaded", "inactive", "dead", "success", false, true},
      {"oneshot_failed", "loaded", "failed", "failed", "exit-code 3", false, true},
      {"timer_started", "loaded", "inactive", "dead", "success", false, true},
      {"timer", "loaded", "active", "waiting", "success", false, false},
      {"stopped", "loaded", "inactive", "dead", "success", false, false},
      {"killed", "loaded", "failed", "failed", "signal 9", false, false},
      {"auto_restart", "loaded", "activating", "auto-restart", "exit-code 1", false, false},
      {"masked", "masked", "inactive", "dead", "success", false, false},
      {"not_found", "not-found", "inactive", "dead", "success", false, false},
  };
  for (const auto& each : cases) {
    INFO(each.sample);
    const auto unit = unit_sample(each.sample);
    CHECK(unit.load == each.load);
    CHECK(unit.active == each.active);
    CHECK(unit.sub == each.sub);
    CHECK(unit.result == each.result);
    CHECK((unit.pid > 0) == each.runs);
    CHECK(unit.at_times == each.at_times);
  }
}

TEST_CASE("what shows no unit is none") {
  for (const auto* text : {"", "garbage", "=\n\n=", "LoadState=loaded\n"})
    CHECK(systemd::decode_unit(text).error().code == core::Errc::corrupt);
}

TEST_CASE("a name is that of one unit, and neither an option nor a pattern") {
  CHECK(systemd::unit_name("nginx").value() == "nginx.service");
  CHECK(systemd::unit_name("backup.timer").value() == "backup.timer");
  CHECK(systemd::unit_name("getty@tty1.service").value() == "getty@tty1.service");
  CHECK(systemd::unit_name("srv-my\\x2ddata.mount").value() == "srv-my\\x2ddata.mount");
  CHECK(systemd::unit_name("a.b").value() == "a.b.service");
  for (const auto* name : {"", "-H", "--all", "ssh*", "[ab].service", "a b", "a/b", "a\nb", "ü"}) {
    INFO(name);
    CHECK(systemd::unit_name(name).error().code == core::Errc::invalid);
  }
  CHECK_FALSE(systemd::unit_name(std::string(256, 'x')));
}
