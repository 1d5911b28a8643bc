// Which failures a restart of containers may mend.
#include "monitor/checks/kept_check.hpp"

#include "monitor/checks/kept_stage.hpp"
#include "support/catch.hpp"
#include "support/noon.hpp"

#include <chrono>

using namespace monitor;
using namespace std::chrono_literals;

namespace {

// A check of a service with one container, "a", that fails at once.
struct FailingCheck {
  explicit FailingCheck(const ProbeSettings& probe) : check(check_of(probe), support::noon, 7) {
    running.id = "a";
    running.started_at = support::noon.wall;
    check.take_replicas({running}, support::noon);
  }
  static Check check_of(const ProbeSettings& probe) {
    Check check;
    check.name = "ready";
    check.deployment = "shop";
    check.service = "web";
    check.fall = 1;
    check.probe = probe;
    return check;
  }
  bool tells(Finding finding) {
    now = now + 10s;
    return check.take(std::move(finding), {running}, now, now + 20ms).has_value();
  }

  Running running;
  core::Instant now = support::noon;
  KeptCheck check;
};

}  // namespace

TEST_CASE("what no restart mends is told, and makes no container ill") {
  FailingCheck failing(HttpProbe{});
  auto finding = failed("the certificate ends in 2 days");
  finding.beyond_restart = true;
  CHECK(failing.tells(finding));
  CHECK_FALSE(failing.check.ailing().ill);
  CHECK_FALSE(failing.check.is_unproven());
  failing.tells(failed("connection refused"));
  CHECK(failing.check.ailment("a", support::noon.wall));
  CHECK(failing.check.is_unproven());
}

TEST_CASE("what is not of the containers makes none of them ill, whatever it finds") {
  const ProbeSettings probes[] = {DiskProbe{}, ClockProbe{}, EngineProbe{}, UnitProbe{},
                                  JobProbe{}};
  for (const auto& probe : probes) {
    CAPTURE(type_of(probe));
    FailingCheck failing(probe);
    CHECK(failing.tells(failed("x")));
    CHECK_FALSE(failing.check.ailing().ill);
    CHECK_FALSE(failing.check.is_unproven());
  }
}

TEST_CASE("what no restart mends is no failure of a container's own") {
  monitor_test::Kept kept;  // falls at two
  const auto web = monitor_test::replica("a");
  kept.replicas({web});
  auto finding = failed("the certificate ends in 2 days");
  finding.beyond_restart = true;
  kept.take(finding, 3);
  CHECK(kept.check.view(kept.now).state == CheckState::failing);
  kept.take(failed("connection refused"));
  CHECK_FALSE(kept.is_ill(web));
  kept.take(failed("connection refused"));
  CHECK(kept.is_ill(web));
}
