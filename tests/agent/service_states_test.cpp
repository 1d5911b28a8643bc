#include "agent/service_states.hpp"

#include "support/catch.hpp"
#include "support/noon.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>

namespace {

using model::ServicePhase;
using monitor::Duty;
using monitor::ServiceSight;

// shop/web of one replica, seen a moment ago and well.
struct Stated {
  boost::asio::io_context io;
  model::Deployment deployment;
  reconcile::Track track{io.get_executor()};
  bool engine_up = true, unproven = false;
  std::shared_ptr<model::Spec> spec = std::make_shared<model::Spec>();

  Stated() {
    deployment.name = "shop";
    deployment.current.spec = spec;
    spec->services["web"].name = "web";
    track.looked = true;
    track.plan.services = {{"web", ServicePhase::running, "", {}, {}}};
    container("a");
  }
  model::Container& container(const std::string& id) {
    model::Container one;
    one.id = id;
    one.state = model::ContainerState::running;
    one.started_at = support::noon.wall;
    track.seen.containers.push_back(one);
    deployment.containers[id] = {id, "web", 1, "", false, false};
    return track.seen.containers.back();
  }
  model::ServiceVerdict& verdict() { return track.plan.services.front(); }
  ServiceSight sight(bool with_track = true) const {
    ServiceSight found;
    int calls = 0;
    const monitor::ServiceStates::Each each = [&](const model::DeploymentName& name,
                                                  const model::ServiceName& service,
                                                  const ServiceSight& seen) {
      CHECK(name == "shop");
      CHECK(service == "web");
      found = seen;
      ++calls;
    };
    const agent::Unproven told = [&](const model::DeploymentName& name,
                                     const model::ServiceName& service) {
      return unproven && name == "shop" && service == "web";
    };
    agent::each_service_of(deployment, with_track ? &track : nullptr, engine_up, told, each);
    CHECK(calls == 1);
    return found;
  }
  Duty duty() const { return sight().duty; }
};

}  // namespace

TEST_CASE("a service that runs as it should is up since its newest start") {
  Stated stated;
  stated.container("b").started_at = support::noon.wall + core::Milliseconds(5);
  stated.container("c").started_at = support::noon.wall - core::Milliseconds(5);
  CHECK(stated.sight() == ServiceSight{Duty::up, support::noon.wall + core::Milliseconds(5)});
}

TEST_CASE("what is ill, or lacks a replica, is down") {
  Stated stated;
  stated.verdict().phase = ServicePhase::unhealthy;
  CHECK(stated.duty() == Duty::down);
  for (const auto phase :
       {ServicePhase::exited, ServicePhase::missing, ServicePhase::backoff, ServicePhase::waiting,
        ServicePhase::needs_operator, ServicePhase::restarting, ServicePhase::pulling}) {
    Stated ended;
    ended.verdict().phase = phase;
    ended.track.seen.containers.front().state = model::ContainerState::exited;
    CHECK(ended.duty() == Duty::down);
  }
  Stated half;
  half.spec->services["web"].scale = 2;
  half.verdict().phase = ServicePhase::creating;
  CHECK(half.duty() == Duty::down);
}

TEST_CASE("a health check that has not passed is no sign of being up") {
  Stated stated;
  stated.verdict().phase = ServicePhase::starting;
  for (const auto health : {model::Health::starting, model::Health::unhealthy}) {
    stated.track.seen.containers.front().health = health;
    CHECK(stated.duty() == Duty::down);
  }
  stated.track.seen.containers.front().health = model::Health::none;
  CHECK(stated.duty() == Duty::up);
}

TEST_CASE("a check of evenkeel's own that fails is ill-health, given over or not") {
  for (const auto phase : {ServicePhase::unhealthy, ServicePhase::needs_operator}) {
    Stated stated;
    stated.verdict().phase = phase;
    stated.track.seen.containers.front().check_failure = "its check `ready` fails: refused";
    CHECK(stated.duty() == Duty::down);
  }
}

TEST_CASE("a check that was told of as failing keeps its service down until it passes") {
  Stated stated;
  stated.unproven = true;
  for (const auto phase : {ServicePhase::running, ServicePhase::creating}) {
    stated.verdict().phase = phase;
    CHECK(stated.duty() == Duty::down);
  }
  stated.verdict().phase = ServicePhase::paused;
  CHECK(stated.duty() == Duty::not_due);
  stated.verdict().phase = ServicePhase::unknown;
  CHECK(stated.duty() == Duty::unseen);
}

TEST_CASE("a service ended when the last of its own containers did") {
  Stated stated;
  const auto ended_at = [&] { return agent::ended_at_of(stated.deployment, stated.track, "web"); };
  CHECK(ended_at() == core::WallTime{});
  stated.track.seen.containers.front().finished_at = support::noon.wall;
  stated.container("b").finished_at = support::noon.wall + core::Milliseconds(5);
  stated.container("c").finished_at = support::noon.wall + core::Milliseconds(9);
  stated.deployment.containers.erase("c");
  CHECK(ended_at() == support::noon.wall + core::Milliseconds(5));
  CHECK(agent::ended_at_of(stated.deployment, stated.track, "db") == core::WallTime{});
}

TEST_CASE("containers that run until they are replaced keep their service up") {
  Stated stated;
  for (const auto phase :
       {ServicePhase::creating, ServicePhase::pulling, ServicePhase::changing_elsewhere}) {
    stated.verdict().phase = phase;
    CHECK(stated.duty() == Duty::up);
  }
}

TEST_CASE("what nobody wants to run is not due") {
  for (const auto phase : {ServicePhase::stopped, ServicePhase::paused, ServicePhase::completed}) {
    Stated stated;
    stated.verdict().phase = phase;
    CHECK(stated.duty() == Duty::not_due);
  }
  Stated held;
  held.verdict().up_to_owner = true;
  CHECK(held.duty() == Duty::not_due);
  Stated stopped;
  stopped.deployment.intents["web"].state = model::IntentState::stopped;
  CHECK(stopped.duty() == Duty::not_due);
  Stated deleted;
  deleted.deployment.deleting = true;
  CHECK(deleted.duty() == Duty::not_due);
}

TEST_CASE("what is ill and may not be healed is down") {
  Stated stated;
  stated.verdict().phase = ServicePhase::unhealthy;
  stated.verdict().left_as_is = true;
  CHECK(stated.duty() == Duty::down);
}

TEST_CASE("what nobody sees now is not judged by what was seen before") {
  Stated stated;
  CHECK(stated.sight(false) == ServiceSight{});
  stated.engine_up = false;
  CHECK(stated.sight() == ServiceSight{});
  stated.engine_up = true;
  stated.track.unseen_since_return = true;
  CHECK(stated.sight() == ServiceSight{});
  stated.track.unseen_since_return = false;
  stated.track.problem = "the engine does not answer";
  CHECK(stated.sight() == ServiceSight{});
  stated.track.problem.clear();
  stated.verdict().phase = ServicePhase::unknown;
  CHECK(stated.sight() == ServiceSight{});
  stated.track.plan.services.clear();
  CHECK(stated.sight() == ServiceSight{});
}

TEST_CASE("a container that merely has the label of a service is not counted") {
  Stated stated;
  stated.verdict().phase = ServicePhase::missing;
  stated.deployment.containers.clear();
  stated.track.seen.containers.front().labels = {{"com.docker.compose.project", "shop"},
                                                 {"com.docker.compose.service", "web"}};
  CHECK(stated.duty() == Duty::down);
}
