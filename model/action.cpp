#include "model/action.hpp"

#include "model/names.hpp"

namespace model {
namespace {

constexpr Names<ServicePhase, 17> service_phases{
    {{ServicePhase::running, "running"},
     {ServicePhase::creating, "creating"},
     {ServicePhase::pulling, "pulling"},
     {ServicePhase::building, "building"},
     {ServicePhase::starting, "starting"},
     {ServicePhase::waiting, "waiting"},
     {ServicePhase::unhealthy, "unhealthy"},
     {ServicePhase::restarting, "restarting"},
     {ServicePhase::backoff, "backoff"},
     {ServicePhase::exited, "exited"},
     {ServicePhase::missing, "missing"},
     {ServicePhase::paused, "paused"},
     {ServicePhase::completed, "completed"},
     {ServicePhase::stopped, "stopped"},
     {ServicePhase::changing_elsewhere, "changing_elsewhere"},
     {ServicePhase::needs_operator, "needs_operator"},
     {ServicePhase::unknown, "unknown"}}};
constexpr Names<DeploymentPhase, 6> deployment_phases{{{DeploymentPhase::converged, "converged"},
                                                       {DeploymentPhase::converging, "converging"},
                                                       {DeploymentPhase::degraded, "degraded"},
                                                       {DeploymentPhase::failed, "failed"},
                                                       {DeploymentPhase::stopped, "stopped"},
                                                       {DeploymentPhase::unknown, "unknown"}}};
constexpr Names<DependencyCondition, 3> conditions{{{DependencyCondition::started, "started"},
                                                    {DependencyCondition::healthy, "healthy"},
                                                    {DependencyCondition::completed, "completed"}}};

// One function an alternative, so that a new action without a verb does not compile.
struct VerbOf {
  std::string_view operator()(const CreateNetwork&) const { return "create_network"; }
  std::string_view operator()(const CreateVolume&) const { return "create_volume"; }
  std::string_view operator()(const RemoveNetwork&) const { return "remove_network"; }
  std::string_view operator()(const RemoveVolume&) const { return "remove_volume"; }
  std::string_view operator()(const PullImage&) const { return "pull"; }
  std::string_view operator()(const CreateContainer&) const { return "create"; }
  std::string_view operator()(const StartContainer&) const { return "start"; }
  std::string_view operator()(const StopContainer&) const { return "stop"; }
  std::string_view operator()(const RestartContainer&) const { return "restart"; }
  std::string_view operator()(const RemoveContainer&) const { return "remove"; }
  std::string_view operator()(const RenameContainer&) const { return "rename"; }
  std::string_view operator()(const ConnectNetwork&) const { return "connect_network"; }
};

}  // namespace

std::string_view name_of(ServicePhase phase) { return name_in(service_phases, phase); }
std::string_view name_of(DeploymentPhase phase) { return name_in(deployment_phases, phase); }
std::string_view name_of(DependencyCondition condition) { return name_in(conditions, condition); }
std::string_view verb_of(const Action& action) { return std::visit(VerbOf{}, action); }

}  // namespace model
