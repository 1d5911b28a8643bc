#include "cli/script.hpp"
#include "compose/load.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

#include <unistd.h>

using namespace cli_test;
using Json = nlohmann::json;

namespace {

// A folder with a Compose file in it, and the command line run there.
struct Folder {
  explicit Folder(const std::string& yaml) {
    write("compose.yaml", yaml);
    script.directory = dir.path().string();
  }
  void write(const std::string& name, const std::string& text) {
    std::ofstream(dir.path() / name) << text;
  }
  support::TempDir dir;
  Script script;
};

const std::string pair =
    "services:\n  db: {image: postgres:16}\n  web: {image: \"nginx:${TAG:-1.27}\", depends_on: "
    "[db]}\n";

}  // namespace

TEST_CASE("apply loads on this side, with this environment, and sends the canonical project") {
  Folder folder(pair);
  folder.script.environment["TAG"] = "1.28";
  folder.script.answers(
      "PUT /v1/deployments/shop",
      Answer{201, shop("converging", "creating", R"(,"changed":true,"left_stopped":["db"])")});
  const auto run =
      folder.script.run({"apply", "-f", "compose.yaml", "--name", "shop", "--reason", "new"});
  CAPTURE(run.err);
  CHECK(run.code == 0);
  CHECK(has(run.out, "shop: applied, generation 3, converging\n"));
  CHECK(has(run.out, "Left stopped, as they were stopped on purpose: db"));
  const auto body = Json::parse(folder.script.asked.back().body);
  CHECK(body["project"]["services"]["web"]["image"] == "nginx:1.28");
  CHECK(body["source"]["directory"] == folder.dir.path().string());
  CHECK(body["source"]["files"] == Json::array({(folder.dir.path() / "compose.yaml").string()}));
  CHECK(body["reason"] == "new");
}

TEST_CASE("the flags of apply become the query") {
  Folder folder(pair);
  folder.script.answers("PUT /v1/deployments/shop?start=true&auto_heal=false&wait=2m",
                        Answer{200, shop("converged", "running", R"(,"changed":false)")});
  folder.script.answers("PUT /v1/deployments/shop?dry_run=true",
                        R"({"plan":["x"],"text":"1  create  shop/db\n"})");
  const auto run = folder.script.run(
      {"apply", "-f", "compose.yaml", "--name=shop", "--start", "--no-auto-heal", "--wait=2m"});
  CHECK(run.code == 0);
  CHECK(has(run.out, "nothing changed"));
  CHECK(folder.script.run({"apply", "-f", "compose.yaml", "--name=shop", "--dry-run"}).out ==
        "1  create  shop/db\n");
  CHECK(folder.script.run({"apply", "-f", "compose.yaml", "--dry-run", "--wait"}).code == 2);
}

TEST_CASE("apply says which env files it was given, and nothing where it was given none") {
  Folder folder(pair);
  folder.write("prod.env", "TAG=1.29\n");
  folder.script.answers("PUT /v1/deployments/shop", Answer{201, shop()});
  CHECK(folder.script.run({"apply", "-f", "compose.yaml", "--name", "shop"}).code == 0);
  CHECK(!Json::parse(folder.script.asked.back().body)["source"].contains("env_files"));
  CHECK(
      folder.script.run({"apply", "-f", "compose.yaml", "--name", "shop", "--env-file", "prod.env"})
          .code == 0);
  const auto body = Json::parse(folder.script.asked.back().body);
  CHECK(body["source"]["env_files"] == Json::array({(folder.dir.path() / "prod.env").string()}));
  CHECK(body["project"]["services"]["web"]["image"] == "nginx:1.29");
}

TEST_CASE("apply refuses an image that cannot be one, before it asks the agent") {
  Folder folder("services:\n  w:\n    image: MyApp:1\n");
  const auto run = folder.script.run({"apply", "-f", "compose.yaml", "--name", "shop"});
  CHECK(run.code == 2);
  CHECK(has(run.err, "services.w.image: `MyApp:1` cannot be the name of an image"));
  CHECK(folder.script.asked.empty());
}

TEST_CASE("apply reads standard input, and later files override earlier ones") {
  Folder folder(pair);
  folder.script.answers("PUT /v1/deployments/shop", Answer{201, shop()});
  const auto run = folder.script.run({"apply", "-f", "compose.yaml", "-f", "-", "--name", "shop"},
                                     "services:\n  web: {image: other}\n");
  CAPTURE(run.err);
  CHECK(run.code == 0);
  const auto body = Json::parse(folder.script.asked.back().body);
  CHECK(body["project"]["services"]["web"]["image"] == "other");
  CHECK(body["project"]["services"]["db"]["image"] == "postgres:16");
}

TEST_CASE("every mistake of a file is printed, each on its line, and nothing is sent") {
  Folder folder("services:\n  web: {image: a, prots: [1]}\n  db: {image: b, restart: sometimes}\n");
  const auto run = folder.script.run({"apply", "-f", "compose.yaml", "--name", "shop"});
  CHECK(run.code == 2);
  CHECK(has(run.err, "prots"));
  CHECK(has(run.err, "compose.yaml:2"));
  CHECK(folder.script.asked.empty());
}

TEST_CASE("config prints the canonical project without an agent") {
  Folder folder(pair);
  folder.script.unreachable = true;
  const auto json =
      folder.script.run({"config", "-f", "compose.yaml", "--name", "shop", "--format", "json"});
  CAPTURE(json.err);
  CHECK(json.code == 0);
  CHECK(Json::parse(json.out)["services"]["web"]["image"] == "nginx:1.27");
  const auto yaml = folder.script.run({"config", "-f", "compose.yaml", "--name", "shop"});
  CHECK(has(yaml.out, "name: shop\n"));
  CHECK(has(yaml.out, "    image: nginx:1.27\n"));
}

TEST_CASE("config --format engine is one request a line") {
  Folder folder(pair);
  const auto run =
      folder.script.run({"config", "-f", "compose.yaml", "--name", "shop", "--format", "engine"});
  CAPTURE(run.err);
  REQUIRE(run.code == 0);
  std::istringstream lines(run.out);
  std::vector<std::string> seen;
  for (std::string line; std::getline(lines, line);) {
    const auto request = Json::parse(line);
    CHECK(request["body"].is_object());
    seen.push_back(request["method"].get<std::string>() + " " + request["path"].get<std::string>() +
                   " " + request["query"].value("name", ""));
  }
  CHECK(seen == std::vector<std::string>{"POST /networks/create ",
                                         "POST /containers/create shop-db-1",
                                         "POST /containers/create shop-web-1"});
}

TEST_CASE("config --format engine takes the versions of the Engine API that evenkeel can serve") {
  Folder folder(pair);
  const auto code_of = [&](const std::string& version) {
    const auto run = folder.script.run({"config", "-f", "compose.yaml", "--name", "shop",
                                        "--format", "engine", "--api-version", version});
    CAPTURE(version, run.err);
    CHECK(lines(run.err) == (run.code == 0 ? 0 : 1));
    return run.code;
  };
  for (const std::string version : {"1.41", "1.44", "1.51", "1.59"}) CHECK(code_of(version) == 0);
  for (const std::string version : {"1.10", "1.40", "1.60", "0.51", "2.0", "1", "1.51.0", "new"})
    CHECK(code_of(version) == 2);
}

TEST_CASE("a pipe is read as a Compose file, and what has no end is refused") {
  Script script;
  script.directory = "/";
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  CHECK(::write(ends[1], pair.data(), pair.size()) == static_cast<::ssize_t>(pair.size()));
  ::close(ends[1]);
  const auto pipe = "/dev/fd/" + std::to_string(ends[0]);
  const auto piped = script.run({"config", "-f", pipe, "--name", "shop", "-o", "json"});
  ::close(ends[0]);
  CHECK(piped.code == 0);
  CHECK(Json::parse(piped.out)["services"]["web"]["image"] == "nginx:1.27");
  const auto endless = script.run({"config", "-f", "/dev/zero"});
  CHECK(endless.code == 2);
  CHECK(has(endless.err, "/dev/zero has more than 8388608 bytes"));
  const std::string large(compose::file_bytes_max + 1, '#');
  const auto input = script.run({"config", "-f", "-"}, large);
  CHECK(input.code == 2);
  CHECK(has(input.err, "standard input has more than 8388608 bytes"));
}
