#include "monitor/checks/probe_unit.hpp"

#include "monitor/checks/host_tools.hpp"
#include "support/catch.hpp"

using namespace monitor;
using monitor_test::HostTools;

namespace {

struct UnitCase {
  HostService seen;
  Verdict verdict;
  std::string text;
};

// load, active, sub, result, pid, at_times
const std::vector<UnitCase> unit_cases = {
    {{"loaded", "active", "running", "success", 322, false},
     Verdict::passed,
     "x.service is active (running, process 322)"},
    {{"loaded", "active", "exited", "success", 0, false},
     Verdict::passed,
     "x.service is active (exited)"},
    {{"loaded", "active", "waiting", "success", 0, false},
     Verdict::passed,
     "x.service is active (waiting)"},
    {{"loaded", "reloading", "reload", "success", 322, false},
     Verdict::passed,
     "x.service is reloading (reload, process 322)"},
    {{"loaded", "activating", "start", "success", 0, true},
     Verdict::unknown,
     "x.service is activating"},
    {{"loaded", "deactivating", "stop-sigterm", "success", 9, false},
     Verdict::unknown,
     "x.service is deactivating"},
    {{"loaded", "activating", "auto-restart", "exit-code 3", 0, false},
     Verdict::failed,
     "x.service is started again and again: its program ended with exit code 3"},
    {{"loaded", "failed", "failed", "signal 9", 0, false},
     Verdict::failed,
     "x.service failed: its program was killed by signal 9"},
    {{"loaded", "failed", "failed", "oom-kill", 0, true},
     Verdict::failed,
     "x.service failed: the kernel killed it for want of memory"},
    {{"loaded", "failed", "failed", "something-new", 0, false},
     Verdict::failed,
     "x.service failed: the result of its last run is \"something-new\""},
    {{"loaded", "inactive", "dead", "success", 0, false},
     Verdict::failed,
     "x.service is inactive: it was stopped, or was never started"},
    {{"loaded", "inactive", "dead", "success", 0, true},
     Verdict::passed,
     "x.service waits for its next run; the last one went well"},
    {{"loaded", "inactive", "dead", "exit-code 1", 0, true},
     Verdict::failed,
     "x.service is inactive: its program ended with exit code 1"},
    {{"loaded", "inactive", "dead", "exec-condition", 0, true},
     Verdict::passed,
     "x.service waits for its next run; the last one went well"},
    {{"not-found", "inactive", "dead", "success", 0, false},
     Verdict::failed,
     "x.service: there is no such unit on this machine"},
    {{"masked", "inactive", "dead", "success", 0, true},
     Verdict::failed,
     "x.service: it is masked: it cannot be started"},
    {{"bad-setting", "inactive", "dead", "success", 0, false},
     Verdict::failed,
     "x.service: its file has a wrong setting"},
};

const std::vector<UnitCase> job_cases = {
    {{"loaded", "running", "", "exited 1", 112, false}, Verdict::passed, "x runs as process 112"},
    {{"loaded", "waiting", "", "", 0, false}, Verdict::passed, "x waits for its first run"},
    {{"loaded", "waiting", "", "exited 0", 0, false},
     Verdict::passed,
     "x waits; its last run ended well"},
    {{"loaded", "waiting", "", "exited 78: EX_CONFIG", 0, false},
     Verdict::failed,
     "x does not run (waiting): the last time it exited 78: EX_CONFIG"},
    {{"loaded", "spawn scheduled", "", "was killed by Bus error: 10", 0, false},
     Verdict::failed,
     "x does not run (spawn scheduled): the last time it was killed by Bus error: 10"},
    {{"loaded", "spawn scheduled", "", "exited 0", 0, false},
     Verdict::unknown,
     "x is on its way: spawn scheduled"},
    {{"not-found", "", "", "", 0, false},
     Verdict::failed,
     "x is not loaded: launchd knows no such job"},
};

}  // namespace

TEST_CASE("a unit is judged by what systemd says of it") {
  for (const auto& each : unit_cases) {
    const auto finding = judge_unit("x.service", each.seen);
    CHECK(finding.text == each.text);
    CHECK(finding.verdict == each.verdict);
  }
}

TEST_CASE("a job is judged by what launchd says of it") {
  for (const auto& each : job_cases) {
    const auto finding = judge_job("x", each.seen);
    CHECK(finding.text == each.text);
    CHECK(finding.verdict == each.verdict);
  }
}

TEST_CASE("who cannot be asked has failed, with the reason") {
  HostTools host;
  host.units.answer = core::Error{core::Errc::unavailable, "no systemd runs this machine"};
  host.jobs.answer = core::Error{core::Errc::unavailable, "no launchd runs this machine"};
  const auto unit = make_unit_probe({"nginx"}, host.tools());
  CHECK(host.run(*unit).text == "the state of nginx cannot be had: no systemd runs this machine");
  CHECK(host.run(*unit).verdict == Verdict::failed);
  CHECK(host.run(*unit).unasked);
  const auto job = make_job_probe({"org.nginx"}, host.tools());
  CHECK(host.run(*job).unasked);
  host.jobs.answer = HostService{"loaded", "running", "", "", 7, false};
  CHECK(host.run(*job).text == "org.nginx runs as process 7");
}

TEST_CASE("what waited for its turn for nothing is no word of a unit or a job") {
  const core::Error no_turn{core::Errc::cancelled, "its turn did not come within 5s"};
  for (const auto& finding : {judge_unit("x", no_turn), judge_job("x", no_turn)}) {
    CHECK(finding.verdict == Verdict::unknown);
    CHECK(finding.text == "the state of x cannot be had: its turn did not come within 5s");
  }
}
