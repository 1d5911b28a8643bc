// What becomes of who asks the history while its disk hangs.
#include "monitor/patience.hpp"

#include "fakes/manual_clock.hpp"
#include "monitor/hung_history.hpp"
#include "monitor/looks.hpp"
#include "monitor/past.hpp"
#include "monitor/recall_history.hpp"
#include "monitor/uptime_watch.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>

using namespace monitor;
using namespace std::chrono_literals;
using monitor_test::HungHistory;

namespace {

struct Hung {
  boost::asio::io_context io{1};
  fakes::ManualClock clock;
  HungHistory history{io.get_executor()};
};

using Answers = std::vector<core::Result<SampleSeries>>;

SampleQuery last_hours(const std::string& subject, core::Instant now) {
  return {subject, "memory_bytes", now.wall - 3h, now.wall, 60s, Aggregation::mean};
}

awaitable<Answers> ask_and_let_go(Past* past, Hung* hung) {
  Answers answers;
  for (const char* subject : {"shop/db", "shop/db", "shop/web"}) {
    auto answer = co_await past->samples(last_hours(subject, hung->clock.now()));
    answers.push_back(std::move(answer));
  }
  hung->history.let_go();
  co_await core::wait_for(10ms);
  auto answer = co_await past->samples(last_hours("shop/db", hung->clock.now()));
  answers.push_back(std::move(answer));
  co_return answers;
}

awaitable<void> recall_and_let_go(UptimeWatch* watch, Hung* hung) {
  co_await watch->recall();
  watch->look();
  hung->history.let_go();
  co_await core::wait_for(10ms);
  co_await watch->recall();
}

awaitable<core::Milliseconds> learn_and_let_go(Recalled* recalled, Hung* hung,
                                               core::Milliseconds limit) {
  const auto began = std::chrono::steady_clock::now();
  co_await learn_from_history(*recalled, hung->history, hung->clock.now().wall, hung->clock, limit);
  const auto took = std::chrono::steady_clock::now() - began;
  hung->history.let_go();
  co_return std::chrono::ceil<core::Milliseconds>(took);
}

}  // namespace

TEST_CASE("samples of a history that hangs are unavailable, and what is in memory is told") {
  Hung hung;
  Past past(hung.history, hung.clock, {}, 20ms);
  Board board;
  Looks looks;
  looks.taken = {taken("a", hung.clock.now().mono, 0, 1'000)};
  board.take({running("shop", "web", "a")}, looks, hung.clock.now());
  past.take(board);
  hung.clock.advance(5s);
  const auto answers = support::run(hung.io, ask_and_let_go(&past, &hung));
  REQUIRE(answers.size() == 4);
  CHECK(answers[0].error().code == core::Errc::unavailable);
  CHECK(answers[1].error().code == core::Errc::unavailable);
  CHECK(answers[2]);
  // Nothing piled up behind the one that hung, and once that is over it is asked again.
  CHECK(hung.history.asked == 2);
  CHECK(answers[3].error().code == core::Errc::not_found);
}

TEST_CASE("what a history that hangs knows of recalled spikes is waited for as long as was said") {
  Hung hung;
  Recalled recalled;
  recalled.spikes.resize(3);
  CHECK(support::run(hung.io, learn_and_let_go(&recalled, &hung, 50ms)) < 5s);
  CHECK(hung.history.asked == 1);
}

TEST_CASE("availability is counted while the history hangs, and what it knows is added later") {
  Hung hung;
  fakes::StatedServices services;
  fakes::CountedRestarts restarts;
  services.all[{"shop", "web"}] = {Duty::up, hung.clock.now().wall};
  const UptimeWatch::Ports ports{services, services, restarts, hung.history, hung.clock};
  UptimeWatch watch(ports, 20ms);
  support::run(hung.io, recall_and_let_go(&watch, &hung));
  CHECK(hung.history.asked == 2);
  CHECK(hung.history.uptimes_kept.appends == 0);
  watch.save();
  CHECK(hung.history.uptimes_kept.appends == 1);
}
