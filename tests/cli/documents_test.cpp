// With -o json exactly one document comes of every command, whatever it did.
#include "cli/script.hpp"
#include "support/catch.hpp"

#include <nlohmann/json.hpp>

#include <stdexcept>

using namespace cli_test;
using Json = nlohmann::ordered_json;

namespace {

Json document_of(const Run& run) {
  CAPTURE(run.out, run.err);
  const auto parsed = Json::parse(run.out, nullptr, false);
  REQUIRE(!parsed.is_discarded());
  return parsed;
}

Answer stopped(const std::string& changed) {
  return {202, shop("converging", "running", R"(,"changed":)" + changed)};
}

}  // namespace

TEST_CASE("a verb for several services is one document: the last, with what any of them changed") {
  auto script = with_shop();
  script.answers("POST /v1/deployments/shop/services/db/stop", stopped("true"));
  script.answers(
      "POST /v1/deployments/shop/services/web/stop?wait=10s",
      Answer{200, shop("converged", "stopped", R"(,"changed":false,"wait":"converged")")});
  const auto run = script.run({"stop", "shop", "db", "web", "--wait=10s", "-o", "json"});
  CHECK(run.code == 0);
  const auto document = document_of(run);
  CHECK(document["services"][1]["phase"] == "stopped");
  CHECK(document["changed"] == true);
}

TEST_CASE("where the second of two services fails, the document is what was done before") {
  auto script = with_shop();
  script.answers("POST /v1/deployments/shop/services/db/stop", stopped("true"));
  script.answers("POST /v1/deployments/shop/services/web/stop",
                 Answer{412, R"({"detail":"it is another generation"})"});
  const auto run = script.run({"stop", "shop", "db", "web", "-o", "json"});
  CHECK(run.code == 1);
  CHECK(has(run.err, "it is another generation"));
  CHECK(document_of(run)["name"] == "shop");
}

TEST_CASE("what the agent answers with nothing is a document all the same") {
  Script script;
  script.answers("DELETE /v1/holds?host=true", Answer{204, ""});
  script.answers("POST /v1/reload", Answer{204, ""});
  script.answers("DELETE /v1/silences/7", Answer{204, ""});
  const auto host =
      document_of(script.run({"--host", "http://agent:1", "resume", "--whole-host", "-o", "json"}));
  CHECK(host == Json{{"message", "the host: held no longer"}});
  CHECK(document_of(script.run({"reload", "-o", "json"})) ==
        Json{{"message", "The configuration was read again."}});
  CHECK(document_of(script.run({"silences", "remove", "7", "-o", "json"}))["message"] ==
        "silence 7: ended; what still fires is told with the next message");
  CHECK(has(script.run({"reload", "-o", "yaml"}).out, "message: \"The configuration"));
}

TEST_CASE("a release of all is one list, also where there is nothing to release") {
  auto script = with_shop();
  script.answers("DELETE /v1/deployments/shop", Answer{200, R"({"name":"shop","released":true})"});
  CHECK(document_of(script.run({"release", "shop", "-o", "json"}))["released"] == true);
  const auto all = document_of(script.run({"release", "--all", "-o", "json"}));
  CHECK(all["items"].size() == 1);
  Script none;
  none.answers(list, R"({"items":[],"next":null})");
  CHECK(document_of(none.run({"release", "--all", "-o", "json"}))["items"].empty());
}

TEST_CASE("what is thrown ends in a message and an exit code") {
  std::ostringstream out, err;
  std::istringstream in;
  cli::World world{.out = out, .err = err, .in = in};
  world.environment = {{"EVENKEEL_HOST", "http://agent:1"}};
  world.exchange = [](const core::HttpRequest&) -> core::Result<core::HttpResponse> {
    throw std::runtime_error("a library is unhappy");
  };
  CHECK(cli::run_in(world, {"reload"}) == 1);
  CHECK(err.str() ==
        "evenkeel: this should not happen, and is a mistake in evenkeel itself: a library is "
        "unhappy\n");
}
