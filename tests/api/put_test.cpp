#include "api/ask.hpp"
#include "api/compose_source.hpp"
#include "core/io/atomic_file.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

using ask::Asker;
using ask::header;
using ask::json;
using Json = nlohmann::ordered_json;

namespace {

const std::string yaml = "application/yaml";
const std::string web = "services:\n  web:\n    image: nginx:1.27\n";

void write(const std::filesystem::path& path, const std::string& text) {
  REQUIRE(core::write_file_atomically(path, text, 0600));
}

}  // namespace

TEST_CASE("a Compose file is applied under the name of the address") {
  Asker asker;
  asker.world.desired.answer = reconcile::Applied{"shop", 1, true, true, {}};
  const auto response = asker("PUT", "/v1/deployments/shop", web, yaml);
  CHECK(response.status == 201);
  CHECK(header(response, "Location") == "/v1/deployments/shop");
  const auto& apply = asker.world.desired.applies.at(0);
  CHECK(apply.spec->name == "shop");
  CHECK(apply.spec->services.at("web").image == "nginx:1.27");
  CHECK(apply.caller.by == "anna (uid 1000)");
  CHECK(!apply.start);
  CHECK(!apply.auto_heal.has_value());
  CHECK(!apply.if_match);
}

TEST_CASE("options of a PUT are passed on") {
  Asker asker;
  asker.headers = {{"If-Match", "\"3\""}};
  CHECK(asker("PUT", "/v1/deployments/shop?start=true&auto_heal=false&wait=5s", web, yaml).status ==
        200);
  const auto& apply = asker.world.desired.applies.at(0);
  CHECK(apply.start);
  CHECK(apply.auto_heal == false);
  CHECK(apply.if_match == 3);
}

TEST_CASE("a dry run answers the plan of the new spec and changes nothing") {
  Asker asker;
  const auto response = asker("PUT", "/v1/deployments/shop?dry_run=true", web, yaml);
  CHECK(response.status == 200);
  CHECK(json(response)["plan"].size() == 1);
  REQUIRE(asker.world.views.planned.at(0).has_value());
  CHECK(asker.world.views.planned[0]->spec->services.contains("web"));
  CHECK_FALSE(asker.world.views.planned[0]->start);
  CHECK(asker.world.desired.applies.empty());
  CHECK(asker.world.sink.recorded.empty());
}

TEST_CASE("a dry run is asked for as the apply would be") {
  Asker asker;
  CHECK(asker("PUT", "/v1/deployments/shop?dry_run=true&start=true&auto_heal=false", web, yaml)
            .status == 200);
  const auto& planned = asker.world.views.planned.at(0);
  REQUIRE(planned.has_value());
  CHECK(planned->start);
  CHECK(planned->auto_heal == false);
}

TEST_CASE("every mistake in a Compose file is answered, with its path") {
  Asker asker;
  const auto refused =
      asker("PUT", "/v1/deployments/shop",
            "services:\n  web:\n    image: a\n    prots: []\n    scael: 2\n", yaml);
  CHECK(refused.status == 400);
  const auto errors = json(refused)["errors"];
  REQUIRE(errors.size() >= 1);
  CHECK(errors.dump().find("prots") != std::string::npos);
  CHECK(asker.world.desired.applies.empty());
}

TEST_CASE("bodies that are no project are refused") {
  Asker asker;
  for (const auto* text : {"", "services", "[]", "services: {web: {image: a", "a: &a [*a]"})
    CHECK(asker("PUT", "/v1/deployments/shop", text, yaml).status == 400);
  for (const auto* body :
       {"{}", R"({"files": [], "compose": ""})", R"({"files": "x"})", R"({"project": []})",
        R"({"files": ["compose.yaml"]})", R"({"compose": "services: {}", "directroy": "/x"})"})
    CHECK(asker("PUT", "/v1/deployments/shop", body).status == 400);
  CHECK(asker.world.desired.applies.empty());
}

TEST_CASE("a body that names another project is refused") {
  Asker asker;
  CHECK(asker("PUT", "/v1/deployments/shop", "name: shop\n" + web, yaml).status == 202);
  const auto refused = asker("PUT", "/v1/deployments/shop", "name: store\n" + web, yaml);
  CHECK(refused.status == 400);
  CHECK(json(refused)["detail"] == "The body names its project store, the address shop");
  CHECK(asker.world.desired.applies.size() == 1);
}

TEST_CASE("relative paths need a directory to be relative to") {
  Asker asker;
  const auto text = web + "    volumes: ['./data:/data']\n";
  const auto refused = asker("PUT", "/v1/deployments/shop", text, yaml);
  CHECK(refused.status == 400);
  CHECK(json(refused)["detail"].get<std::string>().find("?directory=") != std::string::npos);
  CHECK(asker("PUT", "/v1/deployments/shop?directory=srv", text, yaml).status == 400);
  CHECK(asker("PUT", "/v1/deployments/shop?directory=/srv/shop", text, yaml).status == 202);
  const auto& apply = asker.world.desired.applies.at(0);
  CHECK(apply.source.directory == "/srv/shop");
  CHECK(apply.spec->services.at("web").volumes.at(0).source == "/srv/shop/data");
}

TEST_CASE("files are read on the agent's side, with the environment of the body") {
  Asker asker;
  const support::TempDir dir;
  write(dir.path() / "compose.yaml", "services:\n  web:\n    image: nginx:${TAG}\n");
  write(dir.path() / "more.yaml", "services:\n  db:\n    image: postgres:16\n");
  const auto one = (dir.path() / "compose.yaml").string(),
             two = (dir.path() / "more.yaml").string();
  const Json body = {{"files", {one, two}}, {"env", {{"TAG", "1.28"}}}, {"reason", "newer"}};
  CHECK(asker("PUT", "/v1/deployments/shop", body.dump()).status == 202);
  const auto& apply = asker.world.desired.applies.at(0);
  CHECK(apply.spec->services.at("web").image == "nginx:1.28");
  CHECK(apply.spec->services.contains("db"));
  CHECK(apply.source.files == std::vector{one, two});
  CHECK(apply.source.directory == dir.path().string());
  CHECK(apply.caller.reason == "newer");
  write(dir.path() / "compose.yaml", "name: store\n" + web);
  CHECK(asker("PUT", "/v1/deployments/shop", body.dump()).status == 400);
}

TEST_CASE("relative env files need a directory to be relative to") {
  Asker asker;
  const support::TempDir dir;
  write(dir.path() / "compose.yaml", "services:\n  web:\n    image: nginx:${TAG}\n");
  write(dir.path() / "e.env", "TAG=1.28\n");
  Json body = {{"files", {(dir.path() / "compose.yaml").string()}}, {"env_files", {"e.env"}}};
  const auto refused = asker("PUT", "/v1/deployments/shop", body.dump());
  CHECK(refused.status == 400);
  CHECK(json(refused)["errors"][0].dump() ==
        R"({"path":"env_files","message":"not absolute: e.env"})");
  CHECK(asker.world.desired.applies.empty());
  body["directory"] = dir.path().string();
  CHECK(asker("PUT", "/v1/deployments/shop", body.dump()).status == 202);
  CHECK(asker.world.desired.applies.at(0).spec->services.at("web").image == "nginx:1.28");
}

TEST_CASE("what the loader warns of is told, and nothing where it is content") {
  Asker asker;
  const auto text = "services:\n  web:\n    image: nginx:1.27${TAG_THAT_IS_NOT_SET}\n";
  for (const auto* query : {"", "?dry_run=true"}) {
    const auto path = std::string("/v1/deployments/shop") + query;
    const auto warned = json(asker("PUT", path, text, yaml));
    REQUIRE(warned["warnings"].size() == 1);
    CHECK(warned["warnings"][0].get<std::string>().find("TAG_THAT_IS_NOT_SET") !=
          std::string::npos);
    CHECK_FALSE(json(asker("PUT", path, web, yaml)).contains("warnings"));
  }
}

TEST_CASE("a file that is not there is named") {
  Asker asker;
  const auto refused =
      asker("PUT", "/v1/deployments/shop", R"({"files": ["/nonexistent/compose.yaml"]})");
  CHECK(refused.status == 400);
  CHECK(json(refused)["detail"].get<std::string>().find("/nonexistent/compose.yaml") !=
        std::string::npos);
}

TEST_CASE("a canonical project comes with where it is from") {
  Asker asker;
  CHECK(asker("PUT", "/v1/deployments/shop", web, yaml).status == 202);
  const auto canonical = asker.world.desired.applies.at(0).spec->canonical_json;
  Json body = {{"project", Json::parse(canonical)}};
  body["source"] = {{"files", {"/srv/shop/compose.yaml"}}, {"directory", "/srv/shop"}};
  CHECK(asker("PUT", "/v1/deployments/shop", body.dump()).status == 202);
  const auto& apply = asker.world.desired.applies.at(1);
  CHECK(apply.spec->canonical_json == canonical);
  CHECK(apply.spec->working_dir == "/srv/shop");
  CHECK(apply.source.files == std::vector<std::string>{"/srv/shop/compose.yaml"});
  CHECK(asker("PUT", "/v1/deployments/store", body.dump()).status == 400);
}

TEST_CASE("the loader's mistakes become paths and messages") {
  const auto errors = api::field_errors({{"compose.yaml:12", "services.web.prots", "unknown key"},
                                         {"", "services.web.image", "expected a string"},
                                         {"a.yaml:3", "", "this is no YAML: illegal map value"},
                                         {"", "", "a.yaml: no such file"}});
  CHECK(errors ==
        std::vector<api::FieldError>{{"services.web.prots", "unknown key (compose.yaml:12)"},
                                     {"services.web.image", "expected a string"},
                                     {"", "this is no YAML: illegal map value (a.yaml:3)"},
                                     {"", "a.yaml: no such file"}});
}

TEST_CASE("a mistake in a canonical project names its path, though it has no line") {
  Asker asker;
  const Json web = {{"image", 5}, {"portss", Json::array()}};
  const Json body = {{"project", {{"name", "shop"}, {"services", {{"web", web}}}}}};
  const auto refused = asker("PUT", "/v1/deployments/shop", body.dump());
  CHECK(refused.status == 400);
  const Json expected = {
      {{"path", "services.web.image"}, {"message", "expected a string, got a number"}},
      {{"path", "services.web.portss"},
       {"message", "unknown key `portss`; did you mean `ports`?"}}};
  CHECK(json(refused)["errors"] == expected);
}

TEST_CASE("what cannot be run is refused with path and line") {
  Asker asker;
  const auto refused =
      asker("PUT", "/v1/deployments/shop",
            "services:\n  w: {image: x, models: [m]}\nmodels: {m: {model: y}}\n", yaml);
  CHECK(refused.status == 400);
  CHECK(json(refused)["errors"][0]["path"] == "services.w.models");
  CHECK(json(refused)["errors"][0]["message"] == "evenkeel does not run models (standard input:2)");
}

TEST_CASE("YAML that is not UTF-8, or holds a control character, is refused") {
  Asker asker;
  for (const auto* value : {"caf\xe9", "\x04"}) {
    const auto text = "services:\n  w: {image: x, user: \"" + std::string(value) + "\"}\n";
    const auto refused = asker("PUT", "/v1/deployments/shop", text, yaml);
    CHECK(refused.status == 400);
    CHECK(json(refused)["errors"][0]["message"].get<std::string>().ends_with("(standard input:2)"));
  }
  CHECK(asker.world.desired.applies.empty());
}

TEST_CASE("a dry run keeps to If-Match as well") {
  Asker asker;
  asker.headers = {{"If-Match", "\"2\""}};
  CHECK(asker("PUT", "/v1/deployments/shop?dry_run=true", web, yaml).status == 412);
  CHECK(asker("PUT", "/v1/deployments/new?dry_run=true", web, yaml).status == 412);
  CHECK(asker.world.views.planned.empty());
  asker.headers = {{"If-Match", "\"3\""}};
  CHECK(asker("PUT", "/v1/deployments/shop?dry_run=true", web, yaml).status == 200);
}

TEST_CASE("where a canonical project came from is kept, its env files too") {
  Asker asker;
  const Json body = {{"project", {{"name", "shop"}, {"services", {{"web", {{"image", "x"}}}}}}},
                     {"source",
                      {{"kind", "compose"},
                       {"files", {"/srv/shop/compose.yaml"}},
                       {"env_files", {"/srv/shop/prod.env"}},
                       {"directory", "/srv/shop"}}}};
  CHECK(asker("PUT", "/v1/deployments/shop", body.dump()).status == 202);
  const auto& spec = *asker.world.desired.applies.at(0).spec;
  CHECK(spec.working_dir == "/srv/shop");
  CHECK(spec.config_files == std::vector<std::string>{"/srv/shop/compose.yaml"});
  CHECK(spec.environment_files == std::vector<std::string>{"/srv/shop/prod.env"});
}

TEST_CASE("an image that cannot be one is refused, also by a dry run") {
  Asker asker;
  for (const auto* image : {"MyApp:1", "http://x/y", "x y", "x@sha256:1"}) {
    const auto text = "services:\n  w:\n    image: '" + std::string(image) + "'\n";
    for (const auto* query : {"", "?dry_run=true"}) {
      const auto refused = asker("PUT", std::string("/v1/deployments/shop") + query, text, yaml);
      CHECK(refused.status == 400);
      CHECK(json(refused)["errors"][0]["path"] == "services.w.image");
    }
  }
  CHECK(asker.world.desired.applies.empty());
}
