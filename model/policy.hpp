// The policy keys of the contract, resolved for one service, with the origin of each value.
#pragma once

#include "core/clock.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace model {

enum class Criticality { critical, standard, optional };
enum class HealMode { automatic, suggest, off };
enum class ServiceKind { service, job };
enum class KillMeans { drift, stop };
// Where a value comes from, the nearest last: the later one wins.
enum class Origin { builtin, label, deployment, service, configuration, set };

// A dependency on a service of another deployment: "postgres/db:healthy".
struct ForeignDependency {
  std::string deployment;
  std::string service;
  std::string condition;  // started | healthy | completed
  bool operator==(const ForeignDependency&) const = default;
};

// What one place says; absent = not said there.
struct PolicyLayer {
  std::optional<Criticality> criticality;
  std::optional<HealMode> heal;
  std::optional<std::vector<std::string>> allow;
  std::optional<ServiceKind> kind;
  std::optional<std::vector<ForeignDependency>> depends_on;
  std::optional<core::Milliseconds> grace;
  std::optional<KillMeans> kill_means;
  std::optional<bool> rollback;
  std::optional<core::Milliseconds> deadline;
  std::optional<core::Milliseconds> stop_timeout;  // autoheal.stop.timeout
  std::optional<std::string> notes;
  std::map<std::string, std::string> later;  // spikes, checks: kept as JSON text for the parts that
                                             // read them
  bool operator==(const PolicyLayer&) const = default;
};

std::string_view name_of(Criticality value);
std::string_view name_of(HealMode value);
std::string_view name_of(ServiceKind value);
std::string_view name_of(KillMeans value);
std::string_view name_of(Origin value);
std::optional<Criticality> criticality_from(std::string_view text);
std::optional<HealMode> heal_mode_from(std::string_view text);
std::optional<ServiceKind> service_kind_from(std::string_view text);
std::optional<KillMeans> kill_means_from(std::string_view text);
// "postgres/db:healthy"; without a condition, `started`. Nothing where it is not of that form.
std::optional<ForeignDependency> foreign_dependency_from(std::string_view text);
// "postgres/db:healthy"
std::string text_of(const ForeignDependency& dependency);

}  // namespace model
