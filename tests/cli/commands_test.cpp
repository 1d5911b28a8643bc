#include "cli/script.hpp"
#include "support/catch.hpp"

#include <algorithm>

using namespace cli_test;

TEST_CASE("a verb names deployment, service and reason") {
  auto script = with_shop();
  script.answers(
      "POST /v1/deployments/shop/services/web/stop",
      Answer{202, shop("converging", "running", R"(,"changed":true,"left_stopped":[])")});
  const auto run = script.run({"stop", "shop", "web", "--reason", "spring \"cleaning\""});
  CHECK(run.code == 0);
  CHECK(run.out == "shop: web to stay stopped, generation 3, converging\n");
  CHECK(script.asked.back().body == R"({"reason":"spring \"cleaning\""})");
  CHECK(script.run({"stop", "shop/web"}).code == 0);
  CHECK(script.asked.back().body.empty());
}

TEST_CASE("a verb for several services is one request each, and none where one name is wrong") {
  auto script = with_shop();
  script.answers("POST /v1/deployments/shop/services/db/restart", Answer{202, shop()});
  script.answers("POST /v1/deployments/shop/services/web/restart?wait=1m",
                 Answer{200, shop("converged", "running", R"(,"wait":"converged")")});
  CHECK(script.run({"restart", "shop", "db", "web", "--wait"}).code == 0);
  script.asked.clear();
  const auto run = script.run({"restart", "shop", "db", "nobody"});
  CHECK(run.code == 1);
  CHECK(has(run.err, "no service nobody in shop; it has db, web"));
  CHECK(script.asked.size() == 1);
}

TEST_CASE("hold and resume speak of a deployment, a service, or with --host of the host") {
  Script script;
  script.answers("POST /v1/deployments/shop/hold", Answer{202, shop()});
  script.answers("POST /v1/deployments/shop/services/web/resume", Answer{202, shop()});
  script.answers("POST /v1/holds",
                 Answer{201, R"({"id":1,"host":true,"until":"2026-01-31T10:00:00.000Z"})"});
  script.answers("DELETE /v1/holds?host=true", Answer{204, ""});
  CHECK(script.run({"hold", "shop", "--for", "90m", "--reason", "x"}).code == 0);
  CHECK(script.asked.back().body == R"({"for":"1h30m","reason":"x"})");
  CHECK(script.run({"resume", "shop/web"}).code == 0);
  const auto host = script.run({"hold", "--host", "--for", "30m"});
  CHECK(has(host.out, "the host: held until 2026-01-31"));
  CHECK(has(host.out, ", `evenkeel resume --host` ends it\n"));
  CHECK(has(script.run({"hold", "shop"}).out, ", `evenkeel resume shop` ends it\n"));
  CHECK(script.run({"hold", "--host", "--for", "30m"}).code == 0);
  CHECK(script.asked.back().body == R"({"host":true,"for":"30m"})");
  CHECK(script.run({"--host", "http://agent:1", "resume", "--host"}).code == 0);
  CHECK(script.run({"hold"}).code == 2);
  CHECK(script.run({"hold", "shop", "--host"}).code == 2);
}

TEST_CASE("delete asks on a terminal, and needs --yes where nobody can be asked") {
  Script script;
  script.answers("GET /v1/deployments/shop", shop());
  script.answers("DELETE /v1/deployments/shop?containers=true", Answer{202, "{}"});
  script.answers("DELETE /v1/deployments/shop?containers=true&volumes=true", Answer{202, "{}"});
  CHECK(script.run({"delete", "shop"}).code == 2);
  CHECK(script.asked.empty());
  CHECK(script.run({"delete", "shop", "--yes"}).code == 0);
  script.terminal = true;
  CHECK(script.run({"delete", "shop"}, "n\n").code == 1);
  CHECK(script.run({"delete", "shop"}, "").code == 1);
  CHECK(std::count_if(script.asked.begin(), script.asked.end(),
                      [](const auto& one) { return one.line.starts_with("DELETE"); }) == 1);
  const auto asked = script.run({"delete", "shop", "--volumes"}, "yes\n");
  CHECK(asked.code == 0);
  CHECK(has(asked.out, "VOLUMES WITH THEIR DATA of shop? [y/N]"));
}

TEST_CASE(
    "delete asks about no deployment that there is not, and says what keeps one that is held") {
  Script script;
  script.terminal = true;
  const auto none = script.run({"delete", "shop"}, "y\n");
  CHECK(none.code == 1);
  CHECK(none.out.empty());
  script.answers(
      "GET /v1/deployments/shop",
      R"({"name":"shop","phase":"converged","hold":{"id":1,"until":"2026-01-31T10:00:00.000Z"}})");
  script.answers("DELETE /v1/deployments/shop?containers=true", Answer{202, "{}"});
  const auto held = script.run({"delete", "shop", "--yes"});
  CHECK(held.code == 0);
  CHECK(has(held.out, "shop: held until 2026-01-31"));
  CHECK(has(held.out, "; it is stopped and removed then; its volumes stay\n"));
}

TEST_CASE("a write that is waited for ends with 1 where the agent only observes") {
  Script script;
  script.answers("GET /v1/host", R"({"name":"nas","observe_only":true})");
  script.answers("POST /v1/deployments/shop/start?wait=1m",
                 Answer{202, shop("degraded", "starting", R"(,"wait":"cannot_converge")")});
  const auto run = script.run({"start", "shop", "--wait"});
  CHECK(run.code == 1);
  CHECK(has(run.err, "shop cannot converge by evenkeel's hand: the agent only observes."));
}

TEST_CASE("in rescue nothing is said of deployments, as none are known") {
  Script script;
  script.answers("GET /v1/host", R"({"name":"nas","rescue":"the store is damaged"})");
  script.answers(list, R"({"items":[],"next":null})");
  const auto release = script.run({"release", "--all"});
  CHECK(release.code == 1);
  CHECK(
      has(release.err, "the agent is in rescue and knows of no deployments: the store is damaged"));
  const auto status = script.run({"status"});
  CHECK(has(status.out, "In rescue no deployments are known.\n"));
  CHECK_FALSE(has(status.out, "Apply one"));
}

TEST_CASE("release touches no container") {
  auto script = with_shop();
  script.answers("DELETE /v1/deployments/shop", Answer{200, R"({"name":"shop","released":true})"});
  CHECK(script.run({"release", "shop"}).code == 0);
  CHECK(script.run({"release", "--all"}).code == 0);
  CHECK(script.run({"release"}).code == 2);
  CHECK(script.run({"release", "shop", "--all"}).code == 2);
}

TEST_CASE("events are lines, newest page without --after, everything since with it") {
  Script script;
  const std::string event =
      R"({"id":42,"at":"2026-01-31T09:30:00.000Z","type":"service.exited","severity":"warning","deployment":"shop",)"
      R"("service":"web","message":"web ended."})";
  script.answers("GET /v1/events?type=service.%2A&deployment=shop&newest=true",
                 R"({"items":[)" + event + R"(],"next":null})");
  script.answers("GET /v1/events?after=41&limit=500", R"({"items":[)" + event + R"(],"next":42})");
  script.answers("GET /v1/events?limit=500&after=42", R"({"items":[],"next":null})");
  const auto run = script.run({"events", "--type", "service.*", "--deployment", "shop"});
  CHECK(run.code == 0);
  CHECK(has(run.out, "42  "));
  CHECK(has(run.out, "service.exited"));
  CHECK(has(run.out, "shop/web"));
  CHECK(lines(run.out) == 1);
  CHECK(lines(script.run({"events", "--after", "41"}).out) == 1);
  script.answers("GET /v1/events?type=servce.%2A&newest=true", R"({"items":[],"next":null})");
  const auto slip = script.run({"events", "--type", "servce.*"});
  CHECK(slip.code == 0);
  CHECK(slip.err == "evenkeel: no type of an event matches servce.*; did you mean 'service.*'?\n");
  const auto beyond = script.run({"events", "--after", "99999999999999999999"});
  CHECK(beyond.code == 2);
  CHECK(has(beyond.err, "expected a number from 0 to 9223372036854775807"));
}

TEST_CASE("a reload says what is another value now") {
  Script script;
  script.answers("GET /v1/events?newest=true&limit=1", R"({"items":[{"id":41}],"next":null})");
  script.answers("POST /v1/reload", Answer{204, ""});
  const std::string look = "GET /v1/events?after=41&type=config.reloaded&limit=1";
  script.answers(look, R"({"items":[],"next":null})");
  script.answers(look, R"({"items":[{"id":43,"message":"reloaded by anna: store.events )"
                       R"j((store.events needs a restart of the agent)"}],"next":null})j");
  CHECK(script.run({"reload"}).out ==
        "The configuration was reloaded by anna: store.events (store.events needs a restart of the "
        "agent).\n");
}

TEST_CASE("logs pass on what the containers wrote, byte for byte") {
  Script script;
  const std::string text = "web-1 | \x1b[1mbold\x1b[0m\nno end";
  script.answers("GET /v1/deployments/shop/logs?service=web&follow=true&tail=2", text);
  CHECK(script.run({"logs", "shop/web", "-f", "--tail", "2"}).out == text);
  CHECK(script.requests.back().timeout == core::Milliseconds{0});
}

TEST_CASE("explain says the reasons, the history of the intent and where each policy is from") {
  auto script = with_shop();
  script.answers(
      "GET /v1/deployments/shop/explain?service=web",
      R"({"deployment":"shop","services":[{"name":"web","phase":"stopped","reasons":["docker stop at 09:30"],)"
      R"("history":[{"service":"web","state":"stopped","set_by":"engine","by":"a client","reason":"",)"
      R"("at":"2026-01-31T09:30:00.000Z","proof":"confirmed"}],)"
      R"("policy":[{"key":"heal","value":"auto","origin":"default"}]}]})");
  const auto out = script.run({"explain", "shop/web"}).out;
  CHECK(out.starts_with("web: stopped\n  docker stop at 09:30\n"));
  CHECK(has(out, "engine"));
  CHECK(has(out, "  heal    auto   default\n"));
}

TEST_CASE("plan says so where there is nothing to do") {
  Script script;
  script.answers("GET /v1/deployments/shop/plan",
                 R"({"plan":["1  stop  shop/web"],"text":"1  stop  shop/web\n"})");
  script.answers("GET /v1/deployments/idle/plan", R"({"plan":[],"text":""})");
  CHECK(script.run({"plan", "shop"}).out == "1  stop  shop/web\n");
  CHECK(script.run({"plan", "idle"}).out == "Nothing to do.\n");
}

TEST_CASE("history shows generations and intents, reload and version their one line") {
  auto script = with_shop();
  script.answers(
      "GET /v1/deployments/shop/generations?limit=500",
      R"({"items":[{"generation":1,"at":null,"by":"anna","reason":"first","source":{"kind":"compose"}}],"next":null})");
  script.answers(
      "GET /v1/deployments/shop/intents?limit=500",
      R"({"items":[{"service":"web","state":"running","set_by":"apply","by":"anna","at":null}],"next":null})");
  script.answers("POST /v1/reload", Answer{204, ""});
  const auto out = script.run({"history", "shop"}).out;
  CHECK(has(out, "1           compose  anna  first"));
  CHECK(has(out, "web"));
  CHECK(script.run({"reload"}).code == 0);
  CHECK(has(script.run({"version"}).out, "agent    0.1.0"));
  script.unreachable = true;
  const auto alone = script.run({"version"});
  CHECK(alone.code == 0);
  CHECK(has(alone.out, "no answer"));
}
