#include "reconcile/order.hpp"

#include "support/catch.hpp"

namespace {

model::Spec spec_of(const std::map<std::string, std::vector<std::string>>& needs) {
  model::Spec spec;
  for (const auto& [name, on] : needs) {
    spec.services[name].name = name;
    for (const auto& dependency : on) spec.services[name].depends_on[dependency] = {};
  }
  return spec;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("dependencies come first, and names decide where dependencies leave it open") {
  REQUIRE(
      reconcile::start_order(spec_of({{"a", {"z"}}, {"b", {}}, {"z", {}}, {"m", {"a", "b"}}})) ==
      Names{"b", "z", "a", "m"});
}

TEST_CASE("a namespace parent comes first though it is not among depends_on") {
  auto spec = spec_of({{"app", {}}, {"vpn", {}}});
  spec.services["app"].network_mode = "service:vpn";
  REQUIRE(reconcile::start_order(spec) == Names{"vpn", "app"});
}

TEST_CASE("a dependency that is not in the spec is no obstacle") {
  REQUIRE(reconcile::start_order(spec_of({{"a", {"gone"}}})) == Names{"a"});
}

TEST_CASE("a cycle is cut and every service still comes once") {
  REQUIRE(reconcile::start_order(spec_of({{"a", {"b"}}, {"b", {"a"}}, {"c", {"a"}}})) ==
          Names{"a", "b", "c"});
}
