// What is shown of a service: what its containers say of themselves.
#include "reconcile/view.hpp"

#include "support/catch.hpp"
#include "support/noon.hpp"

#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <memory>

namespace {

// shop/web with one container.
struct Shown {
  boost::asio::io_context io;
  model::Deployment deployment;
  reconcile::Track track{io.get_executor()};

  Shown() {
    auto spec = std::make_shared<model::Spec>();
    spec->name = "shop";
    spec->services["web"].name = "web";
    deployment.name = "shop";
    deployment.current.spec = std::move(spec);
    model::Container container;
    container.id = "1";
    container.name = "shop-web-1";
    container.labels = {{"com.docker.compose.project", "shop"},
                        {"com.docker.compose.service", "web"}};
    container.started_at = support::noon.wall;
    track.seen.containers = {container};
    track.looked = true;
  }
  model::Container& container() { return track.seen.containers.front(); }
  model::ServiceView view() const {
    return reconcile::view_of(deployment, &track, {}, {}, support::noon).services.front();
  }
  std::vector<std::string> reasons() const {
    return reconcile::explain(deployment, view(), {}, {}).reasons;
  }
};

bool holds(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

}  // namespace

TEST_CASE("a container that ended is shown with what its exit code means") {
  Shown shown;
  shown.container().state = model::ContainerState::exited;
  shown.container().exit_code = 127;
  CHECK(shown.view().containers.front().exit_meaning ==
        "its command was not found, or could not be started");
  CHECK(holds(shown.reasons(),
              "shop-web-1 exited with 127: its command was not found, or could not be started"));
  shown.container().exit_code = 3;
  CHECK(holds(shown.reasons(), "shop-web-1 exited with 3"));
}

TEST_CASE("a container that one of our checks says is ill is shown with what that said") {
  Shown shown;
  shown.container().state = model::ContainerState::running;
  shown.container().health = model::Health::healthy;
  shown.container().check_failure = "its check `ready` fails: connection refused";
  const auto view = shown.view();
  CHECK(view.healthy == 0);
  CHECK(view.containers.front().health == model::Health::unhealthy);
  CHECK(view.containers.front().health_output == "its check `ready` fails: connection refused");
  shown.container().check_failure.clear();
  CHECK(shown.view().healthy == 1);
}

TEST_CASE(
    "a container that is ill is shown with what its last probe said, cut between characters") {
  Shown shown;
  shown.container().state = model::ContainerState::running;
  shown.container().health = model::Health::unhealthy;
  shown.container().health_log = {{{}, {}, 1, "before"}, {{}, {}, 1, " no route to db\n"}};
  CHECK(shown.view().containers.front().health_output == "no route to db");
  CHECK(holds(shown.reasons(), "shop-web-1's last probe said: no route to db"));
  std::string wide;
  for (int i = 0; i < 300; ++i) wide += "\u00fc";
  shown.container().health_log = {{{}, {}, 1, "x" + wide}};
  const auto cut = shown.view().containers.front().health_output;
  CHECK(cut.size() == 511 + std::string("…").size());
  CHECK(cut.substr(cut.size() - 5, 2) == "\u00fc");
  shown.container().state = model::ContainerState::exited;
  CHECK(shown.view().containers.front().health_output.empty());
}

TEST_CASE("explain shows every policy that somebody has written, with its place") {
  Shown shown;
  auto& written = shown.deployment.current.spec;
  auto spec = *written;
  auto& policy = spec.services.at("web");
  policy.from_service.depends_on = {{"postgres", "db", "healthy"}};
  policy.from_service.deadline = std::chrono::minutes(2);
  policy.from_service.notes = "ask anna";
  policy.from_service.rollback = true;
  written = std::make_shared<const model::Spec>(std::move(spec));
  const auto said = reconcile::explain(shown.deployment, shown.view(), {}, {}).policy;
  const auto value_of = [&](const std::string& key) -> std::string {
    const auto found =
        std::find_if(said.begin(), said.end(), [&](const auto& one) { return one.key == key; });
    return found == said.end() ? "" : found->value + " by " + std::string(name_of(found->origin));
  };
  CHECK(value_of("depends_on") == "postgres/db:healthy by service");
  CHECK(value_of("deadline") == "2m by service");
  CHECK(value_of("notes") == "ask anna by service");
  CHECK(value_of("rollback") == "true by service");
  shown.deployment.auto_heal = false;
  const auto unhealed = reconcile::explain(shown.deployment, shown.view(), {}, {}).policy;
  CHECK(std::any_of(unhealed.begin(), unhealed.end(), [](const auto& one) {
    return one.key == "heal" && one.value == "off" && one.origin == model::Origin::set;
  }));
}

TEST_CASE("a container that its owner renamed is explained") {
  Shown shown;
  CHECK_FALSE(holds(shown.reasons(), "mine was renamed: it would be shop-web-1"));
  shown.container().name = "mine";
  CHECK(holds(shown.reasons(), "mine was renamed: it would be shop-web-1"));
  shown.container().name = "0123456789ab_shop-web-1";  // a replacement under way
  for (const auto& reason : shown.reasons()) CHECK(reason.find("renamed") == std::string::npos);
}
