#include "agent/heal_services.hpp"

#include "heal/fingerprint.hpp"

#include "support/catch.hpp"
#include "support/noon.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <memory>

namespace {

using namespace std::chrono_literals;
using heal::ServiceNow;
using model::ServicePhase;

// shop/web, which depends on shop/db and postgres/db, seen a moment ago.
struct Seen {
  boost::asio::io_context io;
  model::Deployment deployment;
  reconcile::Track track{io.get_executor()};
  std::shared_ptr<model::Spec> spec = std::make_shared<model::Spec>();
  std::map<std::int64_t, model::Hold> holds;

  Seen() {
    deployment.name = "shop";
    deployment.current.spec = spec;
    auto& web = spec->services["web"];
    web.name = "web";
    web.depends_on["db"] = {};
    web.from_service.depends_on = {{"postgres", "db", "started"}};
    track.looked = true;
    track.plan.services = {{"web", ServicePhase::running, "it is so", {}, {}}};
  }
  model::ServiceVerdict& verdict() { return track.plan.services.front(); }
  reconcile::ServiceMemory& memory() { return track.memory.services["web"]; }
  ServiceNow now(bool with_track = true) const {
    ServiceNow found;
    int calls = 0;
    const heal::Services::Each each = [&](const ServiceNow& service) {
      found = service;
      ++calls;
    };
    agent::each_service_now(deployment, with_track ? &track : nullptr, holds, support::noon, each);
    CHECK(calls == 1);
    return found;
  }
};

}  // namespace

TEST_CASE("a service is as the newest plan says, with what its owner wants") {
  Seen seen;
  seen.verdict().next_attempt = support::noon.mono + 30s;
  seen.spec->services["web"].from_service.criticality = model::Criticality::critical;
  seen.spec->services["web"].from_service.deadline = 20min;
  const auto web = seen.now();
  CHECK(web.deployment == "shop");
  CHECK(web.service == "web");
  CHECK(web.phase == ServicePhase::running);
  CHECK(web.why == "it is so");
  CHECK(web.criticality == model::Criticality::critical);
  CHECK(web.deadline == 20min);
  CHECK(web.next_attempt_at == support::noon.wall + 30s);
  CHECK(web.wanted);
  CHECK_FALSE(web.up_to_owner);
  CHECK(web.depends_on == std::vector<std::string>{"db", "postgres/db"});
}

TEST_CASE("of one whose health check fails it is known what the check said, without secrets") {
  Seen seen;
  seen.verdict().phase = ServicePhase::unhealthy;
  seen.verdict().why = "its health check fails";
  model::Container container;
  container.state = model::ContainerState::running;
  container.health = model::Health::unhealthy;
  container.labels = {{"com.docker.compose.project", "shop"},
                      {"com.docker.compose.service", "web"}};
  container.health_log.resize(1);
  container.health_log[0].output =
      "no route to db\npassword=hunter2 \x1b[31m" + std::string(999, 'x');
  seen.track.seen.containers = {container};
  const auto why = seen.now().why;
  CHECK(why.starts_with("its health check fails; its last probe said: no route to db"));
  CHECK(why.find("hunter2") == std::string::npos);
  CHECK(why.find('\n') == std::string::npos);
  CHECK(why.size() < 300);
  seen.track.seen.containers[0].labels["com.docker.compose.service"] = "db";
  CHECK(seen.now().why == "its health check fails");
  seen.track.seen.containers[0] = container;
  seen.verdict().phase = ServicePhase::running;
  CHECK(seen.now().why == "its health check fails");
}

TEST_CASE("it waits for services, and not for its own replicas") {
  Seen seen;
  seen.verdict().waiting_for = {"db (healthy)", "web (healthy)", "postgres/db (started)"};
  CHECK(seen.now().waits_for == std::vector<std::string>{"db", "postgres/db"});
}

TEST_CASE("what is stopped, held, paused or changed elsewhere is up to its owner") {
  Seen stopped;
  stopped.deployment.intents["web"].state = model::IntentState::stopped;
  CHECK_FALSE(stopped.now().wanted);
  CHECK(stopped.now().up_to_owner);
  for (const auto phase : {ServicePhase::paused, ServicePhase::changing_elsewhere}) {
    Seen changed;
    changed.verdict().phase = phase;
    CHECK(changed.now().wanted);
    CHECK(changed.now().up_to_owner);
  }
  Seen waits;
  waits.verdict().up_to_owner = true;
  CHECK(waits.now().up_to_owner);
}

TEST_CASE("what may not be healed, and a job that is not run again, is to be told of") {
  for (const auto phase : {ServicePhase::unhealthy, ServicePhase::exited}) {
    Seen left;
    left.verdict().phase = phase;
    left.verdict().left_as_is = true;
    CHECK_FALSE(left.now().up_to_owner);
    CHECK(heal::problem_of(left.now()));
  }
}

TEST_CASE("a hold is heard at once, of the service, its deployment or the host, until it ends") {
  for (const auto& [deployment, service] :
       {std::pair{"shop", "web"}, std::pair{"shop", ""}, std::pair{"", ""}}) {
    Seen held;
    auto& hold = held.holds[1];
    hold.deployment = deployment;
    hold.service = service;
    hold.until = support::noon.wall + 1min;
    CHECK(held.now().up_to_owner);
    hold.until = support::noon.wall;
    CHECK_FALSE(held.now().up_to_owner);
  }
  Seen other;
  other.holds[1].deployment = "blog";
  other.holds[1].until = support::noon.wall + 1min;
  CHECK_FALSE(other.now().up_to_owner);
}

TEST_CASE("attempts are those whose end is known") {
  Seen seen;
  CHECK(seen.now().failed_attempts == 0);
  auto& container = seen.memory().containers["a"];
  container.deaths = 3;
  CHECK(seen.now().deaths == 3);
  CHECK(seen.now().failed_attempts == 2);
  container.deaths = 0;
  container.remedies = 1;
  seen.verdict().phase = ServicePhase::starting;
  CHECK(seen.now().failed_attempts == 0);  // the restart may still help
  seen.verdict().phase = ServicePhase::unhealthy;
  CHECK(seen.now().failed_attempts == 1);
  seen.memory().failures = 4;
  CHECK(seen.now().failed_attempts == 4);
}

TEST_CASE("the newest fault is told while attempts fail") {
  Seen seen;
  model::Fault fault;
  fault.kind = model::FaultKind::disk_full;
  fault.doing = "starting shop-web-1";
  fault.message = "no space left on device";
  seen.memory().last_fault = fault;
  CHECK(seen.now().fault.empty());  // it led to another action
  seen.memory().failures = 1;
  CHECK(seen.now().fault == "disk_full");
  CHECK(seen.now().fault_text == "starting shop-web-1: no space left on device");
}

TEST_CASE("what cannot be made and is shared with others counts for all who need it") {
  Seen seen;
  model::Fault fault;
  fault.kind = model::FaultKind::bad_request;
  fault.message = "Pool overlaps";
  auto& attempts =
      seen.track.memory.objects[reconcile::shared_object(model::CreateNetwork{"back"})];
  attempts.failures = 2;
  attempts.last_fault = fault;
  CHECK(seen.now().failed_attempts == 0);
  seen.spec->services["web"].networks["back"] = {};
  CHECK(seen.now().failed_attempts == 2);
  CHECK(seen.now().fault == "bad_request");
  CHECK(seen.now().fault_text == fault.text());
  CHECK(seen.now().fault_object == "back");
  seen.memory().failures = 3;
  CHECK(seen.now().failed_attempts == 3);
  CHECK(seen.now().fault_object.empty());
}

TEST_CASE("nothing is known of what was not looked at since the engine or the agent came back") {
  Seen seen;
  CHECK(seen.now(false).phase == ServicePhase::unknown);
  seen.track.looked = false;
  CHECK(seen.now().phase == ServicePhase::unknown);
  seen.track.looked = true;
  seen.track.unseen_since_return = true;
  CHECK(seen.now().phase == ServicePhase::unknown);
  seen.track.unseen_since_return = false;
  seen.track.problem = "the engine does not answer";
  CHECK(seen.now().phase == ServicePhase::unknown);
  seen.track.problem.clear();
  seen.track.plan.services.clear();
  CHECK(seen.now().phase == ServicePhase::unknown);
  CHECK(seen.now().wanted);
}

TEST_CASE("a deployment that is being deleted has no services any more") {
  Seen seen;
  seen.deployment.deleting = true;
  int calls = 0;
  const heal::Services::Each each = [&](const ServiceNow&) { ++calls; };
  agent::each_service_now(seen.deployment, &seen.track, seen.holds, support::noon, each);
  CHECK(calls == 0);
}
