#include "monitor/checks/json_path.hpp"

#include "support/catch.hpp"

namespace {

std::string problem_of(const std::string& body, const std::string& path,
                       const std::optional<std::string>& equals = {}) {
  const auto parsed = monitor::parse_json_path(path);
  REQUIRE(parsed);
  return monitor::json_problem(body, *parsed, equals).value_or("");
}

const std::string status =
    R"({"db": [{"state": "down", "lag": 1.0}, {"state": "up"}], "a.b": {"it's": null}, "n": 1})";

}  // namespace

TEST_CASE("a path finds names, places in lists and names with dots, with and without a dollar") {
  for (const std::string path :
       {"$", "$.n", "n", "$.db", "db[0].state", "$.db[1].state", "[\"a.b\"]", "$['a.b']",
        "$[\"a.b\"][\"it's\"]", "$['a.b']['it\\'s']", "$['db'][0]['lag']"}) {
    CAPTURE(path);
    CHECK(problem_of(status, path) == "");
  }
}

TEST_CASE("what is not there is named as it was written, without the dollar") {
  for (const std::string path : {"m", "db.state", "db[2]", "db[0].state.x", "n[0]", "db[0][0]"}) {
    CAPTURE(path);
    CHECK(problem_of(status, path) == "the body has no " + path);
    CHECK(problem_of(status, "$." + path) == "the body has no " + path);
  }
}

TEST_CASE("values are compared as JSON compares them") {
  struct Case {
    const char* path;
    const char* equals;
    const char* problem;
  };
  const Case cases[] = {
      {"n", "1", ""},
      {"n", "1.0", ""},
      {"db[0].lag", "1", ""},
      {"n", "2", "n is 1, not 2"},
      {"n", "\"1\"", "n is 1, not \"1\""},
      {"n", "true", "n is 1, not true"},
      {"$.db[0].state", "\"up\"", "db[0].state is \"down\", not \"up\""},
      {"db[1]", R"({"state":"up"})", ""},
      {"db[1]", R"({"state":"up","x":1})", R"(db[1] is {"state":"up"}, not {"state":"up","x":1})"},
      {"db", "[]", "db is a list of 2, not []"},
      {"['a.b'].none", "1", "the body has no ['a.b'].none"},
      {"['a.b'][\"it's\"]", "null", ""},
  };
  for (const auto& each : cases) {
    CAPTURE(each.path);
    CAPTURE(each.equals);
    CHECK(problem_of(status, each.path, each.equals) == each.problem);
  }
}

TEST_CASE("what is no path is refused") {
  for (const std::string path : {"",
                                 ".",
                                 "$a",
                                 "$.",
                                 "a.",
                                 "a..b",
                                 ".a",
                                 "a[",
                                 "a[]",
                                 "a[x]",
                                 "a[-1]",
                                 "a[1",
                                 "a]",
                                 "['a",
                                 "['a'",
                                 "[\"a\\",
                                 "a['b]",
                                 "a b[",
                                 "a[99999999999999999999]",
                                 "$$"}) {
    CAPTURE(path);
    CHECK_FALSE(monitor::parse_json_path(path));
  }
  std::string long_path = "a";
  for (std::size_t i = 1; i < monitor::json_steps_max; ++i) long_path += ".a";
  CHECK(monitor::parse_json_path(long_path));
  CHECK_FALSE(monitor::parse_json_path(long_path + ".a"));
}

TEST_CASE("a body that is no JSON is said to be none, and an attack on the stack not looked at") {
  for (const auto& body :
       {std::string(), std::string("<html>"), std::string("{\"n\": 1"),
        std::string("{\"n\": \"\xFF\"}"), std::string("\0\0", 2), std::string("{\"n\":1}x")}) {
    CHECK(problem_of(body, "n") == "the body is no JSON");
  }
  std::string deep = "1";
  for (int i = 0; i < monitor::json_path_depth_max; ++i) deep = "[" + deep + "]";
  CHECK(problem_of(deep, "$") == "");
  for (const auto& body : {"[" + deep + "]", std::string(500'000, '[')})
    CHECK(problem_of(body, "$") == "the body nests deeper than 128 levels, which is not looked at");
  CHECK(problem_of(R"({"n": "[[[[", "m": "\"{{{{"})", "n") == "");
}

TEST_CASE("what differs is told as long as it takes to see the difference") {
  CHECK(problem_of(R"({"db": [1]})", "db", "[1, 2]") == "db is a list of 1, not a list of 2");
  CHECK(problem_of(R"({"db": [1]})", "db", "[2]") == "db is [1], not [2]");
  CHECK(problem_of(R"({"db": {"a": 1}})", "db", R"({"a": 2})") == R"(db is {"a":1}, not {"a":2})");
  const auto alike = R"([")" + std::string(1000, 'x');
  CHECK(problem_of(R"({"db": )" + alike + R"(1"]})", "db", alike + R"(2"])") ==
        "db is a list of 1, but another one");
}

TEST_CASE("a long value is cut, and what it holds breaks no line") {
  const auto problem =
      problem_of("{\"n\": \"line\\nbreak " + std::string(1000, 'x') + "\"}", "n", "1");
  CHECK(problem.starts_with("n is \"line\\nbreak xxx"));
  CHECK(problem.ends_with("x..., not 1"));
  CHECK(problem.size() < 200);
}
