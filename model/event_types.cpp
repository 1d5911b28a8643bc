#include "model/event_types.hpp"

#include "core/text.hpp"

#include <algorithm>

namespace model {
namespace {

constexpr auto of_recovery =
    "cause: host_reboot|engine_restart|engine_crash|agent_restart, planned: boolean, down_from: "
    "time, "
    "up_at: time, took_ms: integer, deployments: [{name: string, outcome: "
    "already_running|recovered|pending|failed|left_stopped, services: [{name: string, "
    "outcome: string, note: string}], note: string, problem: string?}]";

const std::vector<EventType> types = {
    {"agent.started", ""},
    {"agent.stopping", ""},
    {"agent.latched", "crashes?: integer"},
    {"agent.rescue", "problem: string"},
    {"config.reloaded", ""},
    {"config.refused", ""},
    {"store.degraded", ""},
    {"host.booted", ""},
    {"host.degraded", ""},
    {"host.clock_stepped", "by_ms?: integer"},
    {"engine.connected", "version: string, api_version: string"},
    {"engine.lost", "why: string"},
    {"engine.restarted", ""},
    {"recovery.completed", of_recovery},
    {"recovery.updated", of_recovery},
    {"deployment.applied",
     "generation: integer, left_stopped: [string], by: string, reason: string"},
    {"deployment.released", ""},
    {"deployment.deleted", ""},
    {"deployment.adopted", ""},
    {"deployment.converged", "generation: integer"},
    {"deployment.degraded", "generation: integer, services: [string]"},
    {"deployment.changed_elsewhere", "what: string"},
    {"deployment.rolled_back", "from?: integer, to?: integer"},
    {"intent.changed",
     "state?: running|stopped, set_by?: api|engine|apply|adopt, by?: string, reason?: "
     "string, verdict?: string, why?: string, what?: string"},
    {"intent.tentative",
     "state: running|stopped, set_by: api|engine|apply|adopt, verdict: string, why: "
     "string"},
    {"intent.enforced", ""},
    {"intent.stopped_long", ""},
    {"hold.started", "id: integer, until: time, by: string, reason: string"},
    {"hold.ended", "id: integer, by: string, not_well: [string]"},
    {"service.started", "by: string"},
    {"service.exited", "exit_code: integer, asked_for: boolean"},
    {"service.oom_killed",
     "memory_limit_bytes: integer?, memory_bytes: integer?, processes: [{pid: integer, "
     "name: string, cpu_percent: number?, memory_bytes: integer}]"},
    {"service.unhealthy", ""},
    {"service.healthy", ""},
    {"service.crash_looping", "deaths: integer, exit_code: integer"},
    {"service.completed", "exit_code: integer, asked_for: boolean"},
    {"image.pull_started", "image: string"},
    {"image.pull_progress", "image: string, progress: string"},
    {"image.pull_completed", "image: string"},
    {"action.started", "action: string, object: string, because: string, detail: string"},
    {"action.succeeded", "action: string, object: string, because: string, detail: string"},
    {"action.failed",
     "action: string, object: string, because: string, detail: string, fault?: string, "
     "fault_class?: config|repairable|transient|engine"},
    {"incident.opened",
     "fingerprint: string, cause: string, subjects: [{deployment: string, service: "
     "string, check: string}], criticality: critical|standard|optional, occurrences: "
     "integer, recurring: boolean, problem: string"},
    {"incident.acknowledged", "by: string, reason: string"},
    {"incident.needs_operator",
     "fingerprint: string, cause: string, subjects: [{deployment: string, service: "
     "string, check: string}], criticality: critical|standard|optional, occurrences: "
     "integer, attempts: integer, problem: string"},
    {"incident.resolved",
     "fingerprint: string, cause: string, subjects: [{deployment: string, service: "
     "string, check: string}], criticality: critical|standard|optional, occurrences: "
     "integer, duration_ms: integer, how: string, reason: string"},
    {"healing.started", "remedy?: string"},
    {"healing.progress", "remedy?: string, progress?: string"},
    {"healing.completed", "remedy?: string"},
    {"healing.failed", "remedy?: string, problem?: string"},
    {"healing.delayed", "until?: time"},
    {"spike.started",
     "metric: cpu|memory, rule: threshold|adaptive, unit: "
     "percent_of_limit|percent|bytes, value: number, peak: number, above: number, "
     "limit: {value: number, unit: percent|bytes, of: limit|host}?, baseline: {median: "
     "number, scale: number}?, duration_ms: integer, since: time, processes: [{pid: "
     "integer, name: string, cpu_percent: number?, memory_bytes: integer}]"},
    {"spike.updated",
     "metric: cpu|memory, rule: threshold|adaptive, unit: "
     "percent_of_limit|percent|bytes, value: number, peak: number, above: number, "
     "limit: {value: number, unit: percent|bytes, of: limit|host}?, baseline: {median: "
     "number, scale: number}?, duration_ms: integer, since: time, processes: [{pid: "
     "integer, name: string, cpu_percent: number?, memory_bytes: integer}]"},
    {"spike.ended",
     "metric: cpu|memory, rule: threshold|adaptive, unit: "
     "percent_of_limit|percent|bytes, value: number, peak: number, above: number, "
     "limit: {value: number, unit: percent|bytes, of: limit|host}?, baseline: {median: "
     "number, scale: number}?, duration_ms: integer, ended: string, cause?: oom"},
    {"forecast.limit_near",
     "subject: string, metric: string, value: number, limit: number, per_second: "
     "number, confidence: number, expected_at: time"},
    {"forecast.cleared",
     "subject: string, metric: string, value: number, limit: number, per_second: "
     "number, confidence: number, cleared: string, cause?: oom"},
    {"check.failed",
     "check: string, type: string, criticality?: critical|standard|optional, output?: "
     "string, failures?: integer, containers?: [string], mount_point?: string, "
     "device?: string, level?: warn|critical|fine, used_percent?: number?, "
     "bytes_total?: integer, bytes_available?: integer, inodes_used_percent?: number?, "
     "eaters?: [{what: string, bytes: integer, command: string}]"},
    {"check.recovered",
     "check: string, type: string, criticality?: critical|standard|optional, output?: "
     "string, duration_ms?: integer, ended?: well|paused|optional|gone, mount_point?: "
     "string, device?: string, level?: warn|critical|fine, used_percent?: number?, "
     "bytes_total?: integer, bytes_available?: integer, inodes_used_percent?: number?, "
     "eaters?: [{what: string, bytes: integer, command: string}]"},
    {"notification.sent",
     "channel: string, notification: integer, message_id: string, title: string, "
     "attempts: integer, answer: string"},
    {"notification.failed",
     "channel?: string, subject?: string, answer: string, notification?: integer, "
     "message_id?: string, title?: string, attempts?: integer"},
    {"notification.dropped",
     "channel?: string, count?: integer, events?: integer, answer?: string, "
     "notification?: integer, message_id?: string, title?: string, attempts?: integer"},
    {"access.denied", "peer: string, reason: string, left_out: integer"},
    {"access.write", "by: string, method: string, path: string, status: integer, reason?: string"},
};

}  // namespace

const std::vector<EventType>& event_types() { return types; }

bool matches_event_type(std::string_view pattern) {
  return std::any_of(types.begin(), types.end(),
                     [&](const auto& each) { return core::glob_match(pattern, each.type); });
}

std::vector<std::string> event_type_patterns() {
  std::vector<std::string> names;
  for (const auto& each : types) {
    const auto family = std::string(each.type.substr(0, each.type.find('.'))) + ".*";
    if (std::find(names.begin(), names.end(), family) == names.end()) names.push_back(family);
    names.emplace_back(each.type);
  }
  return names;
}

}  // namespace model
