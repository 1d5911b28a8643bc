#include "compose/policy.hpp"

#include "compose/support.hpp"
#include "core/text.hpp"
#include "support/catch.hpp"

using compose_tests::error_of;
using compose_tests::load;
using core::contains;

TEST_CASE("x-evenkeel of the top level, of a service and labels are three layers") {
  const auto loaded = load(
      "x-evenkeel: {heal: suggest, deadline: 10m}\n"
      "services:\n"
      "  web:\n"
      "    image: x\n"
      "    x-evenkeel: {criticality: critical, kind: service, allow: [start, pull], depends_on: "
      "['postgres/db:healthy'], rollback: true}\n"
      "    labels: [evenkeel.grace=90s, 'evenkeel.kill_means=stop', autoheal=true, "
      "autoheal.stop.timeout=20]\n");
  INFO((loaded ? "" : loaded.error().what));
  REQUIRE(loaded.has_value());
  CHECK(loaded->spec.from_deployment.heal == model::HealMode::suggest);
  CHECK(loaded->spec.from_deployment.deadline == core::Milliseconds(600'000));
  const auto& web = loaded->spec.services.at("web");
  CHECK(web.from_service.criticality == model::Criticality::critical);
  CHECK(web.from_service.kind == model::ServiceKind::service);
  CHECK(web.from_service.allow == std::vector<std::string>{"start", "pull"});
  CHECK(web.from_service.depends_on ==
        std::vector<model::ForeignDependency>{{"postgres", "db", "healthy"}});
  CHECK(web.from_service.rollback == true);
  CHECK(web.from_labels.grace == core::Milliseconds(90'000));
  CHECK(web.from_labels.kill_means == model::KillMeans::stop);
  CHECK(web.from_labels.heal == model::HealMode::automatic);
  CHECK(web.from_labels.stop_timeout == core::Milliseconds(20'000));
}

TEST_CASE("wrong policy values are errors with file, line and what was expected") {
  const auto error = error_of(
      "x-evenkeel: {heal: maybe}\n"
      "services:\n"
      "  web:\n"
      "    image: x\n"
      "    x-evenkeel:\n"
      "      critcality: critical\n"
      "      deadline: 5\n"
      "    labels:\n"
      "      evenkeel.allow: start,reboot\n"
      "      evenkeel.depends_on: postgres\n");
  CHECK(contains(
      error, "compose.yaml:1: x-evenkeel.heal: expected one of auto, suggest, off; got `maybe`"));
  CHECK(contains(error,
                 "compose.yaml:6: services.web.x-evenkeel.critcality: unknown key `critcality`; "
                 "did you mean `criticality`?"));
  CHECK(contains(error, "compose.yaml:7: services.web.x-evenkeel.deadline: expected a duration"));
  CHECK(contains(
      error, "compose.yaml:9: services.web.labels.evenkeel.allow: expected one of start, restart"));
  CHECK(contains(
      error,
      "compose.yaml:10: services.web.labels.evenkeel.depends_on: expected deployment/service"));
}

TEST_CASE("x-evenkeel is no part of the config-hash and comes back from the canonical project") {
  const auto plain = load("services: {web: {image: x}}\n");
  const auto with = load(
      "x-evenkeel: {heal: off}\nservices: {web: {image: x, x-evenkeel: {kind: job, checks: {http: "
      "{port: 80}}}}}\n");
  REQUIRE(plain.has_value());
  REQUIRE(with.has_value());
  CHECK(plain->spec.services.at("web").config_hash == with->spec.services.at("web").config_hash);
  CHECK_FALSE(contains(with->printed_json, "job"));
  const auto again = compose::from_canonical(with->spec.canonical_json,
                                             {"/srv/shop", {"/srv/shop/compose.yaml"}, {}});
  REQUIRE(again.has_value());
  CHECK(again->spec == with->spec);
  CHECK(again->spec.services.at("web").from_service.kind == model::ServiceKind::job);
  CHECK(again->spec.services.at("web").from_service.later.at("checks") ==
        R"({"http":{"port":80}})");
}
