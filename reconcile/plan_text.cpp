#include "reconcile/plan_text.hpp"

#include "core/text.hpp"
#include "core/time_text.hpp"

#include <algorithm>

namespace reconcile {
namespace {

std::string network_name(const model::Spec& spec, const std::string& key) {
  const auto it = spec.networks.find(key);
  return it == spec.networks.end() ? key : it->second.name;
}

std::string volume_name(const model::Spec& spec, const std::string& key) {
  const auto it = spec.volumes.find(key);
  return it == spec.volumes.end() ? key : it->second.name;
}

struct Say {
  const model::Spec& spec;
  const model::ServiceName& service;

  std::string on(const std::string& verb, const std::string& container) const {
    return verb + " " + spec.name + "/" + service + " (" + container + ")";
  }
  std::string operator()(const model::CreateNetwork& a) const {
    return "create network " + network_name(spec, a.key);
  }
  std::string operator()(const model::CreateVolume& a) const {
    return "create volume " + volume_name(spec, a.key);
  }
  std::string operator()(const model::RemoveNetwork& a) const { return "remove network " + a.name; }
  std::string operator()(const model::RemoveVolume& a) const { return "remove volume " + a.name; }
  std::string operator()(const model::PullImage& a) const {
    return "pull " + a.reference + " for " + spec.name + "/" + service;
  }
  std::string operator()(const model::CreateContainer& a) const {
    return on("create", a.name) + " from " + a.image;
  }
  std::string operator()(const model::StartContainer& a) const { return on("start", a.name); }
  std::string operator()(const model::StopContainer& a) const { return on("stop", a.name); }
  std::string operator()(const model::RestartContainer& a) const { return on("restart", a.name); }
  std::string operator()(const model::RemoveContainer& a) const { return on("remove", a.name); }
  std::string operator()(const model::RenameContainer& a) const {
    return on("rename", a.from) + " to " + a.to;
  }
  std::string operator()(const model::ConnectNetwork& a) const {
    return on("connect", a.container_name) + " to network " + a.network;
  }
};

std::string gate_text(const model::Gate& gate) {
  switch (gate.condition) {
    case model::DependencyCondition::started: return gate.service + " is started";
    case model::DependencyCondition::healthy: return gate.service + " is healthy";
    case model::DependencyCondition::completed: return gate.service + " has completed";
  }
  return gate.service;
}

// Steps speak for themselves, but do not say that a person is needed.
bool is_open(const model::Plan& plan, const model::ServiceVerdict& verdict) {
  using model::ServicePhase;
  if (verdict.phase == ServicePhase::completed || verdict.phase == ServicePhase::stopped)
    return false;
  if (verdict.phase == ServicePhase::running && verdict.why.empty()) return false;
  if (verdict.phase == ServicePhase::needs_operator) return true;
  return std::none_of(plan.steps.begin(), plan.steps.end(),
                      [&](const model::Step& step) { return step.service == verdict.service; });
}

std::string verdict_text(const model::ServiceVerdict& verdict, const model::Spec& spec,
                         std::optional<core::Instant> now) {
  auto text = spec.name + "/" + verdict.service + "  " + std::string(name_of(verdict.phase));
  if (!verdict.why.empty()) text += ": " + verdict.why;
  if (!verdict.next_attempt || !now) return text;
  const auto in = std::max(core::Milliseconds{0}, *verdict.next_attempt - now->mono);
  return text + "  next attempt " + core::local_text(now->wall + in);
}

}  // namespace

std::string action_text(const model::Step& step, const model::Spec& spec) {
  return std::visit(Say{spec, step.service}, step.action);
}

std::string step_text(const model::Step& step, const model::Spec& spec) {
  auto text = action_text(step, spec);
  std::vector<std::string> gates;
  for (const auto& gate : step.gates) gates.push_back(gate_text(gate));
  if (step.under_way) text += "  (under way)";
  if (!gates.empty()) text += "  once " + core::join(gates, " and ");
  return text + "  because " + step.because;
}

std::string steps_text(const model::Plan& plan, const model::Spec& spec) {
  if (plan.steps.empty()) return "nothing to do\n";
  std::string text;
  for (std::size_t i = 0; i < plan.steps.size(); ++i)
    text += std::to_string(i + 1) + "  " + step_text(plan.steps[i], spec) + "\n";
  return text;
}

std::string plan_text(const model::Plan& plan, const model::Spec& spec,
                      std::optional<core::Instant> now) {
  std::string rest;
  for (const auto& verdict : plan.services) {
    if (is_open(plan, verdict)) rest += verdict_text(verdict, spec, now) + "\n";
  }
  for (const auto& note : plan.notes) rest += "note: " + note + "\n";
  if (plan.steps.empty() && !rest.empty()) return "nothing to do now\n" + rest;
  return steps_text(plan, spec) + rest;
}

}  // namespace reconcile
