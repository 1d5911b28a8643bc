// `evenkeel incidents`, and what other commands say of incidents.
#include "cli/script.hpp"
#include "cli/view.hpp"
#include "support/catch.hpp"

using namespace cli_test;

namespace {

const std::string open_ones = "GET /v1/incidents?state=open&limit=500";
const std::string seen_at = "2026-01-31T09:29:00.000Z";

std::string incident(int id, const std::string& more = "", const std::string& state = "open") {
  return R"({"id":)" + std::to_string(id) + R"(,"state":")" + state +
         R"(","severity":"warning","criticality":"standard","fingerprint":"unhealthy","cause":null,)"
         R"("problem":"shop/web is unhealthy: answered 503","subjects":[{"deployment":"shop",)"
         R"("service":"web","check":null,"text":"shop/web"}],"affected":[],"opened_at":")" +
         seen_at + R"(","first_opened_at":")" + seen_at +
         R"(","well_since":null,"resolved_at":null,"acknowledged":null,"occurrences":1,"attempts":0,)"
         R"("evidence":[],"done":[],"next":null)" +
         more + "}";
}

// Keys that come later go before those that come first.
std::string with(int id, const std::string& state, const std::string& members) {
  return incident(id, "," + members, state);
}

std::string page(const std::vector<std::string>& items) {
  std::string out = R"({"items":[)";
  for (const auto& item : items) out += (out.back() == '[' ? "" : ",") + item;
  return out + R"(],"next":null})";
}

}  // namespace

TEST_CASE("incidents is a table of those that are open, with what is wrong last") {
  Script script;
  script.passed = std::chrono::minutes(33);
  script.answers(
      open_ones,
      page({incident(7),
            with(9, "needs_operator",
                 R"("severity":"critical","occurrences":3,"problem":"backup failed","subjects":)"
                 R"([{"text":"check backup"},{"text":"a/b"},{"text":"a/c"}])"),
            with(11, "open", R"("well_since":"2026-01-31T09:29:30.000Z")")}));
  const auto run = script.run({"incidents"});
  CHECK(run.code == 0);
  CHECK(run.out ==
        "ID  SEVERITY  STATE       SINCE  TIMES  SUBJECT               PROBLEM\n"
        "7   warning   open        4m            shop/web              shop/web is unhealthy: "
        "answered 503\n"
        "9   critical  needs you   4m     3x     check backup, a/b +1  backup failed\n"
        "11  warning   well again  4m            shop/web              shop/web is unhealthy: "
        "answered 503\n");
}

TEST_CASE("no open incident is said, and all of them are asked for by --all") {
  Script script;
  script.answers(open_ones, page({}));
  script.answers("GET /v1/incidents?limit=500", page({}));
  script.answers("GET /v1/incidents?state=open&deployment=shop&limit=500", page({incident(7)}));
  CHECK(script.run({"incidents"}).out.starts_with("No incident is open."));
  CHECK(script.run({"incidents", "--all"}).out == "No incidents.\n");
  CHECK(has(script.run({"incidents", "--deployment", "shop"}).out, "7   warning"));
}

TEST_CASE("one incident shows what was seen and done, what comes next, and the commands") {
  Script script;
  script.passed = std::chrono::minutes(33);
  script.answers(
      "GET /v1/incidents/7",
      with(7, "open",
           R"("occurrences":2,"attempts":1,"cause":"registry_unreachable r.example","affected":)"
           R"([{"text":"shop/cron"}],"evidence":[{"at":")" +
               seen_at +
               R"(","type":"service.unhealthy","text":"web: answered 503"}],)"
               R"("done":["restarted shop-web-1"],"next":"evenkeel is at it.")"));
  const auto run = script.run({"incidents", "7"});
  const auto at = cli::local_time(seen_at);
  CHECK(run.code == 0);
  CHECK(run.out ==
        "incident 7: warning, open, for 4m\n"
        "shop/web is unhealthy: answered 503\n"
        "\n"
        "  of            shop/web\n"
        "  waiting       shop/cron\n"
        "  since         " +
            at + ", for the 2. time since " + at +
            "\n"
            "  fingerprint   unhealthy\n"
            "  cause         registry_unreachable r.example\n"
            "  attempts      1\n"
            "\n"
            "What was seen:\n"
            "  " +
            at +
            "  service.unhealthy  web: answered 503\n"
            "\n"
            "What was done:\n"
            "  restarted shop-web-1\n"
            "\n"
            "What comes next:\n"
            "  evenkeel is at it.\n"
            "\n"
            "To look further:\n"
            "  evenkeel explain shop/web\n"
            "  evenkeel logs shop/web --tail 50\n"
            "  evenkeel incidents ack 7\n");
}

TEST_CASE("an incident that is over, or known, offers no acknowledgment") {
  Script script;
  script.answers("GET /v1/incidents/7",
                 with(7, "resolved", R"("resolved_at":"2026-01-31T10:00:00.000Z")"));
  script.answers("GET /v1/incidents/9",
                 with(9, "needs_operator",
                      R"("subjects":[{"deployment":null,"service":null,"check":"backup",)"
                      R"("text":"check backup"}],"acknowledged":{"at":"2026-01-31T10:00:00.000Z",)"
                      R"("by":"anna","reason":"known"})"));
  const auto over = script.run({"incidents", "7"}).out;
  CHECK(has(over, "resolved " + cli::local_time("2026-01-31T10:00:00.000Z")));
  CHECK_FALSE(has(over, "incidents ack"));
  const auto known = script.run({"incidents", "9"}).out;
  CHECK(has(known,
            "acknowledged  " + cli::local_time("2026-01-31T10:00:00.000Z") + " by anna: known\n"));
  CHECK(has(known, "  evenkeel checks run backup\n"));
  CHECK_FALSE(has(known, "incidents ack"));
}

TEST_CASE("following an incident says what comes, and ends when it is resolved") {
  Script script;
  const std::string evidence =
      R"("evidence":[{"at":")" + seen_at + R"(","type":"service.exited","text":"web ended"}])";
  const std::string line = "GET /v1/incidents/7";
  script.answers(line, incident(7));
  script.answers(line, incident(7));
  script.answers(line, with(7, "open", evidence));
  script.answers(line, with(7, "open", evidence + R"(,"done":["restarted"],"next":"Wait.")"));
  script.answers(line, with(7, "needs_operator",
                            evidence + R"(,"done":["restarted"],"next":"A person is needed.")"));
  script.answers(line, with(7, "resolved", evidence + R"(,"done":["restarted"])"));
  const auto run = script.run({"incidents", "7", "-f"});
  CHECK(run.code == 0);
  CHECK(
      run.out.ends_with("evenkeel incidents ack 7\n"
                        "  " +
                        cli::local_time(seen_at) +
                        "  service.exited  web ended\n"
                        "  done: restarted\n"
                        "  next: Wait.\n"
                        "  now needs you\n"
                        "  next: A person is needed.\n"
                        "  now resolved\n"));
  const auto json = script.run({"incidents", "7", "-f", "-o", "json"});
  CHECK(lines(json.out) == 1);
}

TEST_CASE("an incident is acknowledged with a reason") {
  Script script;
  script.answers("POST /v1/incidents/7/ack",
                 with(7, "open",
                      R"("acknowledged":{"at":"2026-01-31T10:00:00.000Z","by":"anna",)"
                      R"("reason":"ordered"})"));
  const auto run = script.run({"incidents", "ack", "7", "--reason", "ordered"});
  CHECK(run.code == 0);
  CHECK(script.asked.back().body == R"({"reason":"ordered"})");
  CHECK(run.out == "incident 7: acknowledged " + cli::local_time("2026-01-31T10:00:00.000Z") +
                       " by anna: ordered; it is not repeated until it is resolved or gets "
                       "worse\n");
  script.answers("POST /v1/incidents/7/apply", Answer{409, R"({"detail":"There is no proposal"})"});
  const auto apply = script.run({"incidents", "apply", "7"});
  CHECK(apply.code == 1);
  CHECK(apply.err == "evenkeel: There is no proposal\n");
}

TEST_CASE("incidents takes no nonsense") {
  for (const auto& arguments :
       std::vector<std::vector<std::string>>{{"incidents", "seven"},
                                             {"incidents", "0"},
                                             {"incidents", ""},
                                             {"incidents", "-f"},
                                             {"incidents", "ack"},
                                             {"incidents", "ack", "x"},
                                             {"incidents", "7", "8"},
                                             {"incidents", "7", "--all"},
                                             {"incidents", "7", "--reason", "x"},
                                             {"incidents", "ack", "7", "-f"},
                                             {"incidents", "--deployment", "a/b"}}) {
    Script script;
    const auto run = script.run(arguments);
    CAPTURE(arguments, run.err);
    CHECK(run.code == 2);
    CHECK(lines(run.err) == 1);
    CHECK(script.asked.empty());
  }
}

TEST_CASE("what an incident says cannot steer the terminal") {
  Script script;
  script.answers("GET /v1/incidents/7", with(7, "open", R"("problem":"\u001b[2Jgone\nnew")"));
  CHECK(has(script.run({"incidents", "7"}).out, "\n [2Jgone new\n"));
}

TEST_CASE("status says how many incidents are open, and where nobody will be told") {
  const auto out_with = [](const std::string& members) {
    Script script;
    script.answers(list, R"({"items":[],"next":null})");
    script.answers("GET /v1/host", R"({"name":"box","engine":{"up":true},)" + members + "}");
    return script.run({"status"}).out;
  };
  struct Row {
    const char *open, *need, *line;
  };
  for (const auto& row :
       {Row{"1", "0", "1 incident is open: "}, Row{"1", "1", "1 incident is open and needs you: "},
        Row{"3", "0", "3 incidents are open: "},
        Row{"3", "1", "3 incidents are open, 1 of them needs you: "},
        Row{"3", "2", "3 incidents are open, 2 of them need you: "}}) {
    const auto out = out_with(R"("incidents":{"open":)" + std::string(row.open) +
                              R"(,"needs_operator":)" + row.need + "}");
    CHECK(out.starts_with(row.line + std::string("`evenkeel incidents` shows what they are.\n")));
  }
  CHECK(out_with(R"("incidents":{"open":0,"needs_operator":0})").starts_with("No deployments"));
  CHECK(out_with(R"("notify":{"channels":0,"told":"nobody will be told"})")
            .starts_with("No channel is configured: nobody will be told. "));
  CHECK_FALSE(has(out_with(R"("notify":{"channels":1,"told":null})"), "told"));
}

TEST_CASE("status and explain of a service name its open incident") {
  auto script = with_shop();
  script.answers("GET /v1/deployments/box",
                 R"({"name":"box","phase":"degraded","services":[{"name":"web","phase":"backoff",)"
                 R"("why":"answered 503","incident":7,"waiting_for":[]}]})");
  CHECK(has(script.run({"status", "box"}).out, "incident 7; answered 503\n"));
  script.answers("GET /v1/deployments/box/explain",
                 R"({"services":[{"name":"web","phase":"backoff","reasons":["answered 503"],)"
                 R"("incident":7}]})");
  CHECK(has(script.run({"explain", "box"}).out,
            "  answered 503\n  incident 7 is open: `evenkeel incidents 7` shows what was done\n"));
}
