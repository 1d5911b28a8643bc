#include "cli/script.hpp"
#include "cli/status_view.hpp"
#include "support/catch.hpp"

using namespace cli_test;

TEST_CASE("status is a table of the deployments, without color in a pipe") {
  auto script = with_shop("degraded", "backoff");
  const auto run = script.run({"status"});
  CHECK(run.code == 0);
  CHECK(run.out ==
        "DEPLOYMENT  PHASE     INTENT   SERVICES  GENERATION  NOTE\n"
        "shop        degraded  running  1/2       3           web backoff\n");
  CHECK(run.err.empty());
}

TEST_CASE("color is for terminals, and NO_COLOR is respected there") {
  auto script = with_shop();
  script.terminal = true;
  CHECK(has(script.run({"status"}).out, "\x1b[32mconverged\x1b[0m"));
  script.environment["NO_COLOR"] = "1";
  CHECK_FALSE(has(script.run({"status"}).out, "\x1b"));
}

TEST_CASE("status of a deployment shows its services and their containers") {
  auto script = with_shop("degraded", "backoff");
  const auto run = script.run({"status", "shop"});
  CHECK(run.code == 0);
  CHECK(has(run.out, "web      backoff  running  1/2       4         nginx:1.27"));
  CHECK(has(run.out, "shop-db-1  running  healthy"));
  const auto one = script.run({"status", "shop/db"});
  CHECK(has(one.out, "postgres:16"));
  CHECK_FALSE(has(one.out, "nginx"));
  CHECK(script.run({"status", "shop/nobody"}).code == 1);
}

TEST_CASE("status of a deployment shows what its services use, where that is known") {
  auto script = with_shop();
  CHECK_FALSE(has(script.run({"status", "shop"}).out, "CPU"));
  script = Script();
  script.answers("GET /v1/host", quiet_host());
  script.answers(
      "GET /v1/deployments/shop",
      R"({"name":"shop","phase":"converged","services":[{"name":"db","phase":"running","usage":)"
      R"({"cpu_percent":1.5,"memory_bytes":7340032,"memory_limit_bytes":536870912,"at":null}},)"
      R"({"name":"web","phase":"running","usage":)"
      R"({"cpu_percent":250,"memory_bytes":7340032,"memory_limit_bytes":null,"at":null}},)"
      R"({"name":"job","phase":"completed","usage":null}]})");
  const auto out = script.run({"status", "shop"}).out;
  CHECK(has(out, "RESTARTS  CPU   MEM\n"));
  CHECK(has(out, "0         1.5%  7MiB of 512MiB\n"));
  CHECK(has(out, "0         250%  7MiB\n"));
  CHECK(has(out, "job      completed  0/0       0\n"));
}

TEST_CASE("at 80 columns the note of a service can be read, and how long it was up") {
  Script script;
  script.terminal = true;
  script.answers("GET /v1/host", quiet_host());
  script.answers(
      "GET /v1/deployments/shop",
      R"({"name":"shop","phase":"degraded","services":[{"name":"web","phase":"unhealthy","restarts":4,)"
      R"("image":"registry.example/shop/web:1.27","why":"its check fails","intent":{"state":"running"},)"
      R"("replicas":{"desired":2,"running":2},"usage":{"cpu_percent":1.5,"memory_bytes":7340032,)"
      R"("memory_limit_bytes":536870912},"availability_percent":{"month":99.95}}]})");
  const auto out = script.run({"status", "shop"}).out;
  CAPTURE(out);
  CHECK(has(out, "  its check fails\n"));
  CHECK(has(out, "99.95%"));
  CHECK_FALSE(has(out, "IMAGE"));
  script.terminal = false;
  CHECK(has(script.run({"status", "shop"}).out, "registry.example/shop/web:1.27"));
}

TEST_CASE("a note does not say twice what is waited for") {
  cli::ServiceText service;
  const auto note = [&](std::vector<std::string> waiting_for, std::string why) {
    service.waiting_for = std::move(waiting_for);
    service.why = std::move(why);
    return cli::note_of(service);
  };
  CHECK(note({"db (started)", "mq (healthy)"}, "waits for db (started)") ==
        "waits for db (started), mq (healthy)");
  CHECK(note({"db (started)"}, "waits for db, which is stopped on purpose") ==
        "waits for db, which is stopped on purpose");
  CHECK(note({"mq (healthy)", "db (started)"}, "waits for db, which is held") ==
        "waits for mq (healthy); waits for db, which is held");
  CHECK(note({"db (healthy)"}, "its health check fails; waits for db (healthy)") ==
        "its health check fails; waits for db (healthy)");
  CHECK(note({"db (started)"}, "waits for dbs, which is held") ==
        "waits for db (started); waits for dbs, which is held");
  CHECK(note({"db (started)"}, "") == "waits for db (started)");
}

TEST_CASE("what overrides everything is the first line of status") {
  Script script;
  script.answers(
      "GET /v1/host",
      R"({"engine":{"up":false,"problem":"connection refused"},"rescue":"state.db is damaged","holds":[)"
      R"({"id":1,"host":true,"deployment":null,"service":null,"by":"anna","reason":"moving","from":null,)"
      R"("until":"2026-01-31T10:00:00.000Z"}]})");
  script.answers(list, R"({"items":[],"next":null})");
  const auto out = script.run({"status"}).out;
  CHECK(out.starts_with("RESCUE: state.db is damaged"));
  CHECK(has(out, "\nThe engine is away: connection refused"));
  CHECK(has(out, "\nHOLD: the host is held until 2026-01-31"));
  CHECK(has(out, "by anna (moving)\n"));
}

TEST_CASE("status --check fails for what is degraded, and for a host that cannot know") {
  CHECK(with_shop().run({"status", "--check"}).code == 0);
  CHECK(with_shop("converging", "starting").run({"status", "--check"}).code == 0);
  CHECK(with_shop("stopped", "stopped").run({"status", "--check"}).code == 0);
  CHECK(with_shop("degraded", "backoff").run({"status", "--check"}).code == 1);
  CHECK(with_shop("failed", "needs_operator").run({"status", "--check"}).code == 1);
  CHECK(with_shop("unknown", "unknown").run({"status", "--check"}).code == 1);
  CHECK(with_shop("degraded", "backoff").run({"status", "shop/db", "--check"}).code == 0);
  CHECK(with_shop("degraded", "backoff").run({"status", "shop/web", "--check"}).code == 1);
  Script away;
  away.answers("GET /v1/host", R"({"engine":{"up":false}})");
  away.answers(list, R"({"items":[],"next":null})");
  CHECK(away.run({"status", "--check"}).code == 1);
}

TEST_CASE("-o json is the document of the API, all pages of a list in one") {
  auto script = with_shop();
  CHECK(has(script.run({"-o", "json", "status", "shop"}).out, "\"name\": \"shop\""));
  CHECK(has(script.run({"status", "shop", "-o", "yaml"}).out, "name: shop\n"));
  Script paged;
  paged.answers("GET /v1/host", quiet_host());
  paged.answers(list, R"({"items":[{"name":"a"}],"next":"a"})");
  paged.answers(list + "&after=a", R"({"items":[{"name":"b"}],"next":null})");
  const auto out = paged.run({"status", "-o", "json"}).out;
  CHECK(has(out, "\"a\""));
  CHECK(has(out, "\"b\""));
  CHECK(has(out, "\"next\": null"));
}

TEST_CASE("status --watch in a pipe prints what changed, and ends with what it watches") {
  Script script;
  script.answers("GET /v1/host", quiet_host());
  script.answers("GET /v1/deployments/shop", shop("converging", "starting"));
  script.answers("GET /v1/deployments/shop", shop("converging", "starting"));
  script.answers("GET /v1/deployments/shop", shop());
  script.answers("GET /v1/deployments/shop",
                 Answer{404, R"({"detail":"There is no deployment shop."})"});
  const auto run = script.run({"status", "shop", "--watch"});
  CHECK(run.code == 1);
  CHECK(has(run.err, "There is no deployment shop."));
  const auto first = run.out.find("SERVICE");
  const auto second = run.out.find("SERVICE", first + 1);
  CHECK(second != std::string::npos);
  CHECK(run.out.find("SERVICE", second + 1) == std::string::npos);
}
