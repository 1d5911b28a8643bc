#include "cli/uptime_view.hpp"

#include "cli/script.hpp"
#include "support/catch.hpp"

using cli_test::has;

TEST_CASE("a share has the digits that it needs") {
  CHECK(cli::share_text(100.0) == "100%");
  CHECK(cli::share_text(99.95) == "99.95%");
  CHECK(cli::share_text(99.999) == "99.999%");
  CHECK(cli::share_text(0.0) == "0%");
  CHECK(cli::share_text(70.0) == "70%");
  CHECK(cli::share_text(std::nullopt).empty());
}

TEST_CASE("what is not known of a service is not said") {
  cli::ServiceText service;
  CHECK(cli::uptime_text(service).empty());
  service.availability.day = 100;
  CHECK(cli::uptime_text(service) == "\nUp, when it was meant to be: 100% of the last day\n");
  service.restarts_last_hour = 2;
  service.availability.month = 99.5;
  CHECK(cli::uptime_text(service) ==
        "\nRestarts in the last hour: 2\n"
        "Up, when it was meant to be: 100% of the last day, 99.5% of 30 days\n");
}

TEST_CASE("status shows how long its services were up, of one service all that is known") {
  cli_test::Script script;
  script.answers("GET /v1/host", cli_test::quiet_host());
  script.answers(
      "GET /v1/deployments/shop",
      R"({"name":"shop","phase":"converged","services":[{"name":"db","phase":"running","restarts":4,)"
      R"("restarts_last_hour":0,"availability_percent":{"day":100,"week":100,"month":99.95}},)"
      R"({"name":"web","phase":"running","restarts":7,"restarts_last_hour":null,)"
      R"("availability_percent":{"day":null,"week":null,"month":null}}]})");
  const auto all = script.run({"status", "shop"}).out;
  CHECK(has(all, "RESTARTS  UP 30D\n"));
  // Of the last hour; the engine counts only what its own policy does.
  CHECK(has(all, "0         99.95%\n"));
  CHECK(has(all, "7\n"));
  CHECK_FALSE(has(all, "last hour"));
  const auto one = script.run({"status", "shop/db"}).out;
  CHECK(has(one, "\nRestarts in the last hour: 0\n"));
  CHECK(has(one, "100% of the last day, 100% of 7 days, 99.95% of 30 days\n"));
  CHECK_FALSE(has(script.run({"status", "shop/web"}).out, "last hour"));
}
