#include "reconcile/call_record.hpp"

#include "model/config_hash.hpp"
#include "reconcile/event_codec.hpp"

#include <type_traits>

namespace reconcile {
namespace {

template <class T>
constexpr bool acts_on_container =
    std::is_same_v<T, model::StartContainer> || std::is_same_v<T, model::StopContainer> ||
    std::is_same_v<T, model::RestartContainer> || std::is_same_v<T, model::RemoveContainer> ||
    std::is_same_v<T, model::RenameContainer> || std::is_same_v<T, model::ConnectNetwork>;

std::string object_of(const model::Action& action) {
  return std::visit(
      [](const auto& a) -> std::string {
        using T = std::decay_t<decltype(a)>;
        if constexpr (std::is_same_v<T, model::CreateNetwork> ||
                      std::is_same_v<T, model::CreateVolume>)
          return a.key;
        else if constexpr (std::is_same_v<T, model::PullImage>)
          return a.reference;
        else if constexpr (std::is_same_v<T, model::RenameContainer>)
          return a.to;
        else if constexpr (std::is_same_v<T, model::ConnectNetwork>)
          return a.container_name + " to " + a.network;
        else
          return a.name;
      },
      action);
}

std::string verb_text(const model::Action& action) {
  std::string text{model::verb_of(action)};
  for (auto& c : text)
    if (c == '_') c = ' ';
  return text;
}

}  // namespace

Work work_for(const model::Deployment& deployment, const model::Step& step,
              const std::map<model::ServiceName, model::ContainerId>& parents,
              std::function<void(std::string)> progress) {
  Work work;
  work.step = step;
  work.spec = deployment.current.spec;
  const auto inspected = deployment.current.inspects.find(step.service);
  if (inspected != deployment.current.inspects.end()) work.as_inspected = inspected->second;
  work.parents = parents;
  work.progress = std::move(progress);
  return work;
}

std::pair<model::ServiceName, int> created_key(const model::Step& step) {
  if (const auto* start = std::get_if<model::StartContainer>(&step.action))
    return {step.service, start->number};
  if (const auto* rename = std::get_if<model::RenameContainer>(&step.action))
    return {step.service, rename->number};
  return {step.service, 0};
}

std::string subject_of(const model::Step& step, const Work& work) {
  return std::visit(
      [&](const auto& a) -> std::string {
        using T = std::decay_t<decltype(a)>;
        if constexpr (std::is_same_v<T, model::CreateContainer>)
          return a.name;
        else if constexpr (acts_on_container<T>)
          return a.container.empty() ? work.created : a.container;
        else
          return "";
      },
      step.action);
}

bool needs_record(const model::Action& action) {
  return std::visit(
      [](const auto& a) {
        using T = std::decay_t<decltype(a)>;
        return std::is_same_v<T, model::CreateContainer> ||
               std::is_same_v<T, model::StopContainer> ||
               std::is_same_v<T, model::RestartContainer> ||
               std::is_same_v<T, model::RemoveContainer> ||
               std::is_same_v<T, model::RenameContainer>;
      },
      action);
}

std::vector<Change> changes_before(const Pass& pass, const model::Step& step,
                                   const std::string& key, const std::string& subject,
                                   core::WallTime now) {
  OwnCall call;
  call.key = key;
  call.deployment = pass.deployment;
  call.service = step.service;
  call.verb = model::verb_of(step.action);
  call.subject = subject;
  call.generation = pass.generation;
  call.engine_start = pass.engine_start;
  call.at = now;
  std::vector<Change> changes;
  changes.emplace_back(BeginOwnCall{std::move(call)});
  return changes;
}

bool is_lost(const model::Outcome<Done>& outcome) { return !outcome && outcome.error().undecided; }

std::string made_with_of(const Work& work) {
  if (!std::holds_alternative<model::CreateContainer>(work.step.action) || !work.spec) return "";
  const auto service = work.spec->services.find(work.step.service);
  return service == work.spec->services.end() ? "" : model::made_with(*work.spec, service->second);
}

std::vector<Change> changes_after(const Pass& pass, const Ledger& ledger, const model::Step& step,
                                  const std::string& key, const model::Outcome<Done>& outcome,
                                  const std::string& made_with) {
  std::vector<Change> changes;
  const auto* create = std::get_if<model::CreateContainer>(&step.action);
  // What a lost create has made is known by its call until a look decides (facts.hpp); of what a
  // lost stop, restart or removal does yet, the next life of the agent must know whose it is.
  const bool rename = std::holds_alternative<model::RenameContainer>(step.action);
  const bool open = is_lost(outcome) && !rename;
  if (needs_record(step.action) && !open) changes.emplace_back(AnswerOwnCall{key});
  if (!outcome) return changes;
  if (create != nullptr) {
    for (auto& older : open_creates(ledger.desire(), pass.deployment, create->name))
      if (older != key) changes.emplace_back(AnswerOwnCall{std::move(older)});
    model::ContainerRecord record{outcome->container, step.service, pass.generation, ""};
    record.made_with = made_with;
    changes.emplace_back(RecordContainer{pass.deployment, std::move(record)});
  } else if (const auto* remove = std::get_if<model::RemoveContainer>(&step.action)) {
    const auto* deployment = ledger.find(pass.deployment);
    if (deployment != nullptr && deployment->containers.contains(remove->container)) {
      changes.emplace_back(ForgetContainer{pass.deployment, remove->container});
    }
  }
  return changes;
}

std::string_view fail_point_after(const model::Action& action) {
  return std::visit(
      [](const auto& a) -> std::string_view {
        using T = std::decay_t<decltype(a)>;
        if constexpr (std::is_same_v<T, model::CreateContainer>)
          return "create.after_engine";
        else if constexpr (std::is_same_v<T, model::StartContainer>)
          return "start.after_engine";
        else if constexpr (std::is_same_v<T, model::RestartContainer>)
          return "restart.after_engine";
        else if constexpr (std::is_same_v<T, model::StopContainer>)
          return "stop.after_engine";
        else if constexpr (std::is_same_v<T, model::RemoveContainer>)
          return "remove.after_engine";
        else if constexpr (std::is_same_v<T, model::RenameContainer>)
          return "rename.after_engine";
        else if constexpr (std::is_same_v<T, model::PullImage>)
          return "pull.after_engine";
        else if constexpr (std::is_same_v<T, model::CreateVolume> ||
                           std::is_same_v<T, model::RemoveVolume>)
          return "volume.after_engine";
        else
          return "network.after_engine";
      },
      action);
}

model::Event action_event(const Pass& pass, const model::Step& step, std::string type,
                          model::Severity severity, core::WallTime now, const std::string& detail,
                          const model::Fault* fault) {
  model::Event event;
  event.at = now;
  event.severity = severity;
  event.deployment = pass.deployment;
  event.service = step.service;
  const std::string what = verb_text(step.action) + " " + object_of(step.action);
  event.message = detail.empty() ? what + ": " + step.because : what + ": " + detail;
  event.data = event_data({{"action", std::string(model::verb_of(step.action))},
                           {"object", object_of(step.action)},
                           {"because", step.because},
                           {"detail", detail}});
  if (fault != nullptr) {
    event.data = event_data({{"action", std::string(model::verb_of(step.action))},
                             {"object", object_of(step.action)},
                             {"because", step.because},
                             {"detail", detail},
                             {"fault", std::string(model::name_of(fault->kind))},
                             {"fault_class", std::string(model::name_of(fault->klass))}});
  }
  event.type = std::move(type);
  return event;
}

std::optional<model::Event> pull_event(const Pass& pass, const model::Step& step, std::string type,
                                       core::WallTime now, const std::string& progress) {
  const auto* pull = std::get_if<model::PullImage>(&step.action);
  if (pull == nullptr) return std::nullopt;
  const std::string detail = type == "image.pull_completed" ? "done" : progress;
  auto event = action_event(pass, step, std::move(type), model::Severity::info, now, detail);
  event.data = progress.empty() ? event_data({{"image", pull->reference}})
                                : event_data({{"image", pull->reference}, {"progress", progress}});
  return event;
}

}  // namespace reconcile
