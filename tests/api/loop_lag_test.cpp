#include "api/loop_lag.hpp"
#include "core/io/task_group.hpp"
#include "fakes/api_backend.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

using std::chrono::milliseconds;

namespace {

constexpr core::MonoTime begin{milliseconds{1'000'000}};

// A quarter of a second passes from one question to the next.
class HeldUpClock final : public core::Clock {
 public:
  core::Instant now() const override {
    at_ = at_ + milliseconds{251};
    return at_;
  }

 private:
  mutable core::Instant at_{fakes::half_past_nine, begin};
};

boost::asio::awaitable<void> joined(core::TaskGroup& tasks) {
  constexpr milliseconds limit(10'000);
  const bool ended = co_await tasks.join(limit);
  CHECK(ended);
}

}  // namespace

TEST_CASE("the worst delay of the last minute is told") {
  const fakes::ApiClock clock;
  api::LoopLag lag(clock);
  CHECK(!lag.worst(begin));
  lag.note(begin, milliseconds{40});
  lag.note(begin + milliseconds{1'000}, milliseconds{7});
  CHECK(lag.worst(begin + milliseconds{60'000}) == milliseconds{40});
  CHECK(lag.worst(begin + milliseconds{60'001}) == milliseconds{7});
  CHECK(!lag.worst(begin + milliseconds{61'001}));
}

TEST_CASE("a timer that seems early by the cut of the clock is not late") {
  const fakes::ApiClock clock;
  api::LoopLag lag(clock);
  lag.note(begin, milliseconds{-1});
  CHECK(lag.worst(begin) == milliseconds{0});
}

TEST_CASE("a loop that is held up is noticed") {
  boost::asio::io_context io;
  const HeldUpClock clock;
  api::LoopLag lag(clock, milliseconds{1});
  core::TaskGroup tasks(io.get_executor(), nullptr);
  tasks.spawn("lag", lag.run());
  while (!lag.worst(begin)) io.run_one();
  CHECK(lag.worst(begin) == milliseconds{250});
  tasks.cancel();
  support::run(io, joined(tasks));
}
