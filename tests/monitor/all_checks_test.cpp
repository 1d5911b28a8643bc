// One list of the checks that were configured and of those that nobody has to. It looks at the
// disks of this machine.
#include "monitor/all_checks.hpp"

#include "core/io/task_group.hpp"
#include "fakes/api_monitor.hpp"
#include "fakes/manual_clock.hpp"
#include "fakes/monitor_ports.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>

using namespace monitor;
using namespace std::chrono_literals;

namespace {

class Nothing final : public Containers, public SpikePolicies {
 public:
  std::vector<Running> running() const override { return {}; }
  std::vector<std::string> spikes_of(const model::DeploymentName&,
                                     const model::ServiceName&) const override {
    return {};
  }
};

boost::asio::awaitable<void> joined(core::TaskGroup& tasks) { CHECK(co_await tasks.join(5s)); }

boost::asio::awaitable<void> ask(AllChecks& all, std::string id,
                                 std::optional<core::Result<CheckView>>& into) {
  into = co_await all.run_check(std::move(id));
}

CheckView configured(const std::string& id) {
  CheckView view;
  view.id = view.name = id;
  return view;
}

struct Stage {
  Stage()
      : monitor({nothing, nothing, engine, history, events, clock}, io.get_executor(), {}, 100),
        all(checks, monitor) {
    checks.all = {configured("backup"), configured("zeta")};
    tasks.spawn("disks", monitor.look_at_disks());
  }
  ~Stage() {
    tasks.cancel();
    io.restart();
    support::run(io, joined(tasks));
  }
  core::Result<CheckView> run(const std::string& id) {
    std::optional<core::Result<CheckView>> done;
    tasks.spawn("run", ask(all, id, done));
    const auto until = std::chrono::steady_clock::now() + 10s;
    io.restart();
    while (!done && std::chrono::steady_clock::now() < until) io.run_one_for(100ms);
    io.poll();  // its end
    return done ? *done : core::Error{core::Errc::timeout, "no answer"};
  }

  boost::asio::io_context io;
  fakes::ManualClock clock;
  fakes::MonitorEvents events;
  fakes::KeptMinutes history;
  fakes::AnsweringEngine engine;
  Nothing nothing;
  fakes::ApiChecks checks;
  core::TaskGroup tasks{io.get_executor(), [](const std::string& name, std::exception_ptr) {
                          FAIL("task failed: " << name);
                        }};
  Monitor monitor;
  AllChecks all;
};

}  // namespace

TEST_CASE("one list has all checks, by id") {
  Stage stage;
  std::vector<std::string> ids;
  for (const auto& view : stage.all.checks()) ids.push_back(view.id);
  CHECK(ids == std::vector<std::string>{"backup", "disks", "host:looks", "zeta"});
}

TEST_CASE("a check of the disks is run by a look at them, out of turn") {
  Stage stage;
  const auto before = stage.all.checks_revision();
  for (int times = 0; times < 2; ++times) {
    const auto run = stage.run("disks");
    REQUIRE(run);
    CHECK(run->state == CheckState::passing);
    CHECK(run->last_at == stage.clock.now().wall);
    stage.clock.advance(1s);
  }
  CHECK(stage.all.checks_revision() > before);
}

TEST_CASE("a look at the disks that was under way before is no answer") {
  Stage stage;
  stage.io.poll();
  stage.clock.advance(1s);
  const auto run = stage.run("disks");
  REQUIRE(run);
  CHECK(run->last_at == stage.clock.now().wall);
}

TEST_CASE(
    "the looks are no check that can be run by itself, and the configured ones are run as before") {
  Stage stage;
  const auto looks = stage.run("host:looks");
  REQUIRE_FALSE(looks);
  CHECK(looks.error().code == core::Errc::conflict);
  CHECK(looks.error().what ==
        "the check `host:looks` cannot be run by itself: it is part of each look, every 5s");
  CHECK(stage.checks.runs.empty());
  (void)stage.run("backup");
  CHECK(stage.checks.runs == std::vector<std::string>{"backup"});
}
