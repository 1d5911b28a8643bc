// `evenkeel top` as a command.
#include "cli/script.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <chrono>

using namespace cli_test;
using namespace std::chrono_literals;

namespace {

const std::string host =
    R"({"name":"box","engine":{"up":true},"cpu":{"cores":2,"percent":50.0},"load":[1,0.5,0.25],)"
    R"("memory":{"total_bytes":4294967296,"used_bytes":1073741824,"swap_total_bytes":0,"swap_used_bytes":0},)"
    R"("disks":[{"device":"/dev/sda1","mount_point":"/","used_percent":41.5,"bytes_total":100,"bytes_available":50}]})";

std::string service(const std::string& name, const std::string& usage) {
  return R"({"name":")" + name + R"(","phase":"running","restarts":3,"usage":)" + usage + "}";
}

std::string using_of(double cpu, long long memory, const std::string& limit = "null") {
  return R"({"cpu_percent":)" + std::to_string(cpu) + R"(,"memory_bytes":)" +
         std::to_string(memory) + R"(,"memory_limit_bytes":)" + limit + R"(,"at":null})";
}

std::string shop_using(double web_cpu) {
  return R"({"name":"shop","phase":"converged","services":[)" +
         service("db", using_of(1.25, 7'340'032, "536870912")) + "," +
         service("web", using_of(web_cpu, 1'048'576)) + "," + service("new", "null") + "]}";
}

std::string page(const std::string& item) { return R"({"items":[)" + item + R"(],"next":null})"; }

std::string samples_of(const std::string& subject, const std::string& metric) {
  return "GET /v1/samples?subject=" + subject + "&metric=" + metric +
         "&from=10m&step=30s&aggregation=mean";
}

Script with_usage() {
  Script script;
  script.answers("GET /v1/host", host);
  script.answers(list, page(shop_using(40)));
  script.answers("GET /v1/deployments/shop", shop_using(40));
  return script;
}

Script on_a_screen() {
  auto script = with_usage();
  script.terminal = script.has_screen = true;
  script.screen_size = {100, 24};
  script.environment["TERM"] = "xterm";
  script.environment["LANG"] = "C.UTF-8";
  return script;
}

std::ptrdiff_t asked_for(const Script& script, const std::string& part) {
  return std::count_if(script.asked.begin(), script.asked.end(),
                       [&](const auto& each) { return has(each.line, part); });
}

}  // namespace

TEST_CASE("top is a table in a pipe, and with --once, sorted as it is told") {
  auto script = with_usage();
  const auto run = script.run({"top"});
  CHECK(run.code == 0);
  CHECK(run.out ==
        "SERVICE   PHASE    CPU    MEM   LIMIT   RESTARTS\n"
        "shop/web  running  40.0%  1MiB          3\n"
        "shop/db   running  1.2%   7MiB  512MiB  3\n"
        "shop/new  running                       3\n");
  CHECK(script.run({"top", "--sort", "memory"}).out.find("shop/db") <
        script.run({"top", "--sort", "memory"}).out.find("shop/web"));
  CHECK(asked_for(script, "/v1/samples") == 0);
  auto screen = on_a_screen();
  screen.environment["NO_COLOR"] = "1";
  CHECK(screen.run({"top", "--once"}).out == run.out);
  CHECK(screen.run({"top", "-n", "1"}).out == run.out);
  screen.environment["TERM"] = "dumb";
  CHECK(screen.run({"top"}).out == run.out);
  CHECK(screen.drawn.empty());
}

TEST_CASE("top of a deployment or a service shows only that") {
  auto script = with_usage();
  CHECK(lines(script.run({"top", "shop"}).out) == 4);
  const auto one = script.run({"top", "shop/web"});
  CHECK(lines(one.out) == 2);
  CHECK(has(one.out, "shop/web  running  40.0%"));
  CHECK(asked_for(script, "limit=500") == 0);
  const auto none = script.run({"top", "shop/nobody"});
  CHECK(none.code == 1);
  CHECK(has(none.err, "There is no service nobody in shop."));
}

TEST_CASE("top -o json is the host and its deployments as the API has them") {
  auto script = with_usage();
  const auto json = script.run({"top", "-o", "json"}).out;
  CHECK(json.starts_with("{\n  \"host\": {\n    \"name\": \"box\""));
  CHECK(has(json, "\"deployments\": [\n    {\n      \"name\": \"shop\""));
  CHECK(has(json, "\"cpu_percent\": 40.0"));
  const auto one = script.run({"top", "shop/db", "-o", "yaml"}).out;
  CHECK(has(one, "name: db"));
  CHECK_FALSE(has(one, "name: web"));
  const auto streamed = script.run({"top", "-o", "json", "-n", "2"}).out;
  CHECK(lines(streamed) == 2);
  auto screen = on_a_screen();
  CHECK(screen.run({"top", "-o", "json"}).out == json);
}

TEST_CASE("top -n prints so many tables, one each interval") {
  auto script = with_usage();
  const auto run = script.run({"top", "-n", "3", "--interval", "5s"});
  CHECK(run.code == 0);
  CHECK(lines(run.out) == 3 * 4 + 2);
  CHECK(script.passed == 10s);
  CHECK(asked_for(script, "GET /v1/host") == 3);
}

TEST_CASE("top ends with exit code 3 where nobody is there at its begin") {
  for (const bool on_screen : {true, false}) {
    auto script = on_screen ? on_a_screen() : with_usage();
    script.unreachable = true;
    const auto run = script.run({"top"});
    CHECK(run.code == 3);
    CHECK(lines(run.err) == 1);
    CHECK(script.drawn.empty());
  }
}

TEST_CASE("top takes no nonsense") {
  for (const auto& arguments : std::vector<std::vector<std::string>>{{"top", "--sort", "disk"},
                                                                     {"top", "--interval", "1ms"},
                                                                     {"top", "--interval", "2h"},
                                                                     {"top", "--once", "-n", "2"},
                                                                     {"top", "-n", "0"},
                                                                     {"top", "a/b/c"}}) {
    auto script = with_usage();
    const auto run = script.run(arguments);
    CAPTURE(arguments, run.err);
    CHECK(run.code == 2);
    CHECK(lines(run.err) == 1);
    CHECK(script.asked.empty());
  }
}

TEST_CASE("on a terminal top draws at each interval, and q ends it") {
  auto script = on_a_screen();
  script.answers(list, page(shop_using(88)));
  script.moments = {{5s, "q"}};
  const auto run = script.run({"top"});
  CHECK(run.code == 0);
  CHECK(run.out.empty());
  CHECK(script.passed == 5s);
  CHECK(asked_for(script, "GET /v1/host") == 3);  // at 0, 2 and 4 s
  CHECK(has(script.drawn.front(), "40.0"));
  CHECK(has(script.drawn.back(), "88.0"));
  CHECK(has(script.drawn.back(), "1.0G of 4.0G"));
  CHECK(has(script.drawn.back(), "█"));
}

TEST_CASE("without UTF-8 in the locale nothing but ASCII is drawn, and NO_COLOR is respected") {
  auto script = on_a_screen();
  script.environment["LC_ALL"] = "C";
  script.environment["NO_COLOR"] = "1";
  script.moments = {{3s, "q"}};
  CHECK(script.run({"top"}).code == 0);
  for (const auto& text : script.drawn) {
    CHECK(std::all_of(text.begin(), text.end(), [](char c) { return c > 0; }));
    CHECK_FALSE(has(text, "\x1b[3"));
  }
}

TEST_CASE("keys sort at once, and the size of the terminal is followed") {
  auto script = on_a_screen();
  script.moments = {{300ms, "n"}, {600ms, "", [&] { script.screen_size = {30, 4}; }}, {900ms, "q"}};
  CHECK(script.run({"top"}).code == 0);
  CHECK(asked_for(script, "GET /v1/host") == 1);
  REQUIRE(script.drawn.size() >= 3);
  const auto& sorted = script.drawn[script.drawn.size() - 2];
  CHECK(sorted.find("shop/db") < sorted.find("shop/new"));
  CHECK(sorted.find("shop/new") < sorted.find("shop/web"));
  CHECK(lines(sorted) == 23);
  CHECK(lines(script.drawn.back()) == 3);
}

TEST_CASE("top ends with its terminal") {
  auto script = on_a_screen();
  script.moments = {};
  CHECK(script.run({"top"}).code == 0);
}

TEST_CASE("an agent that goes away is said, tried again, and heard of when it is back") {
  auto script = on_a_screen();
  script.moments = {{1s, "", [&] { script.unreachable = true; }},
                    {5s, "", [&] { script.unreachable = false; }},
                    {7s, "q"}};
  CHECK(script.run({"top"}).code == 0);
  const auto says = [&](const std::string& text) {
    return std::count_if(script.drawn.begin(), script.drawn.end(),
                         [&](const auto& each) { return has(each, text); });
  };
  CHECK(says("No answer, last seen") == 2);  // at 2 and 4 s
  CHECK_FALSE(has(script.drawn.back(), "No answer"));
  CHECK(says("shop/web") == static_cast<std::ptrdiff_t>(script.drawn.size()));
}

TEST_CASE("sparklines begin with what the agent remembers, asked for once") {
  auto script = on_a_screen();
  script.answers(
      samples_of("shop%2Fweb", "cpu_percent"),
      R"({"unit":"percent","step":"30s","items":[{"at":"","value":0},{"at":"","value":null},)"
      R"({"at":"","value":40}],"next":null})");
  script.moments = {{9s, "q"}};
  CHECK(script.run({"top"}).code == 0);
  CHECK(has(script.drawn.back(), "▁ ██"));
  CHECK_FALSE(has(script.drawn.front(), "▁ ██"));
  CHECK(asked_for(script, "/v1/samples") == 6);  // two metrics of three services
}

TEST_CASE("a sparkline of an agent that answers by the minute is as long as the time was") {
  auto script = on_a_screen();
  script.answers(samples_of("shop%2Fweb", "cpu_percent"),
                 R"({"unit":"percent","step":"1m","items":[{"at":"","value":0},)"
                 R"({"at":"","value":null},{"at":"","value":40}],"next":null})");
  script.moments = {{9s, "q"}};
  CHECK(script.run({"top"}).code == 0);
  CHECK(has(script.drawn.back(), "▁▁  ███"));
}

TEST_CASE("only what is seen is asked for, and nothing where there is no room for sparklines") {
  std::string services;
  for (int i = 0; i < 100; ++i)
    services += (i == 0 ? "" : ",") + service("s" + std::to_string(i), using_of(i, 1));
  auto script = on_a_screen();
  script.answers(list, page(R"({"name":"many","services":[)" + services + "]}"));
  script.answers(list, page(R"({"name":"many","services":[)" + services + "]}"));
  Script narrow = script;
  script.moments = {{5s, "q"}};
  CHECK(script.run({"top"}).code == 0);
  const auto rows = 24 - 4 - 1 - 1;  // without the header, the heads and the keys
  CHECK(asked_for(script, "/v1/samples") <= 2 * (rows + 3));
  CHECK(asked_for(script, "/v1/samples") >= 2 * rows);
  narrow.screen_size = {40, 24};
  narrow.moments = {{5s, "q"}};
  CHECK(narrow.run({"top"}).code == 0);
  CHECK(asked_for(narrow, "/v1/samples") == 0);
}
