// The history on a small file system in memory. Mounting needs root.
#include "store/history_world.hpp"
#include "store/small_disk.hpp"
#include "support/catch.hpp"

#include <filesystem>
#include <utility>

#include <sys/mount.h>

namespace {

using namespace std::chrono_literals;
using store_test::noon;
using support::HistoryWorld;
using support::SmallDisk;

// So many that they need more pages than the file has.
void append_much(monitor::History& history, core::WallTime at) {
  std::vector<monitor::SeriesMinute> minutes;
  for (int i = 0; i < 1000; ++i)
    minutes.push_back({"shop/" + std::to_string(i), "pids", {at, 1, 1, 1, 1}});
  history.append(std::move(minutes));
}

// A file that can be read alone, in a folder that can be written.
class ReadOnlyFile {
 public:
  explicit ReadOnlyFile(std::filesystem::path file) : file_(std::move(file)) {
    mounted_ = ::mount(file_.c_str(), file_.c_str(), nullptr, MS_BIND, nullptr) == 0;
    (void)remount(MS_RDONLY);
  }
  ReadOnlyFile(const ReadOnlyFile&) = delete;
  ReadOnlyFile& operator=(const ReadOnlyFile&) = delete;
  ~ReadOnlyFile() {
    if (mounted_) ::umount2(file_.c_str(), MNT_DETACH);
  }
  bool mounted() const { return mounted_; }
  bool make_writable() { return remount(0); }

 private:
  bool remount(unsigned long how) {
    return ::mount(nullptr, file_.c_str(), nullptr, MS_REMOUNT | MS_BIND | how, nullptr) == 0;
  }

  std::filesystem::path file_;
  bool mounted_ = false;
};

}  // namespace

TEST_CASE("a disk that becomes full stops the history with one message, and room ends it") {
  HistoryWorld world;
  SmallDisk disk(world.state_dir());
  if (!disk.mounted()) {
    WARN("not allowed to mount: not tested here");
    return;
  }
  auto history = world.open();
  HistoryWorld::append(*history, noon - 1min, 1);
  REQUIRE(world.run(history->flush()));
  disk.fill();
  append_much(*history, noon);
  HistoryWorld::append(*history, noon, 2);
  for (int i = 0; i < 3; ++i) CHECK_FALSE(world.run(history->flush()));
  REQUIRE(world.states.size() == 1);
  CAPTURE(world.states[0].reason);
  CHECK_FALSE(world.states[0].writable);
  CHECK(world.states[0].reason.find("full") != std::string::npos);
  CHECK(world.read(*history) == "1 2");
  disk.free();
  REQUIRE(world.run(history->flush()));
  REQUIRE(world.states.size() == 2);
  CHECK(world.states[1] == store::HistoryState{});
  CHECK(world.read(*history) == "1 2");
  const auto other = world.run(history->read("shop/999", "pids", noon, noon + 1min));
  CHECK(other.value().size() == 1);
  CHECK(history->minutes_dropped() == 0);
}

TEST_CASE("a disk that is full at the start lets the history go on in memory until there is room") {
  HistoryWorld world;
  SmallDisk disk(world.state_dir());
  if (!disk.mounted()) {
    WARN("not allowed to mount: not tested here");
    return;
  }
  disk.fill();
  auto history = world.open();
  HistoryWorld::append(*history, noon, 1);
  CHECK_FALSE(world.run(history->flush()));
  CHECK(world.read(*history) == "1");
  REQUIRE(world.states.size() == 1);
  CAPTURE(world.states[0].reason);
  CHECK(world.states[0].reason.find("full") != std::string::npos);
  disk.free();
  REQUIRE(world.run(history->flush()));
  CHECK(world.states.size() == 2);
  CHECK(world.read(*history) == "1");
}

TEST_CASE("a read-only file system is told at once, not taken for damage, and tried again") {
  HistoryWorld world;
  SmallDisk disk(world.state_dir());
  if (!disk.mounted()) {
    WARN("not allowed to mount: not tested here");
    return;
  }
  bool with_file = GENERATE(false, true);
  if (with_file) {
    auto history = world.open();
    HistoryWorld::append(*history, noon - 1min, 1);
    REQUIRE(world.run(history->flush()));
  }
  REQUIRE(disk.make_read_only());
  {
    auto history = world.open();
    HistoryWorld::append(*history, noon, 2);
    CHECK_FALSE(world.run(history->flush()));
    CHECK_FALSE(world.run(history->flush()));
    REQUIRE(world.states.size() == 1);
    CAPTURE(world.states[0].reason);
    CHECK_FALSE(world.states[0].made_anew);
    CHECK(world.read(*history) == "2");
    REQUIRE(disk.make_writable());
    REQUIRE(world.run(history->flush()));
    CHECK(world.states.size() == 2);
    CHECK(world.read(*history) == (with_file ? "1 2" : "2"));
  }
}

TEST_CASE("a file that can only be read is told of, read, and written once that is possible") {
  HistoryWorld world;
  {
    auto history = world.open();
    HistoryWorld::append(*history, noon - 1min, 1);
    REQUIRE(world.run(history->flush()));
  }
  ReadOnlyFile file(world.file());
  if (!file.mounted()) {
    WARN("not allowed to mount: not tested here");
    return;
  }
  auto history = world.open();
  HistoryWorld::append(*history, noon, 2);
  CHECK_FALSE(world.run(history->flush()));
  CHECK_FALSE(world.run(history->flush()));
  CHECK(world.states.size() == 1);
  CHECK(world.read(*history) == "1 2");
  REQUIRE(file.make_writable());
  REQUIRE(world.run(history->flush()));
  CHECK(world.states.size() == 2);
  CHECK(world.read(*history) == "1 2");
}
