#include "api/ask.hpp"
#include "support/catch.hpp"

using ask::Asker;
using ask::header;
using ask::json;

TEST_CASE("the list is written once as long as nothing changes") {
  Asker asker;
  const auto first = asker("GET", "/v1/deployments");
  const auto second = asker("GET", "/v1/deployments");
  CHECK(asker.world.views.listed == 1);
  CHECK(first.body == second.body);
  CHECK(json(first)["items"].size() == 1);
  CHECK(json(first)["next"].is_null());
  asker.world.views.all["shop"].generation = 4;
  ++asker.world.views.changes;
  CHECK(json(asker("GET", "/v1/deployments"))["items"][0]["generation"] == 4);
  CHECK(asker.world.views.listed == 2);
}

TEST_CASE("the list follows the looks at the containers, too") {
  Asker asker;
  const auto usage = [&] {
    return json(asker("GET", "/v1/deployments"))["items"][0]["services"][0]["usage"];
  };
  CHECK(usage().is_null());
  asker.world.latest.services[{"shop", "web"}].sample.memory_bytes = 4096;
  CHECK(usage().is_null());
  ++asker.world.latest.looks;
  CHECK(usage()["memory_bytes"] == 4096);
  CHECK(asker.world.views.listed == 2);
  CHECK(json(asker("GET", "/v1/deployments/shop"))["services"][0]["usage"]["memory_bytes"] == 4096);
}

TEST_CASE("the list pages by name") {
  Asker asker;
  for (const auto* name : {"a", "b", "c"}) {
    asker.world.views.all[name] = fakes::the_shop();
    asker.world.views.all[name].name = name;
  }
  const auto first = json(asker("GET", "/v1/deployments?limit=3"));
  CHECK(first["items"].size() == 3);
  CHECK(first["next"] == "c");
  const auto second = json(asker("GET", "/v1/deployments?limit=3&after=c"));
  REQUIRE(second["items"].size() == 1);
  CHECK(second["items"][0]["name"] == "shop");
  CHECK(second["next"].is_null());
  for (const auto* limit : {"0", "1001", "-1", "x", ""})
    CHECK(asker("GET", std::string("/v1/deployments?limit=") + limit).status == 400);
}

TEST_CASE("many different pages do not pile up") {
  Asker asker;
  for (int i = 1; i <= 100; ++i) asker("GET", "/v1/deployments?limit=" + std::to_string(i));
  const auto again = asker("GET", "/v1/deployments?limit=1");
  CHECK(asker.world.views.listed == 101);
}

TEST_CASE("one deployment has its generation as ETag") {
  Asker asker;
  const auto shop = asker("GET", "/v1/deployments/shop");
  CHECK(shop.status == 200);
  CHECK(header(shop, "ETag") == "\"3\"");
}

TEST_CASE("a deployment that is not there names the nearest one") {
  Asker asker;
  const auto missing = asker("GET", "/v1/deployments/shpo");
  CHECK(missing.status == 404);
  CHECK(json(missing)["detail"] == "There is no deployment shpo. Did you mean shop?");
  CHECK(json(asker("GET", "/v1/deployments/elsewhere"))["detail"] ==
        "There is no deployment elsewhere. There are: shop.");
  asker.world.views.all.clear();
  CHECK(json(asker("GET", "/v1/deployments/shop"))["detail"] ==
        "There is no deployment shop. There is none yet: `evenkeel apply -f compose.yaml` makes "
        "one.");
}

TEST_CASE("DELETE forgets a deployment and touches nothing, unless told to") {
  Asker asker;
  const auto released = asker("DELETE", "/v1/deployments/shop", R"({"reason": "moved"})");
  CHECK(released.status == 200);
  CHECK(json(released)["released"] == true);
  CHECK(asker("DELETE", "/v1/deployments/shop?containers=true&volumes=true").status == 202);
  const auto& deletes = asker.world.desired.deletes;
  REQUIRE(deletes.size() == 2);
  CHECK(!deletes[0].containers);
  CHECK(deletes[0].caller.reason == "moved");
  CHECK(deletes[1].containers);
  CHECK(deletes[1].volumes);
}

TEST_CASE("what an unset variable leaves in the address removes nothing") {
  Asker asker;
  for (const auto* query : {"containers=&volumes=", "containers=", "containers=true&volumes="})
    CHECK(asker("DELETE", std::string("/v1/deployments/shop?") + query).status == 400);
  CHECK(asker.world.desired.deletes.empty());
  CHECK(asker("DELETE", "/v1/deployments/shop?containers").status == 202);
}

TEST_CASE("volumes are never removed from under their containers") {
  Asker asker;
  CHECK(asker("DELETE", "/v1/deployments/shop?volumes=true").status == 400);
  CHECK(asker.world.desired.deletes.empty());
}

TEST_CASE("a DELETE that waits answers 200 once all is gone") {
  Asker asker;
  asker.world.views.outcome = reconcile::WaitOutcome::gone;
  CHECK(asker("DELETE", "/v1/deployments/shop?containers=true&wait=5s").status == 200);
  asker.world.views.outcome = reconcile::WaitOutcome::time_ran_out;
  const auto late = asker("DELETE", "/v1/deployments/shop?containers=true&wait=5s");
  CHECK(late.status == 202);
  CHECK(json(late)["converged"] == false);
}

TEST_CASE("a deployment can be waited for, and the answer says what came of it") {
  using reconcile::WaitOutcome;
  const std::pair<WaitOutcome, const char*> rows[] = {
      {WaitOutcome::converged, "converged"},
      {WaitOutcome::time_ran_out, "time_ran_out"},
      {WaitOutcome::cannot_converge, "cannot_converge"},
  };
  for (const auto& [outcome, name] : rows) {
    Asker asker;
    asker.world.views.outcome = outcome;
    const auto response = asker("GET", "/v1/deployments/shop?wait=0s");
    CHECK(response.status == 200);
    CHECK(json(response)["wait"] == name);
    CHECK(json(response)["converged"] == (outcome == WaitOutcome::converged));
    CHECK(header(response, "ETag") == "\"3\"");
  }
  Asker asker;
  CHECK_FALSE(json(asker("GET", "/v1/deployments/shop")).contains("wait"));
  CHECK(asker.world.views.waits.empty());
  CHECK(asker("GET", "/v1/deployments/shop?wait=soon").status == 400);
  CHECK(asker("GET", "/v1/deployments/nobody?wait=1s").status == 404);
}

TEST_CASE(
    "a reader that waits goes on where another intent came between, not where a person is needed") {
  using enum reconcile::WaitOutcome;
  Asker asker;
  asker.world.views.outcomes = {cannot_converge, time_ran_out};  // asked anew, it is under way
  const auto done = json(asker("GET", "/v1/deployments/shop?wait=30s"));
  CHECK(done["wait"] == "converged");
  CHECK(asker.world.views.waits == std::vector<core::Milliseconds>{core::Milliseconds{30'000},
                                                                   core::Milliseconds{0},
                                                                   core::Milliseconds{30'000}});
  Asker stuck;
  stuck.world.views.outcome = cannot_converge;
  CHECK(json(stuck("GET", "/v1/deployments/shop?wait=30s"))["wait"] == "cannot_converge");
  CHECK(stuck.world.views.waits.size() == 2);
}
