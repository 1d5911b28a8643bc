#include "monitor/checks/check_event_codec.hpp"

#include "core/time_text.hpp"
#include "monitor/data_text.hpp"

#include <nlohmann/json.hpp>

namespace monitor {
namespace {

using Json = nlohmann::ordered_json;

model::Severity severity_of(model::Criticality criticality) {
  switch (criticality) {
    case model::Criticality::critical: return model::Severity::critical;
    case model::Criticality::standard: return model::Severity::warning;
    case model::Criticality::optional: break;
  }
  return model::Severity::info;
}

// "the check `backup`", "shop/web: its check `ready`"
std::string check_in_text(const Check& check) {
  const auto name = "check `" + check.name + "`";
  if (check.of_host()) return "the " + name;
  return check.deployment + "/" + check.service + ": its " + name;
}

std::string end_text(const Check& check, const Finding& finding, const ToldFailure& told,
                     FailureEnd end, core::WallTime at) {
  const auto lasted = std::chrono::round<std::chrono::seconds>(at - told.at);
  switch (end) {
    case FailureEnd::well:
      return check_in_text(check) + " is well again after " + core::duration_text(lasted) +
             (finding.text.empty() ? "" : ": " + finding.text);
    case FailureEnd::paused:
      return check_in_text(check) + " failed and is not made any more: the service does not run";
    case FailureEnd::optional:
      return check_in_text(check) + " fails, but is optional now: it is not told of any more";
    case FailureEnd::gone: break;
  }
  return check_in_text(check) + " failed and is not made any more: it is not configured now";
}

std::string_view name_of(FailureEnd end) {
  switch (end) {
    case FailureEnd::well: return "well";
    case FailureEnd::paused: return "paused";
    case FailureEnd::optional: return "optional";
    case FailureEnd::gone: break;
  }
  return "gone";
}

Json data_of_check(const Check& check, const Finding& finding) {
  return {{"check", id_of(check)},
          {"type", type_of(check.probe)},
          {"criticality", model::name_of(check.criticality)},
          {"output", finding.text}};
}

model::Event event_of_check(const Check& check, const char* type, core::WallTime at) {
  model::Event event;
  event.at = at;
  event.type = type;
  event.deployment = check.deployment;
  event.service = check.service;
  return event;
}

}  // namespace

ToldFailure told_of(const Check& check, core::WallTime at) {
  return {at, severity_of(check.criticality), check.criticality != model::Criticality::optional};
}

std::string failure_text(const Check& check, const Finding& finding) {
  return "its check `" + check.name + "` fails: " + finding.text;
}

model::Event check_failed_event(const Check& check, const Finding& finding, int failures,
                                core::WallTime at) {
  const auto told = told_of(check, at);
  auto event = event_of_check(check, "check.failed", at);
  event.severity = told.severity;
  if (finding.failing.size() == 1) event.container = finding.failing.front();
  if (told.alerting) event.alert = model::Alert{"check/" + id_of(check), true};
  event.message = check_in_text(check) + " fails: " + finding.text;
  if (failures > 1) event.message += " (" + std::to_string(failures) + " times in a row)";
  auto data = data_of_check(check, finding);
  data["failures"] = failures;
  data["containers"] = finding.failing;
  event.data = data_text(data);
  return event;
}

model::Event check_recovered_event(const Check& check, const Finding& finding,
                                   const ToldFailure& told, FailureEnd end, core::WallTime at) {
  auto event = event_of_check(check, "check.recovered", at);
  event.severity = told.severity;
  if (told.alerting) event.alert = model::Alert{"check/" + id_of(check), false};
  event.message = end_text(check, finding, told, end, at);
  auto data = data_of_check(check, finding);
  data["duration_ms"] = (at - told.at).count();
  data["ended"] = name_of(end);
  event.data = data_text(data);
  return event;
}

model::Event check_mistake_event(const model::DeploymentName& deployment,
                                 const model::ServiceName& service, const std::string& mistake,
                                 core::WallTime at) {
  model::Event event;
  event.at = at;
  event.type = "config.refused";
  event.severity = model::Severity::warning;
  event.deployment = deployment;
  event.service = service;
  event.message =
      deployment + "/" + service + ": " + mistake + "; until that is mended it has no checks";
  return event;
}

}  // namespace monitor
