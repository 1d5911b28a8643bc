// `evenkeel channels`, `notifications` and `silences`.
#include "cli/script.hpp"
#include "cli/view.hpp"
#include "support/catch.hpp"

using namespace cli_test;

namespace {

const std::string all_channels = "GET /v1/channels?limit=500";
const std::string all_silences = "GET /v1/silences?limit=500";

std::string channel(const std::string& name, const std::string& state, const std::string& answer) {
  return R"({"name":")" + name + R"(","type":"email","state":")" + state + R"(","pending":)" +
         (state == "failing" ? "3" : "0") +
         R"(,"last_sent_at":"2026-01-31T09:29:00.000Z","last_failed_at":null,)"
         R"("next_attempt_at":null,"last_answer":")" +
         answer + "\"}";
}

std::string test_of(const std::string& name, bool delivered, const std::string& answer) {
  return R"({"channel":")" + name + R"(","delivered":)" + (delivered ? "true" : "false") +
         R"(,"answer":")" + answer + R"(","took_ms":12})";
}

std::string silence(int id, const std::string& state) {
  return R"({"id":)" + std::to_string(id) + R"(,"state":")" + state +
         R"(","match":{"type":null,"deployment":"shop","service":null,"key":null,)"
         R"("severity":"warning"},"starts_at":"2026-01-31T09:30:00.000Z",)"
         R"("ends_at":"2026-01-31T11:30:00.000Z","by":"anna","comment":"moving"})";
}

}  // namespace

TEST_CASE("channels is a table of where messages go, with the last answer") {
  Script script;
  script.passed = std::chrono::minutes(33);
  script.answers(all_channels, R"({"items":[)" + channel("chat", "ok", "ok") + "," +
                                   channel("ops", "failing", "451 4.7.1 Greylisted") +
                                   R"(],"next":null})");
  const auto run = script.run({"channels"});
  CHECK(run.code == 0);
  CHECK(run.out ==
        "CHANNEL  TYPE   STATE    PENDING  LAST SENT  LAST ANSWER\n"
        "chat     email  ok                4m         ok\n"
        "ops      email  failing  3        4m         451 4.7.1 Greylisted\n");
  CHECK(has(script.run({"channels", "-o", "json"}).out, "\"name\": \"ops\""));
}

TEST_CASE("without a channel it is said that nobody will be told") {
  Script script;
  script.answers(all_channels, R"({"items":[],"next":null})");
  CHECK(script.run({"channels"}).out.starts_with("No channel is configured: nobody will be told."));
  const auto test = script.run({"channels", "test", "--all"});
  CHECK(test.code == 1);
  CHECK(has(test.err, "nobody will be told"));
}

TEST_CASE("a channel's test prints exactly what the other side answered, with its exit code") {
  Script script;
  const std::string line = "POST /v1/channels/ops/test";
  script.answers(line, test_of("ops", true, "250 2.0.0 Ok: queued as 3F2A"));
  script.answers(line, test_of("ops", false, "550 5.1.1 <x@y>: no such user"));
  const auto well = script.run({"channels", "test", "ops"});
  CHECK(well.code == 0);
  CHECK(well.out == "ops: delivered after 12 ms: 250 2.0.0 Ok: queued as 3F2A\n");
  const auto refused = script.run({"channels", "test", "ops"});
  CHECK(refused.code == 1);
  CHECK(refused.out == "ops: not delivered after 12 ms: 550 5.1.1 <x@y>: no such user\n");
  const auto json = script.run({"channels", "test", "ops", "-o", "json"});
  CHECK(json.code == 1);
  CHECK(has(json.out, "\"answer\": \"550 5.1.1 <x@y>: no such user\""));
  CHECK(script.requests.back().timeout >= core::Milliseconds{60'000});
}

TEST_CASE("test --all goes on where one channel fails, and then fails") {
  Script script;
  script.answers(all_channels, R"({"items":[)" + channel("a", "ok", "") + "," +
                                   channel("b", "ok", "") + "," + channel("c", "ok", "") +
                                   R"(],"next":null})");
  script.answers("POST /v1/channels/a/test", test_of("a", false, "no route to host"));
  script.answers("POST /v1/channels/b/test", Answer{409, R"({"detail":"b is being tested"})"});
  script.answers("POST /v1/channels/c/test", test_of("c", true, "ok"));
  const auto run = script.run({"channels", "test", "--all"});
  CHECK(run.code == 1);
  CHECK(run.out ==
        "a: not delivered after 12 ms: no route to host\nc: delivered after 12 ms: ok\n");
  CHECK(run.err == "evenkeel: b: b is being tested\n");
}

TEST_CASE("a sample is printed without an agent, its type with the nearest name") {
  Script script;
  script.unreachable = true;
  script.samples = {{"email", "Email (SMTP)", "notify:\n  channels: {}\n"},
                    {"slack", "Slack", "x"}};
  const auto run = script.run({"channels", "sample", "email"});
  CHECK(run.code == 0);
  CHECK(run.out == "notify:\n  channels: {}\n");
  CHECK(script.run({"channels", "sample", "slack"}).out == "x\n");
  CHECK(script.run({"channels", "sample"}).out ==
        "TYPE   WHAT\nemail  Email (SMTP)\nslack  Slack\n");
  const auto wrong = script.run({"channels", "sample", "slak"});
  CHECK(wrong.code == 2);
  CHECK(wrong.err == "evenkeel: there is no channel of the type slak. Did you mean slack?\n");
  CHECK(has(script.run({"channels", "sample", "pigeon"}).err, "There are: email, slack."));
  CHECK(script.run({"channels", "sample", "email", "-o", "json"}).code == 2);
}

TEST_CASE("notifications is a table of the newest, with what was answered") {
  Script script;
  script.answers(
      "GET /v1/notifications?newest=true",
      R"({"items":[{"id":4,"channel":"ops","state":"failed","attempts":2,)"
      R"("created_at":"2026-01-31T09:30:00.000Z","next_attempt_at":null,)"
      R"("answer":"550 no such user","message":{"subject":"[warning] box: shop/web is unhealthy",)"
      R"("severity":"warning"}}],"next":null})");
  script.answers("GET /v1/notifications?state=pending&channel=ops&newest=true",
                 R"({"items":[],"next":null})");
  const auto run = script.run({"notifications"});
  CHECK(run.code == 0);
  CHECK(run.out ==
        "ID  AT                          CHANNEL  STATE   TRIES  SUBJECT" + std::string(31, ' ') +
            "ANSWER\n" + "4   " + cli::local_time("2026-01-31T09:30:00.000Z") +
            "  ops      failed  2      [warning] box: shop/web is unhealthy  550 no such user\n");
  CHECK(script.run({"notifications", "--state", "pending", "--channel", "ops"}).out ==
        "No notifications.\n");
  script.answers("GET /v1/notifications?channel=opps&newest=true", R"({"items":[],"next":null})");
  script.answers("GET /v1/channels?limit=500", R"({"items":[{"name":"ops"}],"next":null})");
  const auto none = script.run({"notifications", "--channel", "opps"});
  CHECK(none.code == 1);
  CHECK(none.err == "evenkeel: There is no channel opps. Did you mean ops?\n");
}

TEST_CASE("a notification is tried again by its number") {
  Script script;
  script.answers("POST /v1/notifications/4/retry",
                 Answer{202, R"({"id":4,"channel":"ops","state":"pending"})"});
  const auto run = script.run({"notifications", "retry", "4"});
  CHECK(run.code == 0);
  CHECK(has(run.out, "notification 4: tried again now by ops"));
  script.answers("POST /v1/notifications/5/retry", Answer{409, R"({"detail":"it was sent"})"});
  CHECK(script.run({"notifications", "retry", "5"}).code == 1);
}

TEST_CASE("silences are listed with their match, those that are over too") {
  Script script;
  script.answers(all_silences, R"({"items":[)" + silence(1, "over") + "," + silence(2, "active") +
                                   R"(],"next":null})");
  const auto out = script.run({"silences"}).out;
  CHECK(has(out, "2   active  " + cli::local_time("2026-01-31T09:30:00.000Z") + "  " +
                     cli::local_time("2026-01-31T11:30:00.000Z") +
                     "  deployment=shop severity=warning  anna  moving\n"));
  CHECK(lines(out) == 3);
}

TEST_CASE("a silence is made of what must match, for how long, and why") {
  Script script;
  script.answers("POST /v1/silences", Answer{201, silence(3, "active")});
  const auto run = script.run({"silences", "add", "--match", "deployment=shop", "--match",
                               "severity=warning", "--for", "2h", "--comment", "moving"});
  CHECK(run.code == 0);
  CHECK(script.asked.back().body ==
        R"({"match":{"deployment":"shop","severity":"warning"},"for":"2h","comment":"moving"})");
  CHECK(run.out == "silence 3: deployment=shop severity=warning until " +
                       cli::local_time("2026-01-31T11:30:00.000Z") +
                       ", `evenkeel silences remove 3` ends it\n");
  CHECK(script
            .run({"silences", "--match", "type=spike.*", "add", "--until",
                  "2026-02-01T08:00:00+01:00", "--starts", "2026-02-01T06:00:00Z"})
            .code == 0);
  CHECK(script.asked.back().body ==
        R"({"match":{"type":"spike.*"},"ends_at":"2026-02-01T08:00:00+01:00",)"
        R"("starts_at":"2026-02-01T06:00:00Z"})");
}

TEST_CASE("a silence is ended by its number") {
  Script script;
  script.answers("DELETE /v1/silences/3", Answer{204, ""});
  const auto run = script.run({"silences", "remove", "3"});
  CHECK(run.code == 0);
  CHECK(has(run.out, "silence 3: ended"));
}

TEST_CASE("channels, notifications and silences take no nonsense") {
  struct Row {
    std::vector<std::string> arguments;
    const char* says;
  };
  for (const auto& row : {
           Row{{"channels", "walk"}, "test NAME"},
           Row{{"channels", "test"}, "which channel"},
           Row{{"channels", "test", ".."}, "which channel"},
           Row{{"channels", "test", "a", "--all"}, "either NAME or --all"},
           Row{{"channels", "--all"}, "--all is for"},
           Row{{"notifications", "walk"}, "retry ID"},
           Row{{"notifications", "retry"}, "which one"},
           Row{{"notifications", "retry", "x"}, "expected the number"},
           Row{{"notifications", "retry", "4", "--state", "sent"}, "are for the list"},
           Row{{"notifications", "--state", "lost"}, "lost"},
           Row{{"silences", "walk"}, "add, or remove ID"},
           Row{{"silences", "--comment", "x"}, "silences add"},
           Row{{"silences", "remove"}, "which silence"},
           Row{{"silences", "remove", "three"}, "expected the number"},
           Row{{"silences", "remove", "3", "--for", "2h"}, "silences add"},
           Row{{"silences", "add", "--for", "2h"}, "say what to silence"},
           Row{{"silences", "add", "--match", "deployment=shop"}, "say how long"},
           Row{{"silences", "add", "3", "--match", "type=x", "--for", "2h"}, "by itself"},
           Row{{"silences", "add", "--match", "shop", "--for", "2h"}, "expected KEY=PATTERN"},
           Row{{"silences", "add", "--match", "deployment=", "--for", "2h"}, "KEY=PATTERN"},
           Row{{"silences", "add", "--match", "typ=x", "--for", "2h"}, "Did you mean type?"},
           Row{{"silences", "add", "--match", "type=x", "--match", "type=y", "--for", "2h"},
               "said twice"},
           Row{{"silences", "add", "--match", "type=x", "--until", "soon"}, "expected a time"},
           Row{{"silences", "add", "--match", "type=x", "--for", "2h", "--until",
                "2026-02-01T08:00:00Z"},
               "either --for"},
           Row{{"silences", "add", "--match", "type=x", "--for", "500d"}, "at most"},
       }) {
    Script script;
    const auto run = script.run(row.arguments);
    CAPTURE(row.arguments, run.err);
    CHECK(run.code == 2);
    CHECK(has(run.err, row.says));
    CHECK(lines(run.err) == 1);
    CHECK(script.asked.empty());
  }
}
