#include "monitor/checks/pool_probe.hpp"

#include "core/io/abandon.hpp"
#include "monitor/checks/host_tools.hpp"
#include "monitor/checks/network_stage.hpp"
#include "monitor/checks/probe_exec.hpp"
#include "monitor/checks/probe_log.hpp"

#include <functional>
#include <future>
#include <utility>

using namespace network_stage;
using namespace std::chrono_literals;
using monitor::Verdict;

namespace {

monitor::awaitable<void> hang(core::BlockingPool* pool, std::shared_future<void> released) {
  std::function<void()> work = [released = std::move(released)] { released.wait(); };
  co_await pool->run(std::move(work));
}

monitor::awaitable<monitor::Finding> found_before(monitor::Probe* probe,
                                                  std::promise<void>* release,
                                                  monitor::Target target = {}) {
  auto found = co_await probe->run(std::move(target), 50ms);
  release->set_value();
  co_return found;
}

}  // namespace

TEST_CASE("a check that waits behind threads that hang finds nothing out, and says so in time") {
  NetworkStage stage;  // with one thread for programs
  std::promise<void> release;
  core::leave_to_itself(stage.io.get_executor(),
                        hang(&stage.programs, release.get_future().share()));
  const auto probe = monitor::make_exec_probe({.command = {"true"}}, stage.tools());
  // Without a word in time it would hang here.
  const auto found = support::run(stage.io, found_before(probe.get(), &release));
  CHECK(found.verdict == Verdict::unknown);
  CHECK(found.text == "its time was over before its turn came: too many other checks are slow");
}

TEST_CASE("the lines of logs are looked at by a thread of the pool, and wait for it") {
  monitor_test::HostTools host;
  core::BlockingPool files("files", 1);
  const monitor::ProbeTools tools{host.pool, host.pool,  files,     host.engine,
                                  host.logs, host.units, host.jobs, host.clock};
  monitor::LogProbe of_unit, of_containers;
  of_unit.pattern = of_containers.pattern = "ERROR";
  of_unit.unit = "db.service";
  const monitor::Target target{monitor_test::a_container("a", host.clock.now().wall)};
  const monitor::SystemdUnits::JournalPiece begin{{}, "c1", false}, more{{"ERROR"}, "c2", false};
  host.units.pieces = {begin, more, more};
  for (const auto& settings : {of_unit, of_containers}) {
    const auto probe = monitor::make_log_probe(settings, tools);
    host.logs.all.clear();
    host.run(*probe, target);
    host.logs.all["a"] = {{host.clock.now().wall, "ERROR"}};
    std::promise<void> release;
    core::leave_to_itself(host.io.get_executor(), hang(&files, release.get_future().share()));
    const auto waits = support::run(host.io, found_before(probe.get(), &release, target));
    CHECK(waits.verdict == Verdict::unknown);
    CHECK(waits.text.ends_with(" could not be looked at: too many other checks are slow"));
    CHECK(host.run(*probe, target).verdict == Verdict::failed);  // nothing of it is lost
  }
  CHECK(host.units.asked == std::vector<std::string>{"", "c1", "c1"});
}
