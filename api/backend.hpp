// What the handlers work with: the ports, and the little that the API itself remembers.
#pragma once

#include "api/deployment_list.hpp"
#include "api/event_counts.hpp"
#include "api/loop_lag.hpp"
#include "api/measured.hpp"
#include "api/policy_errors.hpp"
#include "api/ports.hpp"
#include "api/project_reading.hpp"
#include "api/stream_turns.hpp"
#include "core/clock.hpp"
#include "core/durations.hpp"
#include "core/io/blocking.hpp"
#include "heal/ports.hpp"
#include "monitor/ports.hpp"
#include "notify/ports.hpp"
#include "reconcile/ports.hpp"

#include <map>
#include <string>

namespace api {

struct Identity {
  std::string host_name;
  std::map<std::string, std::string> labels;
  std::string version;  // of the agent
};

// What /metrics shows of how long the agent's work takes; nullptr: nobody measures it.
struct Timings {
  const core::Durations* passes = nullptr;                 // of reconcile
  const core::DurationsByName* engine_requests = nullptr;  // by method
};

// Everything referred to must outlive the server. I/O thread only.
struct Backend {
  reconcile::Desired& desired;
  reconcile::Views& views;
  reconcile::Changes& changes;
  reconcile::HostView& host;
  reconcile::EventSink& sink;
  Events& events;
  Logs& logs;
  History& history;
  Idempotency& idempotency;
  Reload& reload;
  ProjectReading reading;
  core::BlockingPool& users;  // asks the user database
  const core::Clock& clock;
  monitor::Samples& samples;
  const monitor::Latest& latest;
  const monitor::Spikes& spikes;
  monitor::Checks& checks;
  const monitor::Uptimes& uptimes;
  const EventCounts& counts;
  const LoopLag& lag;
  Identity identity;
  Timings timings = {};
  JudgePolicy judge_policy = {};  // empty: nothing is wrong
  // /healthz fails when the loop gave no sign of life for so long: two and a half resyncs.
  core::Milliseconds progress_limit{150'000};
  // Null in tests that have nothing to do with them: then nothing is said of incidents, and what is
  // asked of the others is answered with 503.
  heal::Incidents* incidents = nullptr;
  notify::Channels* channels = nullptr;
  notify::Notifications* notifications = nullptr;
  notify::Silences* silences = nullptr;
  DeploymentList list;
  StreamTurns turns;

  Measured measured() const { return {latest, uptimes, incidents}; }
};

}  // namespace api
