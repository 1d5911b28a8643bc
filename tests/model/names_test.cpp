#include "model/action.hpp"
#include "model/event.hpp"
#include "model/intent.hpp"
#include "model/policy.hpp"

#include "support/catch.hpp"

using namespace std::string_view_literals;

TEST_CASE("names of the contract are read back as the value they name") {
  using namespace model;
  for (const auto value : {Criticality::critical, Criticality::standard, Criticality::optional})
    CHECK(criticality_from(name_of(value)) == value);
  for (const auto value : {HealMode::automatic, HealMode::suggest, HealMode::off})
    CHECK(heal_mode_from(name_of(value)) == value);
  for (const auto value : {ServiceKind::service, ServiceKind::job})
    CHECK(service_kind_from(name_of(value)) == value);
  for (const auto value : {KillMeans::drift, KillMeans::stop})
    CHECK(kill_means_from(name_of(value)) == value);
  for (const auto value : {Severity::info, Severity::warning, Severity::critical})
    CHECK(severity_from(name_of(value)) == value);
  CHECK(heal_mode_from("auto") == HealMode::automatic);
  CHECK_FALSE(heal_mode_from("automatic"));
  CHECK_FALSE(criticality_from(""));
}

TEST_CASE("every phase of the contract has its name") {
  using model::ServicePhase;
  const std::vector<std::string_view> expected{
      "running",        "creating",  "pulling",    "building", "starting",
      "waiting",        "unhealthy", "restarting", "backoff",  "exited",
      "missing",        "paused",    "completed",  "stopped",  "changing_elsewhere",
      "needs_operator", "unknown"};
  std::vector<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(ServicePhase::unknown); ++i)
    names.push_back(name_of(static_cast<ServicePhase>(i)));
  CHECK(names == expected);
  CHECK(name_of(model::DeploymentPhase::degraded) == "degraded"sv);
}

TEST_CASE("every action has a verb of its own") {
  using namespace model;
  const std::vector<Action> actions{CreateNetwork{},   CreateVolume{},    RemoveNetwork{},
                                    RemoveVolume{},    PullImage{},       CreateContainer{},
                                    StartContainer{},  StopContainer{},   RestartContainer{},
                                    RemoveContainer{}, RenameContainer{}, ConnectNetwork{}};
  std::map<std::string_view, int> seen;
  for (const auto& action : actions) ++seen[verb_of(action)];
  CHECK(seen.size() == std::variant_size_v<Action>);
  CHECK(verb_of(StartContainer{}) == "start"sv);
}

TEST_CASE("intents name their state, setter and proof") {
  CHECK(name_of(model::IntentState::stopped) == "stopped"sv);
  CHECK(name_of(model::SetBy::engine) == "engine"sv);
  CHECK(name_of(model::StopProof::by_client) == "by_client"sv);
  CHECK(name_of(model::Origin::configuration) == "configuration"sv);
}

TEST_CASE("a dependency on another deployment is read from its short form") {
  using model::foreign_dependency_from;
  CHECK(foreign_dependency_from("postgres/db:healthy") ==
        model::ForeignDependency{"postgres", "db", "healthy"});
  CHECK(foreign_dependency_from("postgres/db") ==
        model::ForeignDependency{"postgres", "db", "started"});
  CHECK(text_of(*foreign_dependency_from("postgres/db")) == "postgres/db:started");
  for (const char* text : {"", "db", "/db", "postgres/", "postgres/db:", "postgres/db:well",
                           "a/b/c", "postgres/:healthy"}) {
    CAPTURE(text);
    CHECK_FALSE(foreign_dependency_from(text));
  }
}
