#include "model/policy.hpp"

#include "model/names.hpp"

namespace model {
namespace {

constexpr Names<Criticality, 3> criticalities{{{Criticality::critical, "critical"},
                                               {Criticality::standard, "standard"},
                                               {Criticality::optional, "optional"}}};
constexpr Names<HealMode, 3> heal_modes{
    {{HealMode::automatic, "auto"}, {HealMode::suggest, "suggest"}, {HealMode::off, "off"}}};
constexpr Names<ServiceKind, 2> service_kinds{
    {{ServiceKind::service, "service"}, {ServiceKind::job, "job"}}};
constexpr Names<KillMeans, 2> kill_meanings{
    {{KillMeans::drift, "drift"}, {KillMeans::stop, "stop"}}};
constexpr Names<Origin, 6> origins{{{Origin::builtin, "builtin"},
                                    {Origin::label, "label"},
                                    {Origin::deployment, "deployment"},
                                    {Origin::service, "service"},
                                    {Origin::configuration, "configuration"},
                                    {Origin::set, "set"}}};

}  // namespace

std::string_view name_of(Criticality value) { return name_in(criticalities, value); }
std::string_view name_of(HealMode value) { return name_in(heal_modes, value); }
std::string_view name_of(ServiceKind value) { return name_in(service_kinds, value); }
std::string_view name_of(KillMeans value) { return name_in(kill_meanings, value); }
std::string_view name_of(Origin value) { return name_in(origins, value); }
std::optional<Criticality> criticality_from(std::string_view text) {
  return value_in(criticalities, text);
}
std::optional<HealMode> heal_mode_from(std::string_view text) { return value_in(heal_modes, text); }
std::optional<ServiceKind> service_kind_from(std::string_view text) {
  return value_in(service_kinds, text);
}
std::optional<KillMeans> kill_means_from(std::string_view text) {
  return value_in(kill_meanings, text);
}

std::optional<ForeignDependency> foreign_dependency_from(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos || slash == 0) return std::nullopt;
  const auto colon = text.find(':', slash);
  const auto service =
      text.substr(slash + 1, colon == std::string_view::npos ? colon : colon - slash - 1);
  const auto condition = colon == std::string_view::npos ? "started" : text.substr(colon + 1);
  const bool known = condition == "started" || condition == "healthy" || condition == "completed";
  if (service.empty() || service.find('/') != std::string_view::npos || !known) return std::nullopt;
  return ForeignDependency{std::string(text.substr(0, slash)), std::string(service),
                           std::string(condition)};
}

std::string text_of(const ForeignDependency& dependency) {
  return dependency.deployment + "/" + dependency.service + ":" + dependency.condition;
}

}  // namespace model
