// Policy keys that the loader keeps as they are, refused by who knows them.
#include "api/policy_errors.hpp"

#include "api/ask.hpp"
#include "support/catch.hpp"

using ask::Asker;
using ask::json;
using Json = nlohmann::ordered_json;

namespace {

const std::string yaml = "application/yaml";
const std::string one_service = "services:\n  web:\n    image: nginx:1.27\n";

}  // namespace

TEST_CASE("a policy that nobody can follow is refused with all its paths, also by a dry run") {
  Asker asker;
  std::vector<model::PolicyLayer> judged;
  asker.world.backend.judge_policy = [&judged](const model::PolicyLayer& layer) {
    judged.push_back(layer);
    std::vector<api::FieldError> out;
    for (const auto& [key, text] : layer.later)
      if (text.find("wrong") != std::string::npos) out.push_back({key + ".a", "expected a map"});
    return out;
  };
  const std::string text =
      "x-evenkeel: {checks: {a: wrong}}\n"
      "services:\n"
      "  db:\n    image: a\n    x-evenkeel: {spikes: wrong, checks: {a: {type: engine}}}\n"
      "  web:\n    image: a\n    labels: {evenkeel.checks: 'a: wrong'}\n";
  const Json expected = {
      {{"path", "x-evenkeel.checks.a"}, {"message", "expected a map"}},
      {{"path", "services.db.x-evenkeel.spikes.a"}, {"message", "expected a map"}},
      {{"path", "services.web.labels.evenkeel.checks.a"}, {"message", "expected a map"}}};
  for (const auto* query : {"", "?dry_run=true"}) {
    const auto refused = asker("PUT", std::string("/v1/deployments/shop") + query, text, yaml);
    CHECK(refused.status == 400);
    CHECK(json(refused)["errors"] == expected);
    CHECK(json(refused)["detail"] ==
          "The Compose project is refused:\nx-evenkeel.checks.a: expected a map\n"
          "services.db.x-evenkeel.spikes.a: expected a map\n"
          "services.web.labels.evenkeel.checks.a: expected a map");
  }
  CHECK(asker.world.desired.applies.empty());
  CHECK(asker.world.views.planned.empty());
  judged.clear();
  CHECK(asker("PUT", "/v1/deployments/shop", one_service + "    x-evenkeel: {spikes: off}\n", yaml)
            .status == 202);
  REQUIRE(judged.size() == 1);
  CHECK(judged[0].later.contains("spikes"));
}

TEST_CASE("without a judge nothing is wrong") {
  model::Spec spec;
  spec.from_deployment.later["checks"] = "5";
  CHECK(api::policy_errors(spec, {}).empty());
}
