#include "monitor/disk_eaters.hpp"

#include "core/io/task_group.hpp"
#include "fakes/manual_clock.hpp"
#include "fakes/monitor_ports.hpp"
#include "monitor/event_codec.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

#include <boost/asio/io_context.hpp>

using namespace monitor;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t gib = std::uint64_t{1} << 30;

// Answers when the test says so.
class SlowEaters final : public DiskEaters {
 public:
  explicit SlowEaters(boost::asio::any_io_executor executor) : go_on(std::move(executor)) {}
  awaitable<core::Result<std::vector<DiskEater>>> eaters(std::string mount_point,
                                                         core::Milliseconds) override {
    asked.push_back(std::move(mount_point));
    ++at_once;
    most_at_once = std::max(most_at_once, at_once);
    if (slow) co_await go_on.wait();
    --at_once;
    if (!problem.empty()) co_return core::Error{core::Errc::timeout, problem};
    co_return std::vector<DiskEater>{{"build cache", 3 * gib, "docker builder prune"}};
  }

  core::Wakeup go_on;
  bool slow = false;
  std::string problem;
  std::vector<std::string> asked;
  int at_once = 0, most_at_once = 0;
};

class Engine final : public EngineAnswers {
 public:
  awaitable<core::Status> answers(core::Milliseconds) override {
    if (!problem.empty()) co_return core::Error{core::Errc::unavailable, problem};
    co_return core::Status();
  }
  std::string problem;
};

DiskChange change(const std::string& mount_point, DiskLevel before, DiskLevel now) {
  DiskChange out;
  out.mount_point = mount_point;
  out.before = before;
  out.now = now;
  out.worst = std::max(before, now);
  out.disk = {"/dev/sda1", mount_point, "ext4", 100 * gib, 8 * gib, 8 * gib};
  return out;
}

struct Told {
  boost::asio::io_context io{1};
  fakes::ManualClock clock;
  fakes::MonitorEvents events;
  DiskNews news{events, clock, io.get_executor()};
  SlowEaters eaters{io.get_executor()};
  Engine engine;
  core::TaskGroup group{io.get_executor(), [](const std::string&, std::exception_ptr) {}};

  void ask() {
    group.spawn("disk eaters", news.ask(eaters, engine));
    settle();
  }
  // All that can happen without time passing.
  void settle() {
    io.restart();
    while (io.poll() > 0) continue;
  }
  bool stop() {
    group.cancel();
    return support::run(io, group.join(5s));
  }
  ~Told() { (void)stop(); }
};

using Types = std::vector<std::string>;

}  // namespace

TEST_CASE("a disk that begins to be full is told of with what fills it") {
  Told told;
  told.ask();
  told.news.tell(change("/", DiskLevel::fine, DiskLevel::warn));
  told.settle();
  REQUIRE(told.events.all.size() == 1);
  CHECK(told.events.all.front().message ==
        "the disk at / (/dev/sda1) is 92 % full: 8 GiB left. Of the engine's own, most is: build "
        "cache, 3 GiB (`docker builder prune`)");
  CHECK(
      told.events.all.front().data.find(
          R"("eaters":[{"what":"build cache","bytes":3221225472,"command":"docker builder prune"}])") !=
      std::string::npos);
  CHECK(told.eaters.asked == Types{"/"});
}

TEST_CASE("what is over before the answer is told after its begin, and nothing is asked for it") {
  Told told;
  told.eaters.slow = true;
  told.ask();
  told.news.tell(change("/", DiskLevel::fine, DiskLevel::warn));
  told.settle();
  CHECK(told.events.all.empty());
  told.clock.advance(4s);
  told.news.tell(change("/", DiskLevel::warn, DiskLevel::fine));
  told.news.tell(change("/srv", DiskLevel::fine, DiskLevel::critical));
  told.settle();
  CHECK(told.events.all.empty());
  told.eaters.go_on.notify();
  told.settle();
  CHECK(told.events.types() == Types{"check.failed", "check.recovered"});
  CHECK(told.events.all[0].at == support::noon.wall);
  CHECK(told.events.all[1].at == support::noon.wall + 4s);
  told.eaters.go_on.notify();
  told.settle();
  CHECK(told.events.types() == Types{"check.failed", "check.recovered", "check.failed"});
  CHECK(told.eaters.asked == Types{"/", "/srv"});
  CHECK(told.eaters.most_at_once == 1);
}

TEST_CASE("an agent that stops while it asks tells what it knows") {
  Told told;
  told.eaters.slow = true;
  told.ask();
  told.news.tell(change("/", DiskLevel::fine, DiskLevel::warn));
  told.news.tell(change("/srv", DiskLevel::fine, DiskLevel::warn));
  told.settle();
  REQUIRE(told.stop());
  REQUIRE(told.events.types() == Types{"check.failed", "check.failed"});
  CHECK(told.events.all[0].message == "the disk at / (/dev/sda1) is 92 % full: 8 GiB left");
  told.news.tell(change("/", DiskLevel::warn, DiskLevel::fine));
  CHECK(told.events.types().back() == "check.recovered");
}

TEST_CASE("an engine in trouble is not asked, and one that has no answer costs the disk nothing") {
  Told told;
  told.ask();
  told.engine.problem = "the engine is away";
  told.news.tell(change("/", DiskLevel::fine, DiskLevel::warn));
  told.settle();
  CHECK(told.eaters.asked.empty());
  told.engine.problem.clear();
  told.eaters.problem = "no answer";
  told.news.tell(change("/", DiskLevel::warn, DiskLevel::critical));
  told.settle();
  CHECK(told.eaters.asked == Types{"/"});
  REQUIRE(told.events.types() == Types{"check.failed", "check.failed"});
  for (const auto& event : told.events.all) CHECK(event.data.find("eaters") == std::string::npos);
}

TEST_CASE("where nobody asks, all is told at once") {
  Told told;
  told.news.tell(change("/", DiskLevel::fine, DiskLevel::warn));
  CHECK(told.events.types() == Types{"check.failed"});
}

TEST_CASE("what is to be changed is no command") {
  const std::vector<DiskEater> eaters = {
      {"the log of shop-web-1, which is never rotated", 5 << 20, "set logging.options.max-size"},
      {"images without a name", 2 << 20, "docker image prune"}};
  const auto event = disk_event(change("/", DiskLevel::fine, DiskLevel::warn), {}, eaters);
  CHECK(event.message ==
        "the disk at / (/dev/sda1) is 92 % full: 8 GiB left. Of the engine's own, most is: the log "
        "of shop-web-1, which is never rotated, 5 MiB (set logging.options.max-size); images "
        "without a name, 2 MiB (`docker image prune`)");
}
