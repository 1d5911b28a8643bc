#include "notify/channel/exec/exec.hpp"

#include "notify/channel/channel_stage.hpp"
#include "notify/render/sample_messages.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <fstream>
#include <sstream>

using namespace std::chrono_literals;
using channel_stage::made;
using channel_stage::read_channel;
using notify::Answer;
using notify::SendLimit;
using notify::SendOutcome;

namespace {

// Runs a line of shell as a program of the owner would be run.
Answer told_to(const std::string& line, const notify::Message& message, const SendLimit& limit = {},
               const std::string& keys = "") {
  return made("exec", "{command: [/bin/sh, -c, \"" + line + "\"]" + keys + "}")
      ->send(message, limit);
}

std::string content_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("a program gets the message on its input and a little in its environment") {
  const support::TempDir dir;
  const auto input = (dir.path() / "in").string(), env = (dir.path() / "env").string();
  const auto message = sample_messages::problem();
  const auto answer = told_to(
      "cat > " + input +
          "; env | grep -E '^EVENKEEL_(HOST_NAME|ID|KIND|SEVERITY|THREAD|TITLE)=' | sort > " + env +
          "; echo first; echo queued as 7",
      message);
  CHECK(answer.outcome == SendOutcome::delivered);
  CHECK(answer.text == "exit 0: queued as 7");
  CHECK(content_of(input) == notify::json_text(message) + "\n");
  CHECK(
      content_of(env) ==
      "EVENKEEL_HOST_NAME=nas\nEVENKEEL_ID=m-1\nEVENKEEL_KIND=problem\nEVENKEEL_SEVERITY=critical\n"
      "EVENKEEL_THREAD=t-incident-7\nEVENKEEL_TITLE=shop/web is unhealthy, and 1 more\n");
}

TEST_CASE("the exit of a program says what became of the message") {
  const auto message = sample_messages::problem();
  CHECK(told_to("true", message).text == "exit 0");
  const auto busy = told_to("echo try later >&2; echo out; exit 75", message);
  CHECK(busy.outcome == SendOutcome::retry);
  CHECK(busy.text == "exit 75: try later");
  const auto refused = told_to("echo no such user; exit 67", message);
  CHECK(refused.outcome == SendOutcome::refused);
  CHECK(refused.text == "exit 67: no such user");
  CHECK(told_to("kill -9 $$", message).outcome == SendOutcome::refused);
}

TEST_CASE("a program that cannot be run is tried again, as its owner may mend it") {
  const auto answer =
      made("exec", "{command: [/nonexistent/program]}")->send(sample_messages::problem(), {});
  CHECK(answer.outcome == SendOutcome::retry);
  CHECK(answer.text.starts_with("starting /nonexistent/program: "));
}

TEST_CASE("a program that hangs, floods or reads nothing does no harm") {
  const auto message = sample_messages::nasty();
  const auto hung = told_to("sleep 60", message, {.timeout = 200ms});
  CHECK(hung.outcome == SendOutcome::retry);
  CHECK(hung.text == "did not end in time, and was killed");
  CHECK(told_to("yes", message, {.timeout = 20s}).outcome == SendOutcome::retry);
  CHECK(told_to("exit 0", message).outcome == SendOutcome::delivered);
  const SendLimit stopping{.timeout = 60s, .goes_on = [] { return false; }};
  CHECK(told_to("sleep 60", message, stopping).text == "given up: the agent stops");
  CHECK(told_to("sleep 60", message, {}, ", timeout: 1s").outcome == SendOutcome::retry);
}

TEST_CASE("a message that is too large for a pipe is shortened") {
  const support::TempDir dir;
  const auto input = (dir.path() / "in").string();
  auto message = sample_messages::nasty();
  message.items[0].key = "incident/1";
  CHECK(told_to("cat > " + input, message).outcome == SendOutcome::delivered);
  const auto got = notify::message_from_json(content_of(input));
  REQUIRE(got);
  CHECK(got->id == "m-5");
  CHECK(got->left_out >= message.left_out);
  CHECK(content_of(input).size() <= notify::exec::input_bytes_max + 1);
}

TEST_CASE("no shell looks at what a message says") {
  const support::TempDir dir;
  const auto out = (dir.path() / "out").string();
  auto message = sample_messages::problem();
  message.title = "$(touch " + (dir.path() / "harm").string() + ") `id`\nX=1";
  CHECK(told_to("printenv EVENKEEL_TITLE > " + out, message).outcome == SendOutcome::delivered);
  CHECK(content_of(out) == "$(touch " + (dir.path() / "harm").string() + ") `id` X=1\n");
  CHECK_FALSE(std::filesystem::exists(dir.path() / "harm"));
}

TEST_CASE("mistakes in a program are named") {
  CHECK(read_channel("exec", "{command: tell}").mistakes ==
        "c.command: expected a list of texts, found 'tell'\n"
        "c.command: expected a list: the program with its absolute path, then arguments");
  CHECK(read_channel("exec", "{command: [tell]}").mistakes ==
        "c.command: expected the absolute path of a program first, found 'tell'");
  CHECK_FALSE(read_channel("exec", "{}").settings);
}
