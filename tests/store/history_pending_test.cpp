#include "store/history_pending.hpp"

#include "support/catch.hpp"

namespace {

using store::HistoryPending;
using store::PackedMinute;
using store::PackedMinutes;
using store::SeriesName;

PackedMinute code(store::MinuteNumber number, core::Minifloat value = 1) {
  return {number, {value, value, value, value}};
}
const SeriesName web{"shop/web", "cpu_percent"}, db{"shop/db", "cpu_percent"};
constexpr store::MinuteRange all{0, 1'000'000};

}  // namespace

TEST_CASE("what waits is read back by series and range") {
  HistoryPending pending;
  CHECK(pending.empty());
  pending.put(web, code(5));
  pending.put(web, code(6));
  pending.put(db, code(5, 9));
  CHECK(pending.size() == 3);
  CHECK(pending.of(web, all) == PackedMinutes{code(5), code(6)});
  CHECK(pending.of(web, {6, 7}) == PackedMinutes{code(6)});
  CHECK(pending.of({"shop/web", "memory_bytes"}, all).empty());
}

TEST_CASE("a minute that comes again takes no more room") {
  HistoryPending pending;
  pending.put(web, code(5, 1));
  pending.put(web, code(5, 2));
  CHECK(pending.size() == 1);
  CHECK(pending.of(web, all) == PackedMinutes{code(5, 2)});
}

TEST_CASE("whole series are taken until there are enough minutes") {
  HistoryPending pending;
  for (int i = 0; i < 3; ++i) {
    pending.put(web, code(i));
    pending.put(db, code(i));
  }
  const auto first = pending.take(1);
  REQUIRE(first.size() == 1);
  CHECK(first.begin()->second.size() == 3);
  CHECK(pending.size() == 3);
  CHECK(pending.take(100).size() == 1);
  CHECK(pending.empty());
  CHECK(pending.size() == 0);
  CHECK(pending.take(100).empty());
}

TEST_CASE("what could not be written goes back under what came later") {
  HistoryPending pending;
  pending.put(web, code(5, 1));
  pending.put(web, code(6, 1));
  pending.put(db, code(5, 1));
  auto taken = pending.take(100);
  pending.put(web, code(6, 2));
  pending.put(web, code(7, 2));
  pending.put_back(std::move(taken));
  CHECK(pending.of(web, all) == PackedMinutes{code(5, 1), code(6, 2), code(7, 2)});
  CHECK(pending.of(db, all) == PackedMinutes{code(5, 1)});
  CHECK(pending.size() == 4);
  CHECK(pending.dropped() == 0);
}

TEST_CASE("memory is bounded: the oldest minutes of all series go and are counted") {
  HistoryPending pending;
  constexpr int series = 64;
  constexpr int minutes = HistoryPending::minutes_max / series + 100;
  for (int minute = 0; minute < minutes; ++minute) {
    for (int i = 0; i < series; ++i)
      pending.put({"shop/" + std::to_string(i), "cpu_percent"}, code(minute));
    REQUIRE(pending.size() <= HistoryPending::minutes_max);
  }
  CHECK(pending.size() >= HistoryPending::minutes_max * 3 / 4);
  CHECK(pending.dropped() + static_cast<std::int64_t>(pending.size()) ==
        std::int64_t{minutes} * series);
  const auto left = pending.of({"shop/7", "cpu_percent"}, all);
  REQUIRE_FALSE(left.empty());
  CHECK(left.back().number == minutes - 1);
  CHECK(left.front().number == minutes - static_cast<int>(left.size()));
}

TEST_CASE("a series too many, or with a name too long, is not let in and is counted") {
  HistoryPending pending;
  pending.put({std::string(HistoryPending::name_bytes_max, 'x'), "y"}, code(1));
  CHECK(pending.dropped() == 1);
  for (std::size_t i = 0; i < store::history_series_max; ++i)
    pending.put({"shop/" + std::to_string(i), "pids"}, code(1));
  CHECK(pending.dropped() == 1);
  pending.put(web, code(1));
  CHECK(pending.dropped() == 2);
  pending.put({"shop/5", "pids"}, code(2));
  CHECK(pending.dropped() == 2);
  CHECK(pending.size() == store::history_series_max + 1);
}

TEST_CASE("what goes back finds no room where others came meanwhile") {
  HistoryPending pending;
  pending.put(web, code(1));
  pending.put(web, code(2));
  auto taken = pending.take(100);
  for (std::size_t i = 0; i < store::history_series_max; ++i)
    pending.put({"shop/" + std::to_string(i), "pids"}, code(1));
  pending.put_back(std::move(taken));
  CHECK(pending.size() == store::history_series_max);
  CHECK(pending.dropped() == 2);
}
