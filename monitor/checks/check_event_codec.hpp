// The events of checks. Fields of `data` are those of the OpenAPI document. Pure.
#pragma once

#include "core/clock.hpp"
#include "model/event.hpp"
#include "monitor/checks/check.hpp"
#include "monitor/checks/probe.hpp"

#include <string>

namespace monitor {

// A failure that was told of: what resolves it must fit.
struct ToldFailure {
  core::WallTime at;
  model::Severity severity = model::Severity::warning;
  bool alerting = true;
};

enum class FailureEnd : std::uint8_t {
  well,      // it passed again
  paused,    // its service has not run for long
  gone,      // the check itself is not there any more
  optional,  // it fails on, and is not told of any more: it is optional now
};

ToldFailure told_of(const Check& check, core::WallTime at);

// check.failed; `failures`: how many in a row.
model::Event check_failed_event(const Check& check, const Finding& finding, int failures,
                                core::WallTime at);

// check.recovered, with the severity of what it resolves. `finding`: of the last run.
model::Event check_recovered_event(const Check& check, const Finding& finding,
                                   const ToldFailure& told, FailureEnd end, core::WallTime at);

// config.refused: what a service says of its checks cannot be understood.
model::Event check_mistake_event(const model::DeploymentName& deployment,
                                 const model::ServiceName& service, const std::string& mistake,
                                 core::WallTime at);

// "its check `ready` fails: connection refused"
std::string failure_text(const Check& check, const Finding& finding);

}  // namespace monitor
