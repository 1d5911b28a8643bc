#include "api/event_types.hpp"

namespace api {

namespace {

const std::vector<EventType> types = {
    {"agent.started", "version"},
    {"agent.stopping", ""},
    {"agent.latched", "crashes"},
    {"agent.rescue", "problem"},
    {"config.reloaded", ""},
    {"config.refused", "errors"},
    {"store.degraded", "problem"},
    {"host.booted", "boot_id"},
    {"host.degraded", "problem"},
    {"host.clock_stepped", "by_ms"},
    {"engine.connected", "version, api_version"},
    {"engine.lost", "problem"},
    {"engine.restarted", ""},
    {"recovery.completed",
     "cause: host_reboot|engine_restart|engine_crash|agent_restart, planned, down_from, up_at, "
     "took_ms, deployments: [{name, outcome: "
     "already_running|recovered|pending|failed|left_stopped, services, note, problem}]"},
    {"recovery.updated", "as recovery.completed"},
    {"deployment.applied", "generation, changed, left_stopped"},
    {"deployment.released", ""},
    {"deployment.deleted", "volumes"},
    {"deployment.adopted", ""},
    {"deployment.converged", "generation"},
    {"deployment.degraded", "services"},
    {"deployment.changed_elsewhere", "services, images, generation"},
    {"deployment.rolled_back", "from, to"},
    {"intent.changed", "state, set_by, by, reason, proof"},
    {"intent.tentative", "verdict"},
    {"intent.enforced", "state"},
    {"intent.stopped_long", "since"},
    {"hold.started", "id, until, by, reason"},
    {"hold.ended", "id, by, not_well"},
    {"service.started", ""},
    {"service.exited", "exit_code"},
    {"service.oom_killed", ""},
    {"service.unhealthy", "output"},
    {"service.healthy", ""},
    {"service.crash_looping", "restarts"},
    {"service.completed", "exit_code"},
    {"image.pull_started", "image"},
    {"image.pull_progress", "image, progress"},
    {"image.pull_completed", "image"},
    {"action.started", "action, object, because"},
    {"action.succeeded", "action, object, because"},
    {"action.failed",
     "action, object, because, detail, fault, fault_class: config|repairable|transient|engine"},
    {"incident.opened",
     "fingerprint, cause, subjects: [{deployment, service, check}], criticality, occurrences, "
     "recurring, problem"},
    {"incident.acknowledged", "by, reason"},
    {"incident.needs_operator",
     "fingerprint, cause, subjects, criticality, occurrences, attempts, problem"},
    {"incident.resolved", "fingerprint, cause, subjects, duration_ms, occurrences, how, reason"},
    {"healing.started", "remedy"},
    {"healing.progress", "remedy, progress"},
    {"healing.completed", "remedy"},
    {"healing.failed", "remedy, problem"},
    {"healing.delayed", "until"},
    {"spike.started",
     "metric: cpu|memory, rule: threshold|adaptive, unit: percent_of_limit|percent|bytes, value, "
     "peak, above, limit: {value, unit, of}, baseline: {median, scale}, duration_ms, since, "
     "processes: [{pid, name, cpu_percent, memory_bytes}]"},
    {"spike.updated", "metric, value"},
    {"spike.ended", "as spike.started, without since and processes; ended"},
    {"forecast.limit_near", "subject, metric, value, limit, per_second, confidence, expected_at"},
    {"forecast.cleared", "subject, metric, value, limit, per_second, confidence, cleared"},
    {"check.failed",
     "check, type, criticality, output, failures, containers; of a disk: check, type, mount_point, "
     "device, level: warn|critical, used_percent, bytes_total, bytes_available, "
     "inodes_used_percent, eaters: [{what, bytes, command}]"},
    {"check.recovered",
     "check, type, criticality, output, duration_ms, ended: well|paused|gone; of a disk as "
     "check.failed"},
    {"notification.sent", "channel, notification, message_id, title, attempts, answer"},
    {"notification.failed",
     "channel, answer; of one that was refused as notification.sent; of the heartbeat and the "
     "report subject, answer"},
    {"notification.dropped",
     "channel, count, answer; of one that was refused as notification.sent; or events, which the "
     "log did not keep long enough"},
    {"access.denied", "peer, reason, left_out"},
    {"access.write", "by, method, path, status"},
};

}  // namespace

const std::vector<EventType>& event_types() { return types; }

}  // namespace api
