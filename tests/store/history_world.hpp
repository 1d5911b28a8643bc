// A folder with a history.db in it, a clock that stands, and what was told of it.
#pragma once

#include "core/io/task_group.hpp"
#include "core/io/timing.hpp"
#include "store/history_database.hpp"
#include "store/world.hpp"
#include "support/catch.hpp"

#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace support {

class HistoryWorld {
 public:
  HistoryWorld() { std::filesystem::create_directories(state_dir()); }

  std::filesystem::path state_dir() const { return dir.path() / "state"; }
  std::filesystem::path file() const { return state_dir() / "history.db"; }
  store::HistoryOptions options() {
    store::HistoryOptions options;
    options.state_dir = state_dir();
    options.on_state = [this](const store::HistoryState& state) { states.push_back(state); };
    return options;
  }
  std::unique_ptr<store::HistoryDatabase> open() {
    return store::open_history(io.get_executor(), options(), clock);
  }
  template <class T> T run(boost::asio::awaitable<T> work) {
    return support::run(io, std::move(work));
  }

  // Of "shop/web", "cpu_percent".
  static void append(monitor::History& history, core::WallTime at, double value) {
    history.append({{"shop/web", "cpu_percent", {at, value, value, value, value}}});
  }
  core::Result<std::vector<monitor::Minute>> try_to_read(monitor::History& history) {
    return run(history.read("shop/web", "cpu_percent",
                            store_test::noon - std::chrono::hours(24 * 365),
                            store_test::noon + std::chrono::hours(24 * 365)));
  }
  // The values in order, "1 2 3".
  std::string read(monitor::History& history) {
    const auto minutes = try_to_read(history);
    if (!minutes) return "error: " + minutes.error().what;
    std::string text;
    for (const auto& minute : *minutes) {
      if (!text.empty()) text += " ";
      text += std::to_string(static_cast<int>(minute.mean));
    }
    return text;
  }
  void write_file(const std::string& content) const {
    std::ofstream(file(), std::ios::binary) << content;
  }
  // Names in the folder that begin with `prefix`.
  std::vector<std::string> names(const std::string& prefix) const {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(state_dir())) {
      const auto name = entry.path().filename().string();
      if (name.starts_with(prefix)) found.push_back(name);
    }
    return found;
  }

  TempDir dir;
  boost::asio::io_context io{1};
  StandingClock clock;
  std::vector<store::HistoryState> states;
};

// `work` while the loop of the history runs.
template <class T>
boost::asio::awaitable<T> with_loop(store::HistoryDatabase& history,
                                    boost::asio::any_io_executor executor,
                                    boost::asio::awaitable<T> work) {
  core::TaskGroup group(
      executor, [](const std::string&, std::exception_ptr) { FAIL("the history's loop ended"); });
  history.start(group);
  auto result = co_await std::move(work);
  group.cancel();
  const bool joined = co_await group.join(core::Milliseconds(5000));
  CHECK(joined);
  co_return result;
}

inline boost::asio::awaitable<bool> until(std::function<bool()> true_at_last) {
  for (int i = 0; i < 5000; ++i) {
    if (true_at_last()) co_return true;
    co_await core::wait_for(core::Milliseconds(2));
  }
  co_return false;
}

inline std::int64_t hours_in(const HistoryWorld& world) {
  auto db = store::Connection::open(world.file(), store::Connection::Mode::read_only);
  if (!db) return -1;
  const auto count = db->number("SELECT count(*) FROM hours");
  return count ? *count : -1;
}

}  // namespace support
