// What evenkeel's own checks say of containers, on its way into the passes.
#include "reconcile/loop.hpp"

#include "fakes/world.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;

struct Failing final : reconcile::Ailments {
  std::string ailment_of(const model::DeploymentName&, const model::Container& one) const override {
    return one.service() == service ? "its check `ready` fails: refused" : "";
  }
  std::string service;
};

struct Watched : fakes::World {
  explicit Watched(const std::vector<std::string>& running) : World(running) { watch(); }
};

}  // namespace

TEST_CASE("a check that begins to fail has its service restarted at once, and is forgotten then") {
  Failing failing;
  Watched world({"db", "web"});
  world.life->loop->set_ailments(&failing);
  world.pass_time(1h);
  world.journal.clear();
  failing.service = "web";
  world.life->loop->note_ailments("shop");
  world.settle();
  CHECK(world.lines("perform") == std::vector<std::string>{"perform restart web"});
  failing.service = "";
  world.life->loop->note_ailments("shop");
  world.settle();
  const auto view = world.life->supervisor->get("shop");
  CHECK(view->converged);
  CHECK(world.lines("perform").size() == 1);
  world.life->loop->set_ailments(nullptr);
}
