#include "monitor/checks/probe_unit.hpp"

#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace monitor {
namespace {

struct UnitWords {
  std::string_view word, sentence;
};

// Source: systemd.exec(5), $SERVICE_RESULT; org.freedesktop.systemd1(5), Result.
constexpr std::array<UnitWords, 11> unit_results = {{
    {"exit-code", "its program ended with exit code"},
    {"signal", "its program was killed by signal"},
    {"core-dump", "its program crashed with signal"},
    {"timeout", "it did not start or stop in time"},
    {"watchdog", "it gave no sign of life in time"},
    {"oom-kill", "the kernel killed it for want of memory"},
    {"start-limit-hit", "it was started too often in a short time"},
    {"protocol", "its program did not do what its type demands"},
    {"resources", "something that it needs could not be had"},
    {"exec-condition", "its ExecCondition was not met"},
    {"condition", "its conditions were not met"},
}};

constexpr std::array<UnitWords, 4> unit_loads = {{
    {"not-found", "there is no such unit on this machine"},
    {"masked", "it is masked: it cannot be started"},
    {"bad-setting", "its file has a wrong setting"},
    {"error", "its file cannot be read"},
}};

template <std::size_t N>
std::optional<std::string_view> words_of(const std::array<UnitWords, N>& table,
                                         std::string_view word) {
  for (const auto& each : table)
    if (each.word == word) return each.sentence;
  return std::nullopt;
}

// "exit-code 3" -> "its program ended with exit code 3"
std::string why_unit_ended(const std::string& result) {
  const auto space = result.find(' ');
  const auto words = words_of(unit_results, std::string_view(result).substr(0, space));
  if (!words) return "the result of its last run is \"" + result + "\"";
  return std::string(*words) + (space == result.npos ? "" : result.substr(space));
}

bool is_up(const HostService& unit) {
  return unit.active == "active" || unit.active == "reloading" || unit.active == "refreshing";
}

// A unit that keeps failing spends most of its time so.
bool is_started_again(const HostService& unit) { return unit.sub.starts_with("auto-restart"); }

// For systemd a condition that is not met is no failure.
bool ended_well(const std::string& result) {
  return result.empty() || result == "success" || result.starts_with("exec-condition") ||
         result.starts_with("condition");
}

Finding judge_inactive_unit(const std::string& name, const HostService& unit) {
  if (unit.active == "failed") return failed(name + " failed: " + why_unit_ended(unit.result));
  if (is_started_again(unit))
    return failed(name + " is started again and again: " + why_unit_ended(unit.result));
  if (unit.active != "inactive") return unknown(name + " is " + unit.active);
  if (!ended_well(unit.result))
    return failed(name + " is inactive: " + why_unit_ended(unit.result));
  if (unit.at_times) return passed(name + " waits for its next run; the last one went well");
  return failed(name + " is inactive: it was stopped, or was never started");
}

Finding unknown_state(const std::string& name, const core::Error& why) {
  auto text = "the state of " + name + " cannot be had: " + why.what;
  return why.code == core::Errc::cancelled ? unknown(std::move(text)) : unable(std::move(text));
}

class UnitStateProbe final : public Probe {
 public:
  UnitStateProbe(UnitProbe settings, ProbeTools tools)
      : settings_(std::move(settings)), units_(tools.units) {}

  awaitable<Finding> run(Target, core::Milliseconds limit) override {
    const auto unit = co_await units_.unit(settings_.unit, limit);
    co_return judge_unit(settings_.unit, unit);
  }

 private:
  UnitProbe settings_;
  SystemdUnits& units_;
};

class JobStateProbe final : public Probe {
 public:
  JobStateProbe(JobProbe settings, ProbeTools tools)
      : settings_(std::move(settings)), jobs_(tools.jobs) {}

  awaitable<Finding> run(Target, core::Milliseconds limit) override {
    const auto job = co_await jobs_.job(settings_.job, limit);
    co_return judge_job(settings_.job, job);
  }

 private:
  JobProbe settings_;
  LaunchdJobs& jobs_;
};

}  // namespace

std::unique_ptr<Probe> make_unit_probe(UnitProbe settings, ProbeTools tools) {
  return std::make_unique<UnitStateProbe>(std::move(settings), tools);
}

std::unique_ptr<Probe> make_job_probe(JobProbe settings, ProbeTools tools) {
  return std::make_unique<JobStateProbe>(std::move(settings), tools);
}

Finding judge_unit(const std::string& name, const core::Result<HostService>& unit) {
  if (!unit) return unknown_state(name, unit.error());
  if (const auto words = words_of(unit_loads, unit->load))
    return failed(name + ": " + std::string(*words));
  if (!is_up(*unit)) return judge_inactive_unit(name, *unit);
  const auto process = unit->pid > 0 ? ", process " + std::to_string(unit->pid) : "";
  return passed(name + " is " + unit->active + " (" + unit->sub + process + ")");
}

Finding judge_job(const std::string& label, const core::Result<HostService>& job) {
  if (!job) return unknown_state(label, job.error());
  if (job->load != "loaded") return failed(label + " is not loaded: launchd knows no such job");
  if (job->active == "running") {
    const auto process = job->pid > 0 ? " as process " + std::to_string(job->pid) : "";
    return passed(label + " runs" + process);
  }
  if (!job->result.empty() && job->result != "exited 0")
    return failed(label + " does not run (" + job->active + "): the last time it " + job->result);
  if (job->active != "waiting") return unknown(label + " is on its way: " + job->active);
  return passed(label + (job->result.empty() ? " waits for its first run"
                                             : " waits; its last run ended well"));
}

}  // namespace monitor
