// What the history of samples says of spikes that an agent before this one told of.
#include "monitor/recall_history.hpp"

#include "fakes/manual_clock.hpp"
#include "fakes/monitor_ports.hpp"
#include "monitor/metrics.hpp"
#include "support/catch.hpp"
#include "support/noon.hpp"
#include "support/run_coroutine.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>

using namespace std::chrono_literals;
using support::noon;

namespace {

// A processor spike of shop/web that was told of two hours ago, and minutes of what followed.
struct Known {
  Known() {
    monitor::RecalledSpike spike;
    spike.deployment = "shop";
    spike.service = "web";
    spike.kind = monitor::SpikeKind::cpu_threshold;
    spike.told.since = noon.mono - 121min;
    spike.told.seen_until = noon.mono - 120min;
    recalled.spikes.push_back(spike);
  }
  void minutes(core::Milliseconds from, core::Milliseconds to) {
    std::vector<monitor::SeriesMinute> all;
    for (auto ago = from; ago > to; ago -= 1min) {
      monitor::SeriesMinute one;
      one.subject = monitor::service_subject("shop", "web");
      one.metric = "cpu_percent";
      one.minute.at = std::chrono::floor<std::chrono::minutes>(noon.wall) - ago;
      all.push_back(one);
    }
    history.append(all);
  }
  // How long ago it was seen the last time.
  core::Milliseconds seen_ago(core::WallTime alive_until) {
    boost::asio::io_context io{1};
    support::run(io, monitor::learn_from_history(recalled, history, alive_until, clock, 5s));
    return noon.mono - recalled.spikes[0].told.seen_until;
  }

  fakes::ManualClock clock;
  fakes::KeptMinutes history;
  monitor::Recalled recalled;
};

}  // namespace

TEST_CASE("a spike lasted as long as samples were kept of it, and an agent was there") {
  Known known;
  known.minutes(119min, 60min);
  CHECK(known.seen_ago(noon.wall) == 60min);
}

TEST_CASE("a spike is not taken for longer than an agent was there to see it") {
  Known known;
  known.minutes(119min, 60min);
  CHECK(known.seen_ago(noon.wall - 80min) == 80min);
}

TEST_CASE("where the history says nothing, a spike was seen when it was told of") {
  Known known;
  CHECK(known.seen_ago(noon.wall) == 120min);
  known.minutes(119min, 60min);
  CHECK(known.seen_ago(core::WallTime{}) == 120min);
  known.history.problem = "the disk is full";
  CHECK(known.seen_ago(noon.wall) == 120min);
}
