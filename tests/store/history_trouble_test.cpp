// history.db where its file is damaged, missing or cannot be made.
#include "store/history_world.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using store_test::noon;
using support::HistoryWorld;
using support::hours_in;
using support::until;
using support::with_loop;

}  // namespace

TEST_CASE("a damaged or newer file is set aside and begun anew, said once") {
  HistoryWorld world;
  {
    auto history = world.open();
    HistoryWorld::append(*history, noon - 1min, 1);
    REQUIRE(world.run(history->flush()));
  }
  SECTION("garbage") { world.write_file(std::string(8192, 'x')); }
  SECTION("an empty file") { world.write_file(""); }
  SECTION("a file that was cut off") { std::filesystem::resize_file(world.file(), 4096); }
  SECTION("all pages but the first are overwritten") {
    std::fstream file(world.file(), std::ios::binary | std::ios::in | std::ios::out);
    const auto rest = std::filesystem::file_size(world.file()) - 4096;
    file.seekp(4096) << std::string(rest, 'x');
  }
  SECTION("a newer one") {
    auto db = store::Connection::open(world.file(), store::Connection::Mode::read_write);
    REQUIRE(db->script("PRAGMA user_version = 99"));
  }
  auto history = world.open();
  HistoryWorld::append(*history, noon, 2);
  REQUIRE(world.run(history->flush()));
  CHECK(world.read(*history) == "2");
  REQUIRE(world.states.size() == 1);
  CHECK(world.states[0].writable);
  CHECK(world.states[0].made_anew);
  CAPTURE(world.states[0].reason);
  CHECK(world.states[0].reason.find(world.file().string()) != std::string::npos);
  const auto aside = world.names("history.db.damaged-");
  REQUIRE_FALSE(aside.empty());
  CHECK(world.states[0].reason.find(aside[0]) != std::string::npos);
  CHECK(history->state() == store::HistoryState{});
}

TEST_CASE("the loop finds damage at its start and tells it then") {
  HistoryWorld world;
  world.write_file(std::string(8192, 'x'));
  auto history = world.open();
  auto told = until([&] { return world.states.size() == 1; });
  CHECK(world.run(with_loop(*history, world.io.get_executor(), std::move(told))));
  CHECK(world.states.at(0).made_anew);
}

TEST_CASE("damage that shows while the agent runs is mended, but not again and again") {
  HistoryWorld world;
  auto history = world.open();
  auto damage = [&] {
    HistoryWorld::append(*history, world.clock.at.wall, 1);
    REQUIRE(world.run(history->flush()));
    auto db = store::Connection::open(world.file(), store::Connection::Mode::read_write);
    REQUIRE(db->script("UPDATE hours SET minutes = x'00'"));
  };
  damage();
  HistoryWorld::append(*history, noon, 2);
  REQUIRE(world.run(history->flush()));
  CHECK(world.read(*history) == "2");
  REQUIRE(world.states.size() == 1);
  CHECK(world.states[0].made_anew);

  damage();
  HistoryWorld::append(*history, noon, 3);
  CHECK_FALSE(world.run(history->flush()));
  CHECK_FALSE(world.run(history->flush()));
  REQUIRE(world.states.size() == 2);
  CHECK_FALSE(world.states[1].writable);
  CHECK(world.states[1].reason.find("less than 1h ago") != std::string::npos);
  CHECK(world.read(*history) == "3");

  world.clock.at = world.clock.at + 1h;
  REQUIRE(world.run(history->flush()));
  REQUIRE(world.states.size() == 3);
  CHECK(world.states[2].writable);
  CHECK(world.states[2].made_anew);
  CHECK(world.read(*history) == "3");
}

TEST_CASE("a read that finds damage mends it too") {
  HistoryWorld world;
  world.write_file(std::string(8192, 'x'));
  auto history = world.open();
  CHECK(world.read(*history).empty());
  REQUIRE(world.states.size() == 1);
  CHECK(world.states[0].made_anew);
}

TEST_CASE("without a file it goes on in memory, says so once, and says when that is over") {
  HistoryWorld world;
  std::filesystem::remove_all(world.state_dir());
  auto history = world.open();
  const auto nothing = world.try_to_read(*history);
  REQUIRE_FALSE(nothing);
  CHECK(nothing.error().code == core::Errc::unavailable);
  CHECK(nothing.error().what.find(world.file().string()) != std::string::npos);
  CHECK(world.states.empty());

  HistoryWorld::append(*history, noon, 1);
  CHECK_FALSE(world.run(history->flush()));
  CHECK_FALSE(world.run(history->flush()));
  CHECK(world.read(*history) == "1");
  REQUIRE(world.states.size() == 1);
  CHECK_FALSE(world.states[0].writable);
  CHECK_FALSE(world.states[0].reason.empty());
  CHECK_FALSE(history->state().writable);

  std::filesystem::create_directories(world.state_dir());
  REQUIRE(world.run(history->flush()));
  REQUIRE(world.states.size() == 2);
  CHECK(world.states[1] == store::HistoryState{});
  CHECK(world.read(*history) == "1");
}

TEST_CASE("a trouble of the start is over by itself, also where nothing waits") {
  HistoryWorld world;
  std::filesystem::remove_all(world.state_dir());
  auto options = world.options();
  options.flush_every = 5ms;
  auto history = store::open_history(world.io.get_executor(), options, world.clock);
  auto told_twice = until([&] {
    if (!world.states.empty()) std::filesystem::create_directories(world.state_dir());
    return world.states.size() == 2;
  });
  CHECK(world.run(with_loop(*history, world.io.get_executor(), std::move(told_twice))));
  CHECK_FALSE(world.states.at(0).writable);
  CHECK(world.states.at(1).writable);
}

TEST_CASE("a file that is removed while the agent runs is made again") {
  HistoryWorld world;
  auto history = world.open();
  HistoryWorld::append(*history, noon - 1min, 1);
  REQUIRE(world.run(history->flush()));
  std::filesystem::remove(world.file());
  HistoryWorld::append(*history, noon, 2);
  REQUIRE(world.run(history->flush()));
  CHECK(hours_in(world) == 1);
  CHECK(world.read(*history) == "2");
  REQUIRE(world.states.size() == 1);
  CHECK(world.states.front() == store::HistoryState{true, "it was removed", true});
}
