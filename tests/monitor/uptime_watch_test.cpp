#include "monitor/uptime_watch.hpp"

#include "core/io/task_group.hpp"
#include "core/io/timing.hpp"
#include "fakes/manual_clock.hpp"
#include "fakes/uptime_ports.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>

using namespace monitor;
using namespace std::chrono_literals;

namespace {

struct Watched {
  boost::asio::io_context io{1};
  fakes::ManualClock clock;
  fakes::StatedServices services;
  fakes::CountedRestarts restarts;
  fakes::KeptUptimes log;
  std::unique_ptr<UptimeWatch> watch = make();

  Watched() { services.all[{"shop", "web"}] = {Duty::up, support::noon.wall}; }

  std::unique_ptr<UptimeWatch> make() {
    const UptimeWatch::Ports ports{services, services, restarts, log, clock};
    return std::make_unique<UptimeWatch>(ports);
  }
  void recall() { support::run(io, watch->recall()); }
  void go(core::Milliseconds time) {
    watch->look();
    for (auto passed = 0ms; passed < time; passed += 5s) {
      clock.advance(5s);
      watch->look();
    }
  }
  UpTime month(const std::string& deployment = "shop") const {
    const auto known = watch->availability(deployment, "web");
    return known ? known->month : UpTime();
  }
};

}  // namespace

TEST_CASE("availability goes on where the agent before has ended") {
  Watched watched;
  watched.recall();
  watched.go(10min);
  watched.watch->save();
  watched.clock.advance(1min);
  watched.watch = watched.make();
  watched.recall();
  watched.go(10min);
  CHECK(watched.month() == UpTime{21min, 0ms});
}

TEST_CASE("nothing is written before it is known what there was") {
  Watched watched;
  watched.recall();
  watched.go(10min);
  watched.watch->save();
  REQUIRE(watched.log.appends == 1);

  watched.log.problem = "the disk does not answer";
  watched.watch = watched.make();
  watched.recall();
  watched.go(5min);
  watched.watch->save();
  CHECK(watched.log.appends == 1);
  CHECK(watched.month() == UpTime{5min, 0ms});

  watched.log.problem.clear();
  watched.recall();
  watched.watch->save();
  CHECK(watched.log.appends == 2);
  CHECK(watched.month() == UpTime{15min, 0ms});
  const auto& [hours, last] = watched.log.all.at({"shop", "web"});
  CHECK(hours.begin()->second.up_ms == 15 * 60'000);
  CHECK(last->at == watched.clock.now());
}

TEST_CASE("a deployment that is deleted stops counting, and goes on where it is made again") {
  Watched watched;
  watched.recall();
  watched.go(10min);
  const auto kept = watched.services.all;
  watched.services.all.clear();
  watched.go(1h);
  CHECK(watched.month() == UpTime{10min, 0ms});
  watched.services.all = kept;
  watched.go(10min);
  CHECK(watched.month() == UpTime{20min, 0ms});
  watched.services.all.clear();
  watched.go(5s);
  watched.clock.advance(uptime_kept + 2h);
  watched.watch->look();
  CHECK_FALSE(watched.watch->availability("shop", "web"));
  CHECK_FALSE(watched.watch->restarts_last_hour("shop", "web"));
}

TEST_CASE("services of the same name in two deployments are two") {
  Watched watched;
  watched.services.all[{"blog", "web"}] = {Duty::up, support::noon.wall};
  watched.watch->look();
  watched.services.all[{"blog", "web"}].duty = Duty::down;
  watched.go(10min);
  CHECK(watched.month("shop") == UpTime{10min, 0ms});
  CHECK(watched.month("blog") == UpTime{0ms, 10min});
  CHECK_FALSE(watched.watch->availability("blog", "db"));
}

TEST_CASE("after a while in which nobody looked it is asked when the containers ended") {
  Watched watched;
  auto& sight = watched.services.all.at({"shop", "web"});
  watched.recall();
  watched.go(10min);
  CHECK(watched.services.asked == 1);  // the first look follows none
  sight.duty = Duty::down;
  watched.services.ended = watched.clock.now().wall;
  watched.go(1min);
  sight.duty = Duty::unseen;
  watched.go(1h);
  sight.duty = Duty::down;
  watched.watch->look();
  CHECK(watched.services.asked == 2);
  CHECK(watched.month() == UpTime{10min, 1h + 1min});
}

TEST_CASE("a log that was begun anew is given all hours again, also of what is deleted") {
  Watched watched;
  watched.services.all[{"blog", "web"}] = {Duty::up, support::noon.wall};
  watched.recall();
  watched.go(90min);
  watched.services.all.erase({"blog", "web"});
  watched.watch->look();
  watched.watch->save();
  const auto before = watched.log.all;
  watched.log.all.clear();
  watched.watch->write_all_again();
  watched.watch->save();
  for (const char* name : {"shop", "blog"}) {
    CHECK(watched.log.all[{name, "web"}].first.size() == 2);
    CHECK(watched.log.all[{name, "web"}] == before.at({name, "web"}));
  }
}

TEST_CASE("restarts are those of the last hour, of services that are known") {
  Watched watched;
  watched.restarts.count = 3;
  CHECK_FALSE(watched.watch->restarts_last_hour("shop", "web"));
  watched.watch->look();
  CHECK(watched.watch->restarts_last_hour("shop", "web") == 3);
  CHECK(watched.restarts.asked_from == watched.clock.now().wall - 1h);
}

TEST_CASE("the loop recalls, looks and writes, until it is cancelled") {
  Watched watched;
  watched.log.append_uptimes({{"shop", "web", {{491'628, 1'000, 0}}, {}}});
  core::TaskGroup group(watched.io.get_executor(), [](const std::string&, std::exception_ptr) {});
  group.spawn("uptime", watched.watch->run({"boot-1", {}, {}}));
  auto cancel = [](core::TaskGroup& of) -> awaitable<bool> {
    co_await core::wait_for(10ms);
    of.cancel();
    co_return co_await of.join(5s);
  };
  CHECK(support::run(watched.io, cancel(group)));
  CHECK(watched.log.appends == 2);
  CHECK(watched.log.all.at({"shop", "web"}).second->boot == "boot-1");
}
