#include "monitor/checks/file_look.hpp"

#include "monitor/checks/host_tools.hpp"
#include "support/catch.hpp"

#include <future>
#include <stdexcept>

using namespace monitor;
using namespace std::chrono_literals;
using monitor_test::HostTools;

namespace {

// A look that hangs until it is let go, as on a disk that does not answer.
struct HangingLook {
  std::function<int()> work(int value) {
    return [this, value] {
      ++looks;
      released.wait();
      return value;
    };
  }
  std::promise<void> release;
  std::shared_future<void> released = release.get_future().share();
  std::atomic<int> looks = 0;
};

awaitable<std::vector<Looked<int>>> run_twice_then_let_go(FileLook<int>* look,
                                                          HangingLook* hanging) {
  std::vector<Looked<int>> results;
  for (int i = 0; i < 2; ++i) {
    auto result = co_await look->run(hanging->work(i), 20ms);
    results.push_back(std::move(result));
  }
  hanging->release.set_value();
  auto result = co_await look->run(hanging->work(2), 30s);
  results.push_back(std::move(result));
  co_return results;
}

}  // namespace

TEST_CASE("a look brings what it saw") {
  HostTools host;
  FileLook<int> look(host.pool);
  const std::function<int()> seven = [] { return 7; }, eight = [] { return 8; };
  CHECK(*support::run(host.io, look.run(seven, 30s)) == 7);
  CHECK(*support::run(host.io, look.run(eight, 30s)) == 8);
}

TEST_CASE("a look that hangs is left, and no other is begun beside it") {
  HostTools host;
  FileLook<int> look(host.pool);
  HangingLook hanging;
  const auto results = support::run(host.io, run_twice_then_let_go(&look, &hanging));
  REQUIRE(results.size() == 3);
  CHECK(results[0].error().code == core::Errc::timeout);
  CHECK(results[1].error().code == core::Errc::timeout);
  CHECK(*results[2] == 0);  // of the look that hung
  CHECK(hanging.looks == 1);
  const auto finding = hung("/mnt/x", results[0].error());
  CHECK(finding.verdict == Verdict::failed);
  CHECK(finding.unasked);
  CHECK(finding.text == "/mnt/x did not answer within 20ms: its disk may hang");
}

TEST_CASE("a look that no thread has come to says nothing") {
  HostTools host;
  core::BlockingPool one{"test", 1};
  FileLook<int> first(one), second(one);
  HangingLook hanging;
  const auto work = [](FileLook<int>* hangs, FileLook<int>* waits,
                       HangingLook* held) -> awaitable<Looked<int>> {
    (void)co_await hangs->run(held->work(1), 5ms);
    auto result = co_await waits->run(held->work(2), 5ms);
    held->release.set_value();
    co_return result;
  };
  const auto result = support::run(host.io, work(&first, &second, &hanging));
  CHECK(result.error().code == core::Errc::unavailable);
  CHECK(hung("/x", result.error()).verdict == Verdict::unknown);
}

TEST_CASE("the owner of a look that hangs may be gone when it ends") {
  HostTools host;
  HangingLook hanging;
  const auto work = [](core::BlockingPool* pool, HangingLook* held) -> awaitable<bool> {
    bool late = false;
    {
      FileLook<int> look(*pool);
      const auto result = co_await look.run(held->work(1), 5ms);
      late = !result;
    }
    held->release.set_value();
    co_return late;
  };
  CHECK(support::run(host.io, work(&host.pool, &hanging)));
}

TEST_CASE("what a look throws comes to its asker") {
  HostTools host;
  FileLook<int> look(host.pool);
  std::function<int()> throws = [] { return std::stoi("none"); };
  CHECK_THROWS_AS(support::run(host.io, look.run(throws, 30s)), std::invalid_argument);
}
