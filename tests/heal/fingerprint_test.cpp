#include "heal/fingerprint.hpp"

#include "support/catch.hpp"
#include "ward.hpp"

namespace {

using ward::ServicePhase;

std::optional<heal::Problem> problem(const model::Event& event) {
  return heal::problem_of(event, heal::data_of(event));
}

std::string fingerprint(const model::Event& event) {
  const auto found = problem(event);
  return found ? found->fingerprint : "";
}

}  // namespace

TEST_CASE("what is a sign of ill-health, and of which") {
  CHECK(fingerprint(ward::event("service.crash_looping", "shop/web")) == "crash_loop");
  CHECK(fingerprint(ward::event("service.unhealthy", "shop/web")) == "unhealthy");
  CHECK(fingerprint(ward::event("service.oom_killed", "shop/web")) == "oom_killed");
  CHECK(fingerprint(ward::check("check.failed", "shop/web", "ready")) == "unhealthy");
  CHECK(fingerprint(ward::check("check.failed", "shop/web", "ready", "critical")) == "unhealthy");
  CHECK(fingerprint(ward::check("check.failed", "", "backup", "critical")) == "check_failed");
  CHECK(fingerprint(ward::failed("shop/web", "port_taken_by_process", "transient", "in use")) ==
        "port_taken_by_process");
  CHECK(fingerprint(ward::failed("shop/web", "", "", "who knows")) == "unknown");
}

TEST_CASE("what is no sign of ill-health") {
  for (const auto* type : {"service.exited", "service.started", "service.healthy",
                           "service.completed", "action.started", "action.succeeded",
                           "deployment.degraded", "incident.opened", "check.recovered"}) {
    INFO(type);
    CHECK(fingerprint(ward::event(type, "shop/web")).empty());
  }
  CHECK(fingerprint(ward::check("check.failed", "shop/web", "ready", "optional")).empty());
  CHECK(fingerprint(ward::check("check.failed", "", "backup", "standard")).empty());
  CHECK(fingerprint(ward::failed("shop/web", "engine_unreachable", "engine", "refused")).empty());
  for (const auto* action : {"stop", "remove", "remove_network", "remove_volume"}) {
    CHECK(fingerprint(ward::failed("shop/web", "in_use", "repairable", "in use", action)).empty());
  }
  CHECK(fingerprint(ward::event("action.failed", "")).empty());
}

TEST_CASE("an event whose data is no JSON says what its type says") {
  auto event = ward::event("service.unhealthy", "shop/web", "", "{");
  CHECK(fingerprint(event) == "unhealthy");
  event.type = "action.failed";
  CHECK(fingerprint(event) == "unknown");
}

TEST_CASE("the cause names what several services have in common, and a symptom has none") {
  const auto pull = problem(ward::failed("shop/web", "registry_unreachable", "transient",
                                         "pulling registry.example.org/a: dial tcp", "pull_image",
                                         "registry.example.org/a"));
  REQUIRE(pull);
  CHECK(pull->cause == "registry_unreachable registry.example.org");
  CHECK(pull->text == "shop/web: pulling registry.example.org/a: dial tcp");
  const auto full = problem(ward::failed("shop/web", "disk_full", "transient", "no space"));
  CHECK(full->cause == "disk_full");
  CHECK(problem(ward::event("service.unhealthy", "shop/web"))->cause.empty());
}

TEST_CASE("a look tells what an event told, where that was missed") {
  heal::ServiceNow service;
  service.deployment = "shop";
  service.service = "web";
  service.why = "it is so";
  struct Case {
    ServicePhase phase;
    const char* fingerprint;
  };
  for (const auto& [phase, fingerprint] :
       {Case{ServicePhase::running, ""}, Case{ServicePhase::completed, ""},
        Case{ServicePhase::stopped, ""}, Case{ServicePhase::unknown, ""},
        Case{ServicePhase::starting, ""}, Case{ServicePhase::waiting, ""},
        Case{ServicePhase::backoff, ""}, Case{ServicePhase::unhealthy, "unhealthy"},
        Case{ServicePhase::needs_operator, "unknown"}, Case{ServicePhase::exited, "unknown"}}) {
    service.phase = phase;
    INFO(model::name_of(phase));
    CHECK(heal::problem_of(service).value_or(heal::Problem{}).fingerprint == fingerprint);
  }
  CHECK(heal::problem_of(service)->text == "shop/web: it is so");
  service.why.clear();
  CHECK(heal::problem_of(service)->text == "shop/web: it is exited");
  service.phase = ServicePhase::backoff;
  service.deaths = 2;
  CHECK_FALSE(heal::problem_of(service));
  service.deaths = 3;
  CHECK(heal::problem_of(service)->fingerprint == "crash_loop");
  service.fault = "disk_full";
  CHECK(heal::problem_of(service)->fingerprint == "disk_full");
  service.up_to_owner = true;
  CHECK_FALSE(heal::problem_of(service));
  service.up_to_owner = false;
  service.wanted = false;
  CHECK_FALSE(heal::problem_of(service));
}

TEST_CASE("a better fingerprint explains more") {
  CHECK(heal::is_better("disk_full", "unknown"));
  CHECK(heal::is_better("disk_full", "crash_loop"));
  CHECK(heal::is_better("disk_full", "engine_error"));
  CHECK(heal::is_better("oom_killed", "crash_loop"));
  CHECK(heal::is_better("unhealthy", "dependency_not_ready"));
  CHECK_FALSE(heal::is_better("crash_loop", "oom_killed"));
  CHECK_FALSE(heal::is_better("unhealthy", "crash_loop"));
  CHECK_FALSE(heal::is_better("disk_full", "image_missing"));
  CHECK_FALSE(heal::is_better("unknown", "unknown"));
}
