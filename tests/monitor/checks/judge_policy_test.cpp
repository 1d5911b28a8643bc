#include "monitor/checks/judge_policy.hpp"

#include "support/catch.hpp"

#include <string>

using namespace monitor;

namespace {

using Mistakes = std::vector<PolicyMistake>;

Mistakes judged(const std::string& spikes, const std::string& checks) {
  model::PolicyLayer layer;
  if (!spikes.empty()) layer.later["spikes"] = spikes;
  if (!checks.empty()) layer.later["checks"] = checks;
  return judge_policy(layer);
}

}  // namespace

TEST_CASE("what the monitor can read of a policy is not wrong") {
  CHECK(judged("", "").empty());
  CHECK(judged(R"({"cpu": {"above": 95, "for": "30m"}, "memory": "off"})",
               R"({"ready": {"type": "http", "url": "http://{container}/"}, "old": null})")
            .empty());
  CHECK(judged("null", "null").empty());
  CHECK(judged(R"("off")", R"("off")").empty());
  CHECK(judged("false", "false").empty());
}

TEST_CASE("each mistake of a policy has the path of its key and what was expected") {
  CHECK(judged(R"({"cpu": {"above": 0}})",
               R"({"ready": {"type": "tcp", "address": "a", "fal": 3}, "b": {}})") ==
        Mistakes{
            {"checks.ready.address", "expected HOST:PORT or [ADDRESS]:PORT, found 'a'"},
            {"checks.ready.fal",
             "expected a key of checks.ready, found 'fal'; did you mean "
             "'fall'?"},
            {"checks.b", "expected the key 'type', which is missing"},
            {"spikes.cpu.above", "expected a percentage, more than 0 and at most 100, found 0"}});
  CHECK(judged("{", "[") ==
        Mistakes{{"checks", "expected JSON: there is a mistake in its form at byte 2"},
                 {"spikes", "expected JSON, found something else"}});
}

TEST_CASE("a level that fits only with what is said elsewhere is not wrong") {
  CHECK(judged(R"({"cpu": {"clear": 95}})", "").empty());
  CHECK(judged(R"({"memory": {"clear": 99}})", "").empty());
  CHECK(judged(R"({"cpu": {"clear": 95, "above": 90}})", "") ==
        Mistakes{{"spikes.cpu.clear", "expected less than `above`, found 95"}});
}

TEST_CASE("no mistake quotes what may be a secret") {
  struct Row {
    const char *check, *path, *message;
  };
  const auto no_pairs = "expected a map of names and values, found something else";
  const auto no_text = "expected a text, found something else; write it in quotes if it is meant";
  const auto no_header = "expected the name of a header, found something else";
  const auto no_variable = "expected the name of a variable, found something else";
  for (const auto& row : {
           Row{R"("type":"http","url":"http://a","headers":"Bearer 4711")", "headers", no_pairs},
           Row{R"("type":"http","url":"http://a","headers":4711)", "headers", no_pairs},
           Row{R"("type":"http","url":"http://a","headers":{"A: 4711":""})", "headers", no_header},
           Row{R"("type":"http","url":"http://a","headers":{"A: 4711":[]})", "headers", no_header},
           Row{R"("type":"http","url":"http://a","headers":{"A":["4711"]})", "headers.A",
               "expected a text, found a list"},
           Row{R"("type":"http","url":"http://a","body":4711)", "body", no_text},
           Row{R"("type":"http","url":"http://a","body":["4711"])", "body",
               "expected a text, found a list"},
           Row{R"("type":"tcp","address":"a:1","send":4711)", "send", no_text},
           Row{R"("type":"exec","command":["a"],"environment":"A=4711")", "environment", no_pairs},
           Row{R"("type":"exec","command":["a"],"environment":{"A=4711":null})", "environment",
               no_variable},
       }) {
    CAPTURE(row.check);
    CHECK(judged("", std::string(R"({"a":{)") + row.check + "}}") ==
          Mistakes{{std::string("checks.a.") + row.path, row.message}});
  }
}

TEST_CASE("keys of others are let be") {
  model::PolicyLayer layer;
  layer.later["other"] = "{";
  CHECK(judge_policy(layer).empty());
}
