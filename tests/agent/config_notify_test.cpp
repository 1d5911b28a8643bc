#include "agent/config_folder.hpp"

#include "core/text.hpp"
#include "support/catch.hpp"

#include <fstream>
#include <iterator>

using namespace std::chrono_literals;
using agent_test::Folder;

namespace {

agent::Config every_key(const Folder& folder) {
  std::ifstream file(EVENKEEL_TEST_DATA "/agent/every_key.yaml");
  REQUIRE(file);
  return folder.load({std::istreambuf_iterator<char>(file), {}});
}

}  // namespace

TEST_CASE("every key of notify is read") {
  const Folder folder;
  const auto notify = every_key(folder).notify;
  REQUIRE(notify.channels.size() == 2);
  CHECK(notify.channels.at("hook").type == "webhook");
  CHECK(notify.channels.at("page").type == "exec");
  CHECK(notify.channels.at("page").make() != nullptr);
  notify::Route first;
  first.match = {{"recovery.*"},
                 model::Severity::info,
                 true,
                 {"im*"},
                 {model::Criticality::critical, model::Criticality::optional}};
  first.channels = {"hook"};
  first.go_on = true;
  first.quiet = notify::QuietHours{22 * 60, 7 * 60 + 30, model::Severity::critical};
  notify::Route second, third;
  second.channels = {"hook", "page"};
  CHECK(notify.routes == std::vector{first, second, third});
  CHECK(notify.group == notify::GroupSettings{{"deployment"}, 0s, 1min, 24h});
  CHECK(notify.digest == notify::DigestSettings{6 * 60 + 5, {"page"}});
  CHECK(notify.heartbeat ==
        notify::HeartbeatSettings{"https://ping.example.org/secret-of-the-box", 5min});
  CHECK(notify.report_file == "/run/evenkeel/report.json");
  CHECK(notify.recurrence == 2h);
}

TEST_CASE("without a section nobody is told, and the recurrence is that of heal") {
  const Folder folder;
  CHECK(folder.load("").notify == notify::Settings{});
  CHECK(folder.load("heal: {recurrence: 1h}").notify.recurrence == 1h);
  CHECK(folder.load("notify: {digest: {at: off}}").notify.digest.at_minute == std::nullopt);
  CHECK(folder.load("notify: {digest: {at: \"\"}}").notify.digest.at_minute == std::nullopt);
}

TEST_CASE("a secret address is read from its file, and the same keys make the same channel") {
  const Folder folder;
  const auto url = folder.write("ping.url", "https://ping.example.org/x\n");
  const auto text = "notify: {heartbeat: {url_file: " + url + "}}";
  CHECK(folder.load(text).notify.heartbeat.url == "https://ping.example.org/x");
  CHECK(every_key(folder) == every_key(folder));
  const auto with_url = [&](const std::string& channel_url) {
    return folder.load("notify: {channels: {a: {type: slack, url: \"" + channel_url + "\"}}}");
  };
  CHECK(with_url("https://a.example/1") == with_url("https://a.example/1"));
  CHECK_FALSE(with_url("https://a.example/1") == with_url("https://a.example/2"));
}

TEST_CASE("all mistakes of channels and routes are told at once, each with its line") {
  const Folder folder;
  CHECK(folder.mistakes_of(R"(notify:
  channels:
    ops:
      type: webhook
      url: "https://hooks.example.org"
      methd: PUT
    chat:
      type: slak
      token: x
  routes:
    - match: {severity: critical}
      channels: [ops, chat]
    - chanels: [ops]
      channels: [opss]
)") == "evenkeel.yaml:6: notify.channels.ops.methd: expected a key of notify.channels.ops, found "
       "'methd'; did you mean 'method'?\n"
       "evenkeel.yaml:8: notify.channels.chat.type: expected alertmanager, cloudevents, discord, "
       "email, exec, gotify, matrix, ntfy, opsgenie, pagerduty, pushover, slack, teams, telegram "
       "or webhook, found 'slak'; did you mean 'slack'?\n"
       "evenkeel.yaml:13: notify.routes[1].chanels: expected a key of notify.routes[1], found "
       "'chanels'; did you mean 'channels'?\n"
       "evenkeel.yaml:14: notify.routes[1].channels[0]: expected the name of a channel, found "
       "'opss'; did you mean 'ops'?");
}

TEST_CASE("there are at most 32 channels") {
  const Folder folder;
  const auto with = [](int count) {
    std::string text = "notify: {channels: {";
    for (int i = 0; i < count; ++i)
      text += "c" + std::to_string(i) + ": {type: exec, command: [/bin/true]}, ";
    return text + "}}";
  };
  CHECK(folder.load(with(32)).notify.channels.size() == 32);
  CHECK(folder.mistakes_of(with(33)) ==
        "evenkeel.yaml:1: notify.channels: expected at most 32 channels, found 33");
}

TEST_CASE("no mistake shows what may be a secret") {
  const Folder folder;
  for (const auto* text :
       {"notify: {heartbeat: {url: hunter2}}",
        "notify: {channels: {a: {type: slack, url: hunter2}}}",
        "notify: {channels: {a: {type: slack, url: [hunter2]}}}",
        "notify: {channels: {a: {type: telegram, token: [hunter2], chat: x}}}"}) {
    const auto mistakes = folder.mistakes_of(text);
    CAPTURE(text);
    CHECK_FALSE(mistakes.empty());
    CHECK_FALSE(core::contains(mistakes, "hunter2"));
  }
}
