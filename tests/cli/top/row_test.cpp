#include "cli/top/row.hpp"

#include "support/catch.hpp"

#include <algorithm>

using cli::TopRow;
using cli::TopSort;

namespace {

TopRow row(const std::string& service, const std::string& phase, std::optional<double> cpu,
           std::optional<long long> memory, long long restarts) {
  return {"shop", service, phase, {cpu, memory, {}}, restarts};
}

std::string order_of(std::vector<TopRow> rows, TopSort sort) {
  cli::sort_rows(rows, sort);
  std::string out;
  for (const auto& each : rows) out += each.service;
  return out;
}

}  // namespace

TEST_CASE("services are sorted by what is asked, then by name, and what is not known is last") {
  const std::vector<TopRow> rows = {row("d", "running", 5, 100, 0), row("b", "starting", 80, {}, 3),
                                    row("a", "running", {}, 300, 0),
                                    row("c", "needs_operator", 5, 300, 7),
                                    row("e", "stopped", std::nullopt, {}, 0)};
  CHECK(order_of(rows, TopSort::cpu) == "bcdae");
  CHECK(order_of(rows, TopSort::memory) == "acdbe");
  CHECK(order_of(rows, TopSort::name) == "abcde");
  CHECK(order_of(rows, TopSort::restarts) == "cbade");
  CHECK(order_of(rows, TopSort::phase) == "cbade");
  auto turned = rows;
  std::reverse(turned.begin(), turned.end());
  for (const auto sort : {TopSort::cpu, TopSort::memory, TopSort::restarts, TopSort::phase})
    CHECK(order_of(turned, sort) == order_of(rows, sort));
}

TEST_CASE("what is shown as the same does not change places from look to look") {
  CHECK(order_of({row("b", "running", 0.04, {}, 0), row("a", "running", 0.01, {}, 0)},
                 TopSort::cpu) == "ab");
  CHECK(
      order_of({row("b", "running", {}, (8 << 20) + 4096, 0), row("a", "running", {}, 8 << 20, 0)},
               TopSort::memory) == "ab");
  CHECK(order_of({row("b", "running", 0.2, {}, 0), row("a", "running", 0.1, {}, 0)},
                 TopSort::cpu) == "ba");
}

TEST_CASE("every way to sort has the name that the command line knows") {
  for (const auto sort :
       {TopSort::cpu, TopSort::memory, TopSort::name, TopSort::restarts, TopSort::phase})
    CHECK(cli::top_sort_from(cli::name_of(sort)) == sort);
  CHECK_FALSE(cli::top_sort_from("disk"));
}

TEST_CASE("a row is a service of a deployment, of one where only that is wanted") {
  cli::DeploymentText shop;
  shop.name = "shop";
  shop.services.resize(2);
  shop.services[0].name = "db";
  shop.services[1].name = "web";
  shop.services[1].usage.cpu_percent = 12.5;
  shop.services[1].restarts = 2;
  const auto all = cli::rows_of({shop, cli::DeploymentText{}}, "");
  REQUIRE(all.size() == 2);
  CHECK(all[0].name() == "shop/db");
  const auto one = cli::rows_of({shop}, "web");
  REQUIRE(one.size() == 1);
  CHECK(one[0].usage.cpu_percent == 12.5);
  CHECK(one[0].restarts == 2);
}
