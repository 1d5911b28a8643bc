#include "monitor/checks/body_rules.hpp"

#include "support/catch.hpp"

namespace {

using monitor::BodyRules;

std::string problem_with(BodyRules::Demands demands, const std::string& body, bool cut = false) {
  const auto rules = BodyRules::of(std::move(demands));
  REQUIRE(rules);
  return rules->problem(body, cut).value_or("");
}

BodyRules::Demands that_contains(const std::string& text) {
  BodyRules::Demands demands;
  demands.contains = text;
  return demands;
}

BodyRules::Demands that_matches(const std::string& pattern) {
  BodyRules::Demands demands;
  demands.matches = pattern;
  return demands;
}

}  // namespace

TEST_CASE("without demands any body is well") {
  CHECK(problem_with({}, "") == "");
  CHECK(problem_with({}, std::string("\0\xFF", 2), true) == "");
}

TEST_CASE("a body contains its text or does not, whatever bytes it holds") {
  const auto body = std::string("\xFF\0binary OK\n", 12);
  CHECK(problem_with(that_contains("OK"), body) == "");
  CHECK(problem_with(that_contains("ok"), body) == "the body does not contain \"ok\"");
  CHECK(problem_with(that_contains("ok"), std::string(2048, 'x'), true) ==
        "the first 2 KiB of the body does not contain \"ok\"");
}

TEST_CASE("a pattern is looked for anywhere, by the rules of RE2") {
  struct Case {
    const char* pattern;
    const char* body;
    bool matches;
  };
  const Case cases[] = {
      {"sta.us", "the status is", true},      {"^status", "the status is", false},
      {"(?m)^status$", "a\nstatus\nb", true}, {"(?i)OK", "ok", true},
      {"v[0-9]+\\.", "v12.3", true},          {"\\bup\\b", "group", false},
      {"\xC3\xA9", "caf\xC3\xA9", true},      {"b", "\xFF\xFE b", true},
  };
  for (const auto& each : cases) {
    CAPTURE(each.pattern);
    CAPTURE(each.body);
    CHECK(problem_with(that_matches(each.pattern), each.body).empty() == each.matches);
  }
  CHECK(problem_with(that_matches("up"), "down") == "nothing in the body matches \"up\"");
}

TEST_CASE("a pattern that would go back and forth for ever elsewhere ends at once") {
  const auto body = std::string(1'000'000, 'a');
  CHECK(problem_with(that_matches("(a|a)*(a|aa)*b"), body) != "");
}

TEST_CASE("what is no pattern or no path is refused with the reason") {
  const auto pattern = BodyRules::of(that_matches("(open"));
  REQUIRE_FALSE(pattern);
  CHECK(pattern.error().what == "the pattern \"(open\": missing ): (open");
  CHECK_FALSE(BodyRules::of(that_matches("(\\w+) \\1")));
  BodyRules::Demands demands;
  demands.json_path = "a[";
  CHECK_FALSE(BodyRules::of(demands));
}

TEST_CASE("all that is demanded has to hold, and JSON has to be there as a whole") {
  BodyRules::Demands demands;
  demands.contains = "state";
  demands.matches = "u.";
  demands.json_path = "$.state";
  demands.json_equals = "\"up\"";
  CHECK(problem_with(demands, R"({"state": "up"})") == "");
  CHECK(problem_with(demands, R"({"state": "ux"})") == "state is \"ux\", not \"up\"");
  CHECK(problem_with(demands, R"({"state": "down"})") == "nothing in the body matches \"u.\"");
  CHECK(problem_with(demands, R"({"state": "up"})", true) ==
        "the body is too large for JSON that is looked at");
}
