#include "agent/log.hpp"

#include "support/catch.hpp"
#include "support/log_line.hpp"
#include "support/temp_dir.hpp"

#include <fstream>
#include <iterator>

#include <fcntl.h>
#include <unistd.h>

using namespace std::chrono_literals;

namespace {

core::WallTime noon() {
  return std::chrono::sys_days{std::chrono::year{2026} / 1 / 31} + 12h + 5ms;
}

// What `work` writes to standard error.
template <class Work> std::string written_to_stderr(Work work) {
  const support::TempDir dir;
  const auto path = (dir.path() / "stderr").string();
  const int saved = ::dup(STDERR_FILENO), file = ::open(path.c_str(), O_CREAT | O_WRONLY, 0600);
  ::dup2(file, STDERR_FILENO);
  work();
  ::dup2(saved, STDERR_FILENO);
  ::close(saved);
  ::close(file);
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("a line of text has its time, its level and the message") {
  CHECK(agent::text_line(noon(), "info", "engine.connected version=20.10") ==
        "2026-01-31T12:00:00.005Z info    engine.connected version=20.10");
  CHECK(agent::text_line(noon(), "warning", "x") == "2026-01-31T12:00:00.005Z warning x");
}

TEST_CASE("no message can write a second line, or colors") {
  CHECK(agent::text_line(noon(), "info", "a\nb\x1b[31m").ends_with(" a\\nb\\x1b[31m"));
  CHECK(agent::json_line(noon(), "info", "say \"hi\"\n\\ \x01 é") ==
        "{\"at\": \"2026-01-31T12:00:00.005Z\", \"level\": \"info\", \"message\": \"say "
        "\\\"hi\\\"\\n\\\\ \\u0001 é\"}");
}

TEST_CASE("a line is UTF-8 whatever the message holds, and no control of a terminal") {
  const std::string message = "m\xFCller \xC2\x9B 31m \xE2\x82";
  CHECK(agent::json_line(noon(), "info", message)
            .ends_with("\"m\\ufffdller \\u009b 31m \\ufffd\\ufffd\"}"));
  CHECK(agent::text_line(noon(), "info", message).ends_with(" m\\xfcller \\x9b 31m \\xe2\\x82"));
}

TEST_CASE("lines of the level and above are written to standard error, in order") {
  const auto text = written_to_stderr([] {
    agent::init_log({"info", "json"});
    support::log_info("first {1}");
    agent::set_log_level("warning");
    support::log_info("not any more");
    support::log_warning("second");
    agent::close_log();
  });
  const auto first = text.find("\"level\": \"info\", \"message\": \"first {1}\"}\n");
  const auto second = text.find("\"level\": \"warning\", \"message\": \"second\"}\n");
  CHECK(first != std::string::npos);
  CHECK(second > first);
  CHECK(std::count(text.begin(), text.end(), '\n') == 2);
}
