// The loop of looks: its pace, and a look that hangs. It looks at this machine.
#include "monitor/monitor.hpp"

#include "core/io/task_group.hpp"
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

Settings every(core::Milliseconds interval) {
  Settings settings;
  settings.interval = interval;
  return settings;
}

struct Looking {
  explicit Looking(core::Milliseconds interval)
      : monitor({nothing, nothing, engine, history, events, clock}, io.get_executor(),
                every(interval), 100) {
    tasks.spawn("looks", monitor.look_at_containers());
  }
  ~Looking() {
    tasks.cancel();
    io.restart();
    support::run(io, joined(tasks));
  }
  // Whether there were so many looks within ten seconds.
  bool has_looked(std::uint64_t times) {
    const auto until = std::chrono::steady_clock::now() + 10s;
    while (monitor.revision() <= times && std::chrono::steady_clock::now() < until)
      io.run_one_for(100ms);
    return monitor.revision() > times;
  }

  boost::asio::io_context io;
  fakes::ManualClock clock;
  fakes::MonitorEvents events;
  fakes::KeptMinutes history;
  fakes::AnsweringEngine engine;
  Nothing nothing;
  core::TaskGroup tasks{io.get_executor(), [](const std::string& name, std::exception_ptr) {
                          FAIL("task failed: " << name);
                        }};
  Monitor monitor;
};

}  // namespace

TEST_CASE("a faster pace is in force at once, and does not wait out the slower one") {
  Looking looking(1h);
  REQUIRE(looking.has_looked(1));
  looking.monitor.configure(every(20ms));
  CHECK(looking.has_looked(3));
}

TEST_CASE("while a look hangs nothing old is shown, which is told once, and once that it is over") {
  Looking looking(1h);
  REQUIRE(looking.has_looked(1));
  REQUIRE(looking.monitor.host());
  // The next one is under way: its answer is not taken before the loop runs again.
  looking.monitor.configure(every(1s));
  while (looking.io.poll_one() > 0 && !looking.monitor.is_looking()) continue;
  REQUIRE(looking.monitor.is_looking());
  looking.monitor.say_silences();
  CHECK(looking.monitor.host());
  looking.clock.advance(look_silence_max + 1s);
  looking.monitor.say_silences();
  looking.monitor.say_silences();
  CHECK_FALSE(looking.monitor.host());
  REQUIRE(looking.events.types() == std::vector<std::string>{"check.failed"});
  CHECK(looking.events.all.front().alert == model::Alert{"check/host:looks", true});
  REQUIRE(looking.has_looked(looking.monitor.revision()));
  looking.monitor.say_silences();
  CHECK(looking.monitor.host());
  CHECK(looking.events.types() == std::vector<std::string>{"check.failed", "check.recovered"});
}

TEST_CASE("looks that hung when the agent ended are told to be well once one was answered") {
  Looking looking(1h);
  Recalled recalled;
  recalled.looks_silent = true;
  looking.monitor.recall(recalled);
  looking.monitor.say_silences();
  CHECK(looking.events.all.empty());
  REQUIRE(looking.has_looked(1));
  looking.monitor.say_silences();
  looking.monitor.say_silences();
  CHECK(looking.events.types() == std::vector<std::string>{"check.recovered"});
}
