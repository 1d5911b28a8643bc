// `evenkeel checks`, and what other commands say of checks.
#include "cli/script.hpp"
#include "support/catch.hpp"

using namespace cli_test;

namespace {

const std::string all_checks = "GET /v1/checks?limit=500";
const std::string run_ready = "POST /v1/checks/shop%2Fweb%2Fready/run";

std::string check(const std::string& id, const std::string& state, const std::string& verdict,
                  const std::string& text, int failures = 0) {
  return R"({"id":")" + id +
         R"(","name":"ready","type":"http","deployment":"shop","service":"web",)" +
         R"("criticality":"standard","state":")" + state +
         R"(","since":"2026-01-31T09:29:00.000Z","interval":"30s","timeout":"5s","fall":3,"rise":2,)"
         R"("failures":)" +
         std::to_string(failures) +
         R"(,"last":{"at":"2026-01-31T09:29:55.000Z","took_ms":12,"verdict":")" + verdict +
         R"(","text":")" + text + R"("},"next_at":"2026-01-31T09:30:25.000Z"})";
}

const std::string backup =
    R"({"id":"backup","name":"backup","type":"file","deployment":null,"service":null,"state":"pending",)"
    R"("since":null,"failures":0,"fall":3,"last":null,"next_at":null})";

Script with_checks() {
  Script script;
  script.answers(all_checks, R"({"items":[)" + backup + "," +
                                 check("shop/web/ready", "failing", "failed", "answered 503", 4) +
                                 R"(],"next":null})");
  return script;
}

}  // namespace

TEST_CASE("checks is a table by id, with the last words of each") {
  auto script = with_checks();
  script.passed = std::chrono::minutes(33);
  const auto run = script.run({"checks"});
  CHECK(run.code == 0);
  CHECK(run.out ==
        "CHECK           TYPE  STATE    SINCE  LAST\n"
        "backup          file  pending\n"
        "shop/web/ready  http  failing  4m     answered 503\n");
}

TEST_CASE("since when a check is as it is says one unit, and never the future") {
  using namespace std::chrono_literals;
  for (const auto& [passed, since] :
       std::vector<std::pair<core::Milliseconds, std::string>>{{0min, "0s"},
                                                               {29min + 59s, "59s"},
                                                               {30min, "1m"},
                                                               {89min, "1h"},
                                                               {29min + 240h, "10d"}}) {
    auto script = with_checks();
    script.passed = passed;
    const auto out = script.run({"checks"}).out;
    CAPTURE(since, out);
    CHECK(has(out, "failing  " + since + std::string(7 - since.size(), ' ') + "answered 503\n"));
  }
}

TEST_CASE("at 80 columns a check's last words can be read") {
  Script script;
  script.terminal = true;
  const std::string words = "answered 503 after 12 ms, expected 200-299";
  script.answers(all_checks, R"({"items":[)" + check("shop/web/ready", "failing", "failed", words) +
                                 R"(],"next":null})");
  CHECK(has(script.run({"checks"}).out, words + "\n"));
}

TEST_CASE("on a terminal what fails is red, and only the last words are cut") {
  Script script;
  script.terminal = true;
  script.environment["TERM"] = "xterm";
  script.width = 60;
  script.answers(all_checks,
                 R"({"items":[)" +
                     check("shop/web/ready", "failing", "failed", std::string(200, 'x')) + "," +
                     check("shop/web/up", "passing", "passed", "well") + R"(],"next":null})");
  const auto out = script.run({"checks"}).out;
  CHECK(has(out, "\x1b[31mfailing\x1b[0m"));
  CHECK(has(out, "\x1b[32mpassing\x1b[0m"));
  CHECK(has(out, "xxx…\n"));
}

TEST_CASE("checks -o json is the list of the API, all pages in one") {
  Script script;
  script.answers(all_checks, R"({"items":[)" + backup + R"(],"next":"backup"})");
  script.answers(
      all_checks + "&after=backup",
      R"({"items":[)" + check("shop/web/ready", "passing", "passed", "well") + R"(],"next":null})");
  const auto out = script.run({"checks", "-o", "json"}).out;
  CHECK(has(out, "\"id\": \"backup\""));
  CHECK(has(out, "\"id\": \"shop/web/ready\""));
  CHECK(has(out, "\"next\": null"));
}

TEST_CASE("the checks of one deployment, and none at all") {
  Script script;
  script.answers("GET /v1/checks?deployment=shop&limit=500", R"({"items":[],"next":null})");
  const auto run = script.run({"checks", "--deployment", "shop"});
  CHECK(run.code == 0);
  CHECK(has(run.out, "No checks. They are configured under monitor.checks"));
}

TEST_CASE("checks run says what came of it, with its exit code") {
  struct Row {
    const char *state, *verdict;
    int failures, code;
    const char* out;
  };
  for (const auto& row :
       {Row{"passing", "passed", 0, 0, "shop/web/ready: passed: it said so\nNow it is passing.\n"},
        Row{"passing", "failed", 1, 1,
            "shop/web/ready: failed: it said so\n"
            "Now it is passing, 1 failure of the 3 that make it fail.\n"},
        Row{"failing", "failed", 4, 1,
            "shop/web/ready: failed: it said so\n"
            "Now it is failing, 4 failures in a row.\n"},
        Row{"passing", "unknown", 0, 1,
            "shop/web/ready: unknown: it said so\nNow it is passing.\n"}}) {
    Script script;
    script.answers(run_ready,
                   check("shop/web/ready", row.state, row.verdict, "it said so", row.failures));
    const auto run = script.run({"checks", "run", "shop/web/ready"});
    CAPTURE(row.verdict, row.failures);
    CHECK(run.code == row.code);
    CHECK(run.out == row.out);
    const auto json = script.run({"-o", "json", "checks", "run", "shop/web/ready"});
    CHECK(json.code == row.code);
    CHECK(has(json.out, std::string("\"verdict\": \"") + row.verdict + "\""));
  }
}

TEST_CASE("checks run waits for as long as a check may take") {
  Script script;
  script.answers(run_ready, check("shop/web/ready", "passing", "passed", "well"));
  script.run({"checks", "run", "shop/web/ready"});
  CHECK(script.requests.back().timeout > core::Milliseconds{600'000});
}

TEST_CASE("a check that is not there, or that runs already, is not done") {
  Script script;
  script.answers("POST /v1/checks/redy/run",
                 Answer{404, R"({"detail":"There is no check redy. Did you mean ready?"})"});
  script.answers(run_ready, Answer{409, R"({"detail":"shop/web/ready runs already"})"});
  const auto unknown = script.run({"checks", "run", "redy"});
  CHECK(unknown.code == 1);
  CHECK(unknown.err == "evenkeel: There is no check redy. Did you mean ready?\n");
  const auto busy = script.run({"checks", "run", "shop/web/ready"});
  CHECK(busy.code == 1);
  CHECK(has(busy.err, "runs already"));
}

TEST_CASE("checks takes no nonsense") {
  for (const auto& arguments :
       std::vector<std::vector<std::string>>{{"checks", "walk"},
                                             {"checks", "run"},
                                             {"checks", "run", ""},
                                             {"checks", "run", ".."},
                                             {"checks", "run", "a", "b"},
                                             {"checks", "run", "a", "--deployment", "shop"},
                                             {"checks", "--deployment", "a/b"},
                                             {"checks", "--deployment", ""}}) {
    Script script;
    const auto run = script.run(arguments);
    CAPTURE(arguments, run.err);
    CHECK(run.code == 2);
    CHECK(lines(run.err) == 1);
    CHECK(script.asked.empty());
  }
}

TEST_CASE("what a check printed cannot steer the terminal") {
  Script script;
  script.answers(run_ready,
                 check("shop/web/ready", "failing", "failed", "\\u001b[2Jgone\\nnew line"));
  CHECK(has(script.run({"checks", "run", "shop/web/ready"}).out, ": failed:  [2Jgone new line\n"));
}

TEST_CASE("an optional check that fails is no banner, a critical one makes status --check fail") {
  const auto host_with = [](const char* failing) {
    return R"({"name":"box","engine":{"up":true},"checks":{"failing":2,"failing_by_criticality":)" +
           std::string(failing) + "}}";
  };
  const auto script_with = [&](const char* failing) {
    Script script;
    script.answers(list, R"({"items":[],"next":null})");
    script.answers("GET /v1/deployments/shop", shop());
    script.answers("GET /v1/host", host_with(failing));
    return script;
  };
  auto quiet = script_with(R"({"critical":0,"standard":0,"optional":2})");
  CHECK_FALSE(has(quiet.run({"status"}).out, "check"));
  CHECK(quiet.run({"status", "--check"}).code == 0);
  auto standard = script_with(R"({"critical":0,"standard":1,"optional":1})");
  CHECK(standard.run({"status"}).out.starts_with("1 check fails: "));
  CHECK(standard.run({"status", "--check"}).code == 0);
  auto critical = script_with(R"({"critical":1,"standard":0,"optional":1})");
  CHECK(critical.run({"status", "--check"}).code == 1);
  CHECK(critical.run({"status", "shop", "--check"}).code == 0);
}

TEST_CASE("status and top say how many checks fail, and nothing where none does") {
  const auto host_with = [](int failing) {
    return R"({"name":"box","engine":{"up":true},"checks":{"pending":1,"passing":5,"failing":)" +
           std::to_string(failing) + R"(,"paused":2}})";
  };
  for (const auto* command : {"status", "top"}) {
    Script script;
    script.answers(list, R"({"items":[],"next":null})");
    script.answers("GET /v1/host", host_with(0));
    script.answers("GET /v1/host", host_with(1));
    script.answers("GET /v1/host", host_with(2));
    CAPTURE(command);
    CHECK_FALSE(has(script.run({command}).out, "check"));
    CHECK(script.run({command}).out.starts_with(
        "1 check fails: `evenkeel checks` shows what they say.\n"));
    CHECK(script.run({command}).out.starts_with("2 checks fail: "));
  }
}
