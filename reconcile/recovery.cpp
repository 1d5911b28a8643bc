#include "reconcile/recovery.hpp"

#include "core/time_text.hpp"

#include <algorithm>

namespace reconcile {
namespace {

// What is stopped on purpose and still runs is being stopped.
bool runs_on(const model::ServiceView& service) {
  return service.phase == model::ServicePhase::running &&
         service.intent.state == model::IntentState::running;
}

// One of which only a part is meant to run, as its owner stopped a replica, is as it was.
bool was_brought_back(const model::ServiceView& service, const FirstLook& first) {
  const auto down = first.down.find(service.name);
  return down != first.down.end() && service.running > down->second;
}

// Without a person nothing more comes of it.
bool rests(const model::ServiceView& service) { return service.up_to_owner || service.left_as_is; }

bool ended(const model::ServiceView& service) {
  using enum model::ServicePhase;
  return runs_on(service) || service.phase == stopped || service.phase == completed ||
         service.phase == paused || service.phase == needs_operator || rests(service);
}

ServiceReport service_report(const model::ServiceView& view, const FirstLook& first) {
  ServiceReport report{view.name, "pending", view.why};
  using enum model::ServicePhase;
  if (view.phase == stopped || view.phase == paused)
    report.outcome = "left_stopped";
  else if (runs_on(view) || (view.phase == unhealthy && rests(view)))  // not to be touched
    report.outcome = was_brought_back(view, first) ? "recovered" : "already_running";
  else if (view.phase == needs_operator)
    report.outcome = "failed";
  else if (view.phase == completed)
    report.outcome = "completed";
  else if (rests(view))
    report.outcome = "left_stopped";
  if (report.outcome == "recovered")
    report.note = "was down; evenkeel started it" +
                  (view.phase == unhealthy ? ", and it is ill: " + view.why : std::string());
  const auto assumed = first.assumed.find(view.name);
  const bool says_more = report.outcome != "pending" && !rests(view);
  if (assumed != first.assumed.end() && says_more) report.note = assumed->second;
  return report;
}

bool has(const std::vector<ServiceReport>& services, std::string_view outcome) {
  return std::any_of(services.begin(), services.end(),
                     [&](const auto& s) { return s.outcome == outcome; });
}

std::string outcome_of(const std::vector<ServiceReport>& services) {
  if (has(services, "failed")) return "failed";
  if (has(services, "pending")) return "pending";
  if (has(services, "recovered")) return "recovered";
  if (has(services, "already_running") || has(services, "completed")) return "already_running";
  return services.empty() ? "already_running" : "left_stopped";
}

std::string names(const std::vector<ServiceReport>& services, std::string_view outcome) {
  std::string text;
  for (const auto& service : services) {
    if (service.outcome != outcome) continue;
    text += (text.empty() ? "" : ", ") + service.name;
  }
  return text;
}

std::string note_of(const std::vector<ServiceReport>& services) {
  std::string note;
  const std::pair<std::string_view, std::string_view> parts[] = {
      {"recovered", "started by evenkeel"},
      {"left_stopped", "left stopped on purpose"},
      {"pending", "not yet well"},
      {"failed", "needs an operator"}};
  for (const auto& [outcome, words] : parts) {
    const auto who = names(services, outcome);
    if (!who.empty()) note += (note.empty() ? "" : "; ") + who + " " + std::string(words);
  }
  return note;
}

}  // namespace

std::string_view name_of(RecoveryCause cause) {
  switch (cause) {
    case RecoveryCause::host_reboot: return "host_reboot";
    case RecoveryCause::engine_restart: return "engine_restart";
    case RecoveryCause::engine_crash: return "engine_crash";
    case RecoveryCause::agent_restart: return "agent_restart";
  }
  return "agent_restart";
}

bool same_engine(std::string_view a, std::string_view b) { return !a.empty() && a == b; }

std::optional<Return> classify_return(const ReturnEvidence& evidence) {
  if (!evidence.last) return std::nullopt;
  const auto& last = *evidence.last;
  Return what;
  what.down_from = std::min(last.at, evidence.now);
  what.up_at = evidence.now;
  what.new_engine = !same_engine(last.engine_start, evidence.engine_start);
  if (!last.boot_id.empty() && last.boot_id != evidence.boot_id) {
    what.cause = RecoveryCause::host_reboot;
    what.planned = last.clean_stop || evidence.shutdown_seen;
    what.new_engine = true;
  } else if (!what.new_engine) {
    // The stream broke and both are as they were: that needs a fresh look and no report.
    if (!evidence.agent_just_started) return std::nullopt;
    what.cause = RecoveryCause::agent_restart;
    what.planned = last.clean_stop;
  } else if (evidence.survivors_stopped_at_boot && !evidence.shutdown_seen) {
    what.cause = RecoveryCause::engine_crash;
  } else if (evidence.agent_just_started && evidence.engine_start.starts_with("own:")) {
    // Nothing tells whether the engine was restarted too: say only what is known.
    what.cause = RecoveryCause::agent_restart;
    what.planned = last.clean_stop;
  } else {
    what.planned = evidence.shutdown_seen || evidence.agent_just_started;
    // An end in order is known by the stops of what runs.
    const bool crashed = !what.planned && evidence.something_ran;
    what.cause = crashed ? RecoveryCause::engine_crash : RecoveryCause::engine_restart;
  }
  return what;
}

bool RecoveryReport::any_failed() const {
  return std::any_of(deployments.begin(), deployments.end(),
                     [](const auto& d) { return d.outcome == "failed"; });
}

bool RecoveryReport::any_pending() const {
  return std::any_of(deployments.begin(), deployments.end(),
                     [](const auto& d) { return d.outcome == "pending"; });
}

bool RecoveryReport::anything_done() const {
  return std::any_of(deployments.begin(), deployments.end(), [](const auto& d) {
    return d.outcome != "already_running" && d.outcome != "left_stopped";
  });
}

DeploymentReport report_of(const model::DeploymentView& view, const FirstLook& first) {
  DeploymentReport report;
  report.name = view.name;
  for (const auto& service : view.services)
    report.services.push_back(service_report(service, first));
  report.outcome = outcome_of(report.services);
  report.note = note_of(report.services);
  for (const auto& service : view.services) {
    if (service.phase == model::ServicePhase::needs_operator)
      report.problem = service.name + ": " + service.why;
  }
  return report;
}

bool settled(const model::DeploymentView& view) {
  return view.observed_at.has_value() &&
         std::all_of(view.services.begin(), view.services.end(), ended);
}

std::string recovery_message(const RecoveryReport& report) {
  std::map<std::string, int> count;
  for (const auto& deployment : report.deployments) ++count[deployment.outcome];
  std::string text = "after ";
  switch (report.what.cause) {
    case RecoveryCause::host_reboot:
      text += report.what.planned ? "a host reboot" : "an unplanned host reboot";
      break;
    case RecoveryCause::engine_restart: text += "an engine restart"; break;
    case RecoveryCause::engine_crash: text += "an engine crash"; break;
    case RecoveryCause::agent_restart: text += "an agent restart"; break;
  }
  text += ": " + std::to_string(report.deployments.size()) + " deployment" +
          (report.deployments.size() == 1 ? "" : "s");
  const std::pair<const char*, const char*> parts[] = {{"already_running", "running already"},
                                                       {"recovered", "recovered by evenkeel"},
                                                       {"left_stopped", "left stopped on purpose"},
                                                       {"pending", "not settled yet"},
                                                       {"failed", "failed"}};
  for (const auto& [outcome, words] : parts) {
    if (count[outcome] > 0) text += ", " + std::to_string(count[outcome]) + " " + words;
  }
  return text + " (down since " + core::local_text(report.what.down_from) + ")";
}

}  // namespace reconcile
