// What agents before this one told of and did not take back: told once, it must be resolved once,
// and while it holds it is not told a second time. Each detector goes on with what is its own.
// Pure.
#pragma once

#include "core/clock.hpp"
#include "model/event.hpp"
#include "monitor/checks/open_failures.hpp"
#include "monitor/disk_watch.hpp"
#include "monitor/forecast.hpp"
#include "monitor/service_watch.hpp"

#include <map>
#include <string>
#include <vector>

namespace monitor {

struct RecalledSpike {
  model::DeploymentName deployment;
  model::ServiceName service;
  SpikeKind kind = SpikeKind::cpu_threshold;
  model::Severity severity = model::Severity::warning;
  ToldSpike told;
  Baseline usual;    // of adaptive rules
  Nearness against;  // with its limit, where that was told
};

struct RecalledForecast {
  model::DeploymentName deployment;  // "" where it is of a disk
  model::ServiceName service;
  std::string mount_point;
  model::ContainerId container;
  core::WallTime told_at;
  ForecastChange said;
};

// Of a check that nobody configured.
struct RecalledHostCheck {
  core::WallTime at;
  model::Severity severity = model::Severity::warning;
  std::string message;
};

struct Recalled {
  std::vector<RecalledSpike> spikes;
  std::vector<RecalledForecast> forecasts;
  std::vector<DiskChange> disks;
  OpenFailures failures;
  std::map<std::string, RecalledHostCheck> host_checks;  // by id: disks and silences
  bool disks_silent = false;
  bool looks_silent = false;
};

// `open`: of each alert that fires the newest event (AlertLog). Alerts of others are passed over.
// Of an event whose data cannot be understood only that it was told is known: it is resolved all
// the same.
Recalled recalled_of(const std::vector<model::Event>& open, core::Instant now);

}  // namespace monitor
