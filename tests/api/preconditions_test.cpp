// If-Match and If-None-Match.
#include "api/ask.hpp"
#include "support/catch.hpp"

using ask::Asker;
using ask::json;

namespace {

const std::string yaml = "application/yaml";
const std::string web = "services:\n  web:\n    image: nginx:1.27\n";

}  // namespace

TEST_CASE("a precondition that does not hold is 412") {
  Asker asker;
  asker.world.desired.answer = core::Error{core::Errc::stale, "shop is at generation 4, not 3"};
  asker.headers = {{"If-Match", "\"3\""}};
  CHECK(asker("PUT", "/v1/deployments/shop", web, yaml).status == 412);
  asker.headers = {{"If-Match", "*"}};
  CHECK(asker("PUT", "/v1/deployments/new", web, yaml).status == 412);
  asker.headers = {{"If-Match", "three"}};
  CHECK(asker("PUT", "/v1/deployments/shop", web, yaml).status == 400);
}

TEST_CASE("a PUT for a new one only is refused where there is one already") {
  Asker asker;
  asker.headers = {{"If-None-Match", "*"}};
  const auto refused = asker("PUT", "/v1/deployments/shop", web, yaml);
  CHECK(refused.status == 412);
  CHECK(json(refused)["detail"] == "There is a deployment shop already");
  CHECK(asker("PUT", "/v1/deployments/shop?dry_run=true", web, yaml).status == 412);
  CHECK(asker("POST", "/v1/deployments/shop/stop").status == 412);
  CHECK(asker.world.desired.applies.empty());
  asker.world.desired.answer = reconcile::Applied{"new", 1, true, true, {}};
  CHECK(asker("PUT", "/v1/deployments/new", web, yaml).status == 201);
  CHECK(asker.world.desired.applies.at(0).if_match == 0);  // for who was faster meanwhile
  asker.headers = {{"If-None-Match", "\"3\""}};
  CHECK(asker("PUT", "/v1/deployments/shop", web, yaml).status == 400);
}
