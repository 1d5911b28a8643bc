#include "docker/decode.hpp"
#include "docker/line_splitter.hpp"
#include "docker/pull_progress.hpp"
#include "docker/sample.hpp"

#include <sstream>
#include <vector>

using model::Health;
using Words = std::vector<std::string>;

namespace {

// type:action of every event that is ours.
Words actions_of(const std::string& name) {
  Words actions;
  docker::LineSplitter splitter(1 << 20);
  for (const auto& line : splitter.feed(sample(name))) {
    if (const auto event = docker::decode_event(line); event && event->type == "container")
      actions.push_back(event->action);
  }
  return actions;
}

bool in_order(const Words& words, const Words& wanted) {
  auto at = words.begin();
  for (const auto& word : wanted) {
    at = std::find(at, words.end(), word);
    if (at == words.end()) return false;
    ++at;
  }
  return true;
}

}  // namespace

TEST_CASE("the events of a life are read from both engines, and probes leave no trace") {
  const auto old_engine = actions_of("events_20.10.24.jsonl");
  CHECK(in_order(old_engine, {"create", "start", "health_status", "pause", "unpause", "rename",
                              "kill", "kill", "die", "stop", "start"}));
  const auto new_engine = actions_of("events_28.5.2.jsonl");
  CHECK(in_order(new_engine, {"create", "start", "health_status", "pause", "unpause", "rename",
                              "kill", "kill", "stop", "die", "start"}));
  for (const auto& action : new_engine) CHECK_FALSE(action.starts_with("exec"));
}

TEST_CASE("an event carries id, labels, exit code and nanoseconds") {
  const auto event = docker::decode_event(
      R"({"status":"die","id":"ab12","from":"x","Type":"container","Action":"die","Actor":{"ID":"ab12","Attributes":{"exitCode":"137","name":"shop-web-1"}},"time":1795310788,"timeNano":1795310788145065752})");
  REQUIRE(event);
  CHECK(event->id == "ab12");
  CHECK(event->action == "die");
  CHECK(event->attributes.at("exitCode") == "137");
  CHECK(event->time_nano == 1795310788145065752);
}

TEST_CASE("health is read in every form that engines use") {
  struct Row {
    std::string line;
    Health health;
  };
  const Row rows[] = {
      {R"({"Type":"container","Action":"health_status: unhealthy","Actor":{"ID":"a"},"timeNano":1})",
       Health::unhealthy},
      {R"({"Type":"container","Action":"health_status: healthy","Actor":{"ID":"a"},"timeNano":1})",
       Health::healthy},
      {R"({"Type":"container","Action":"health_status","HealthStatus":"unhealthy","Actor":{"ID":"a"},"timeNano":1})",
       Health::unhealthy},
      {R"({"Type":"container","Action":"health_status","Actor":{"ID":"a","Attributes":{"health_status":"healthy"}},"timeNano":1})",
       Health::healthy},
  };
  for (const auto& row : rows) {
    INFO(row.line);
    const auto event = docker::decode_event(row.line);
    REQUIRE(event);
    CHECK(event->action == "health_status");
    CHECK(event->health == row.health);
  }
}

TEST_CASE("Podman's died is die, and seconds stand in for missing nanoseconds") {
  const auto event =
      docker::decode_event(R"({"Type":"container","Action":"died","Actor":{"ID":"a"},"time":7})");
  REQUIRE(event);
  CHECK(event->action == "die");
  CHECK(event->time_nano == 7'000'000'000);
}

TEST_CASE("what is no event is left out") {
  for (const std::string line :
       {"", "garbage", "[]", "{}", R"({"Type":"container","Action":"exec_die","Actor":{"ID":"a"}})",
        R"({"Type":"container"})"}) {
    INFO(line);
    CHECK_FALSE(docker::decode_event(line));
  }
}

TEST_CASE("lines are found wherever the pieces were cut") {
  const std::string text = "{\"a\":1}\n\r\n{\"b\":2}\r\nrest";
  for (std::size_t size = 1; size <= text.size(); ++size) {
    docker::LineSplitter splitter(100);
    Words lines;
    for (std::size_t at = 0; at < text.size(); at += size) {
      for (auto& line : splitter.feed(std::string_view(text).substr(at, size)))
        lines.push_back(line);
    }
    CHECK(lines == Words{"{\"a\":1}", "{\"b\":2}"});
    CHECK(splitter.rest() == "rest");
  }
}

TEST_CASE("a line without end is noticed at its limit") {
  docker::LineSplitter splitter(8);
  splitter.feed("12345678");
  CHECK_FALSE(splitter.overflowed());
  splitter.feed("9");
  CHECK(splitter.overflowed());
}

namespace {

docker::PullProgress progress_of(const std::string& lines) {
  docker::PullProgress progress;
  docker::LineSplitter splitter(1 << 20);
  for (const auto& line : splitter.feed(lines))
    progress.feed(docker::decode_progress(line).value());
  return progress;
}

}  // namespace

TEST_CASE("a pull that says its status has succeeded") {
  const auto progress = progress_of(
      "{\"status\":\"Pulling from team/app\",\"id\":\"1\"}\n{\"status\":\"Pulling fs "
      "layer\",\"id\":\"aa\"}\n"
      "{\"status\":\"Pull complete\",\"id\":\"aa\"}\n{\"status\":\"Status: Downloaded newer image "
      "for team/app:1\"}\n");
  CHECK(progress.succeeded());
  CHECK(progress.text() == "1 of 1 layers");
}

TEST_CASE("a pull that ends without a status has failed") {
  CHECK_FALSE(progress_of("{\"status\":\"Downloading\",\"id\":\"aa\",\"progressDetail\":{"
                          "\"current\":1048576,\"total\":4194304}}\n")
                  .succeeded());
}

TEST_CASE("the last error of a pull decides, whatever its status says") {
  const auto progress = progress_of(
      "{\"status\":\"Status: "
      "Downloaded\"}\n{\"errorDetail\":{\"message\":\"first\"},\"error\":\"first\"}\n{\"error\":"
      "\"last\"}\n");
  CHECK_FALSE(progress.succeeded());
  CHECK(progress.error() == "last");
}

TEST_CASE("the progress of a pull counts bytes and layers") {
  const auto progress = progress_of(
      "{\"status\":\"Already "
      "exists\",\"id\":\"aa\"}\n{\"status\":\"Downloading\",\"id\":\"bb\",\"progressDetail\":{"
      "\"current\":1048576,\"total\":4194304}}\n");
  CHECK(progress.text() == "1MiB of 4MiB, 1 of 2 layers");
}

TEST_CASE("the progress of a pull is told at once, and then now and then, where it is news") {
  const core::MonoTime noon{std::chrono::hours(12)};
  docker::PullProgress progress;
  CHECK_FALSE(progress.news(noon));  // nothing of a layer is known yet
  progress.feed({.status = "Pulling fs layer", .layer = "aa"});
  CHECK(progress.news(noon) == "0 of 1 layers");
  progress.feed({.status = "Pull complete", .layer = "aa"});
  CHECK_FALSE(progress.news(noon + std::chrono::milliseconds(1'999)));
  CHECK(progress.news(noon + std::chrono::seconds(2)) == "1 of 1 layers");
  CHECK_FALSE(progress.news(noon + std::chrono::seconds(9)));
}
