#include "notify/alert_book.hpp"

#include "notify/pipeline_world.hpp"
#include "support/catch.hpp"

using namespace pipeline_test;
using model::Severity;
using notify::AlertBook;
using notify::Entry;

namespace {

Entry book_entry(const std::string& key, Severity severity, core::Milliseconds fired_at) {
  Entry entry;
  entry.key = key;
  entry.severity = severity;
  entry.since = entry.fired_at = midnight + fired_at;
  return entry;
}

}  // namespace

TEST_CASE("what comes back within `recurrence` goes on and is counted, with its longest gap") {
  auto entry = book_entry("a", Severity::warning, 0h);
  entry.firing = false;
  entry.ended_at = midnight + 10min;
  CHECK(notify::begin_again(entry, midnight + 30min, 6h));
  CHECK(entry.occurrences == 2);
  CHECK(entry.longest_gap == 30min);
  entry.fired_at = midnight + 30min;
  entry.ended_at = midnight + 31min;
  CHECK(notify::begin_again(entry, midnight + 40min, 6h));
  CHECK(entry.longest_gap == 30min);
  entry.ended_at = midnight + 41min;
  CHECK_FALSE(notify::begin_again(entry, midnight + 41min + 6h, 6h));
  CHECK(entry.occurrences == 3);
}

TEST_CASE("what is over for longer than `recurrence` is forgotten, once its end was told") {
  AlertBook book;
  auto& entry = book.put(book_entry("a", Severity::warning, 0h));
  CHECK(book.forgettable(midnight + 24h, 6h).empty());
  entry.firing = false;
  entry.ended_at = midnight + 1h;
  CHECK(book.forgettable(midnight + 6h, 6h).empty());
  CHECK(book.forgettable(midnight + 7h, 6h) == std::vector<std::string>{"a"});
  entry.channels["ops"] = notify::Told{};
  CHECK(book.forgettable(midnight + 7h, 6h).empty());
}

TEST_CASE("in a full book the one that ended first goes, then the oldest of the lowest severity") {
  AlertBook book;
  book.put(book_entry("worst", Severity::critical, 0h));
  for (std::size_t i = 1; i < AlertBook::entries_max; ++i)
    book.put(book_entry("k" + std::to_string(i), Severity::warning, 1h + i * 1ms));
  CHECK_FALSE(book.one_too_many());
  auto& ended = book.put(book_entry("ended", Severity::critical, 9h));
  ended.firing = false;
  CHECK(book.one_too_many() == "ended");
  book.erase("ended");
  book.put(book_entry("new", Severity::critical, 9h));
  CHECK(book.one_too_many() == "k1");
}

TEST_CASE("in a full book nothing that somebody was told of goes before what nobody heard of") {
  AlertBook book;
  auto& told = book.put(book_entry("told", Severity::info, 0h));
  told.channels["ops"] = notify::Told{};
  auto& ended = book.put(book_entry("told and over", Severity::info, 0h));
  ended.channels["ops"] = notify::Told{};
  ended.firing = false;
  for (std::size_t i = 0; i < AlertBook::entries_max; ++i)
    book.put(book_entry("k" + std::to_string(i), Severity::critical, 1h + i * 1ms));
  CHECK(book.one_too_many() == "k0");
}

TEST_CASE("an entry keeps its first event and the newest ones") {
  auto entry = book_entry("a", Severity::warning, 0h);
  for (model::EventId id = 1; id <= 100; ++id) notify::note_event(entry, id);
  notify::note_event(entry, 100);
  REQUIRE(entry.events.size() == AlertBook::events_max);
  CHECK(entry.events.front() == 1);
  CHECK(entry.events.back() == 100);
}
