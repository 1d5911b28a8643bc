#include "monitor/checks/file_tail.hpp"

#include "monitor/checks/host_tools.hpp"
#include "support/catch.hpp"

#include <filesystem>

#include <sys/stat.h>
#include <unistd.h>

using namespace monitor;
using monitor_test::HostTools;

namespace {

using Lines = std::vector<std::string>;

// A log, and what is read of it.
struct Log : HostTools {
  FileTail tail{at("log")};
  core::Result<TailRead> last = TailRead{};

  Lines read(std::size_t bytes_max = 1 << 20, int pieces_max = 1 << 20) {
    Lines lines;
    last = tail.read(
        bytes_max, [&](std::string_view line) { lines.emplace_back(line); },
        [pieces = 0, pieces_max]() mutable { return pieces++ >= pieces_max; });
    return lines;
  }
  void say(const std::string& text) const { append("log", text); }
  void move(const std::string& from, const std::string& to) const {
    std::filesystem::rename(at(from), at(to));
  }
};

std::string many_lines(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "line " + std::to_string(i) + "\n";
  return text;
}

}  // namespace

TEST_CASE("reading begins at the end, and goes on where it was") {
  Log log;
  log.say("old\nold, half");
  CHECK(log.read().empty());
  CHECK(log.last->began);
  log.say(" and whole\none\ntwo\r\nthr");
  CHECK(log.read() == Lines{"one", "two"});
  CHECK_FALSE(log.last->began);
  CHECK(log.read().empty());
  log.say("ee\n");
  CHECK(log.read() == Lines{"three"});
}

TEST_CASE("a file that comes into being later is read from its begin") {
  Log log;
  CHECK(log.read().empty());
  CHECK(log.last.error().code == core::Errc::not_found);
  log.say("one\n");
  CHECK(log.read() == Lines{"one"});
}

TEST_CASE("a log that is rotated by renaming loses no line") {
  Log log;
  log.say("old\n");
  log.read();
  log.say("one\n");
  log.move("log", "log.1");
  log.append("log.1", "two, written after\nthree without an end");
  log.say("four\n");
  CHECK(log.read() == Lines{"one", "two, written after", "three without an end", "four"});
  log.append("log.1", "of nobody\n");
  log.say("five\n");
  CHECK(log.read() == Lines{"five"});
}

TEST_CASE("a log that is copied and cut is read anew from its begin") {
  Log log;
  log.say("old\n");
  log.read();
  log.write("log", "new\n");
  CHECK(log.read() == Lines{"new"});
  log.write("log", "");
  CHECK(log.read().empty());
  log.say("next\n");
  CHECK(log.read() == Lines{"next"});
}

TEST_CASE("a log that was cut and has grown beyond its size since is known for a new one") {
  Log log;
  log.say("something old\n");
  log.read();
  log.write("log", "new 1\nnew 2\nnew 3\n");
  CHECK(log.read() == Lines{"new 1", "new 2", "new 3"});
}

TEST_CASE("a log that is away for a time is read on where it was, another one from its begin") {
  Log log;
  log.say("old\n");
  log.read();
  log.move("log", "aside");
  log.append("aside", "one\n");
  CHECK(log.read() == Lines{"one"});  // what was still written before it was missed
  CHECK(log.last.error().code == core::Errc::not_found);
  log.append("aside", "two\n");
  log.move("aside", "log");
  CHECK(log.read() == Lines{"two"});
  std::filesystem::remove(log.at("log"));
  CHECK(log.read().empty());
  log.say("three\n");
  CHECK(log.read() == Lines{"three"});
}

TEST_CASE("of what comes too fast the newest is read, and it says how much was skipped") {
  Log log;
  log.say("old\n");
  log.read();
  const auto text = many_lines(1000);
  log.say(text);
  const auto lines = log.read(100);
  REQUIRE_FALSE(lines.empty());
  CHECK(lines.back() == "line 999");
  CHECK(lines.size() < 12);
  for (const auto& line : lines) CHECK(line.starts_with("line 9"));
  CHECK(log.last->skipped == text.size() - 100);
  CHECK(log.last->bytes == 100);
}

TEST_CASE("reading that takes too long goes on the next time") {
  Log log;
  log.say("");
  log.read();
  log.say(std::string(200'000, 'x') + "\n" + many_lines(20'000));
  CHECK(log.read(1 << 20, 2) == Lines{std::string(log_line_bytes_max, 'x')});
  const auto rest = log.read();
  REQUIRE(rest.size() == 20'000);
  CHECK(rest.front() == "line 0");
  CHECK(rest.back() == "line 19999");
}

TEST_CASE("a huge file with one endless line takes no time and no memory") {
  Log log;
  log.say("x");
  log.read();
  std::filesystem::resize_file(log.at("log"), 100ULL << 30);  // sparse: 100 GB of zeros
  const auto lines = log.read(1 << 20);
  CHECK(lines.empty());
  CHECK(log.last->bytes == 1 << 20);
  log.say("\nnext\n");
  CHECK(log.read() == Lines{"next"});
}

TEST_CASE("what is no plain file is refused, and nothing blocks") {
  Log log;
  ::mkfifo(log.at("log").c_str(), 0600);
  log.read();
  CHECK(log.last.error().what == "it is a pipe");
  std::filesystem::remove(log.at("log"));
  std::filesystem::create_directory(log.at("log"));
  log.read();
  CHECK(log.last.error().what == "it is a folder");
  FileTail device("/dev/null");
  const auto nothing = [](std::string_view) {};
  CHECK(device.read(100, nothing, [] { return false; }).error().what == "it is a device");
}

TEST_CASE("binary noise has lines, too") {
  Log log;
  log.say("");
  log.read();
  log.append("log", std::string("\0\xff\xfe\n\x1b[31m\n", 10));
  CHECK(log.read() == Lines{std::string("\0\xff\xfe", 3), "\x1b[31m"});
}
