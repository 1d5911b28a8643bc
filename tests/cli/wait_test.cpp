#include "cli/script.hpp"
#include "support/catch.hpp"

using namespace cli_test;

TEST_CASE("--wait tells converged, cannot converge, and out of time apart") {
  struct Row {
    int status;
    std::string phase, more;
    int code;
  };
  const std::vector<Row> rows = {
      {200, "converged", R"(,"wait":"converged")", 0},
      {202, "converging", R"(,"wait":"time_ran_out")", 4},
      {202, "degraded", R"(,"wait":"time_ran_out")", 4},
      {202, "failed", R"(,"wait":"cannot_converge")", 1},
      {202, "converging", R"(,"wait":"cannot_converge")", 1},
      {202, "converging", R"(,"wait":"gone")", 1},
      {202, "failed", "", 1},  // an agent that does not say
      {202, "converging", "", 4},
  };
  for (const auto& row : rows) {
    CAPTURE(row.phase, row.more);
    auto script = with_shop(row.phase, "starting");
    script.answers("POST /v1/deployments/shop/start?wait=1m30s",
                   Answer{row.status, shop(row.phase, "starting", row.more)});
    const auto run = script.run({"start", "shop", "--wait=90s"});
    CHECK(run.code == row.code);
    CHECK(lines(run.err) == (row.code == 0 ? 0 : 1));
    CHECK(script.requests.front().timeout > core::Milliseconds{90'000});
  }
}

TEST_CASE("the limit of a wait may stand after it, too") {
  for (const std::vector<std::string>& written :
       {std::vector<std::string>{"--wait=90s"}, {"--wait", "90s"}}) {
    auto script = with_shop();
    script.answers("POST /v1/deployments/shop/services/web/start?wait=1m30s",
                   Answer{200, shop("converged", "running", R"(,"wait":"converged")")});
    std::vector<std::string> arguments = {"start", "shop"};
    arguments.insert(arguments.end(), written.begin(), written.end());
    arguments.emplace_back("web");
    CHECK(script.run(arguments).code == 0);
  }
}

TEST_CASE("a wait in a pipe prints what each service does, once for each change") {
  auto script = with_shop("converging", "pulling");
  script.answers("POST /v1/deployments/shop/start?wait=1m", Answer{200, shop()});
  const auto run = script.run({"start", "shop", "--wait"});
  CHECK(run.out == "shop/db  running\nshop/web  pulling\nshop: to run, generation 3, converged\n");
}

TEST_CASE("wait looks until it has converged, has failed, or time is over") {
  auto script = with_shop("converging", "starting");
  const auto late = script.run({"wait", "shop", "--for", "10s"});
  CHECK(late.code == 4);
  CHECK(has(late.err, "shop has not converged within 10s: web starting"));
  CHECK(script.passed >= core::Milliseconds{10'000});
  script.answers("GET /v1/deployments/shop?wait=0s", shop("converging", "starting"));
  script.answers("GET /v1/deployments/shop?wait=0s", shop());
  CHECK(script.run({"wait", "shop"}).code == 0);
  CHECK(with_shop("failed", "needs_operator").run({"wait", "shop"}).code == 1);
  Script nobody;
  CHECK(nobody.run({"wait", "shop"}).code == 1);
}

TEST_CASE("a wait for a deployment that is held beyond its end does not begin") {
  Script script;
  auto held = shop("degraded", "exited");
  held.replace(held.find("\"hold\":null"), 11,
               R"("hold":{"id":1,"host":false,"until":"2030-01-01T00:00:00.000Z"})");
  script.answers("GET /v1/deployments/shop?wait=0s", held);
  const auto run = script.run({"wait", "shop"});
  CHECK(run.code == 1);
  CHECK(has(run.err, "held until 2030"));
}

TEST_CASE(
    "a wait ends at once where the agent says that a person is needed, and names what is in the "
    "way") {
  Script script;
  script.answers("GET /v1/deployments/shop?wait=0s",
                 shop("degraded", "paused", R"(,"wait":"cannot_converge")"));
  const auto run = script.run({"wait", "shop"});
  CHECK(run.code == 1);
  CHECK(has(run.err, "shop cannot converge without you, it is degraded: web paused"));
  CHECK(lines(run.err) == 1);
  CHECK(script.passed == core::Milliseconds{0});
}

TEST_CASE("a hold that ends in time is waited for, whatever the agent says of it now") {
  Script script;
  auto held = shop("degraded", "exited", R"(,"wait":"cannot_converge")");
  held.replace(held.find("\"hold\":null"), 11,
               R"("hold":{"id":1,"host":false,"until":"2026-01-31T09:00:05.000Z"})");
  script.answers("GET /v1/deployments/shop?wait=0s", held);
  script.answers("GET /v1/deployments/shop?wait=0s", shop());
  CHECK(script.run({"wait", "shop"}).code == 0);
}
