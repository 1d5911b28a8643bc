#include "monitor/checks/probe_exec.hpp"

#include "core/io/subprocess.hpp"
#include "core/text.hpp"
#include "core/time_text.hpp"
#include "model/exit_code.hpp"
#include "monitor/checks/body_rules.hpp"
#include "monitor/checks/pool_probe.hpp"
#include "monitor/checks/shown_text.hpp"

#include <algorithm>
#include <utility>

namespace monitor {
namespace {

// Of the codes that mean something to an engine only these mean the same of any program.
std::string exit_words(int code) {
  const bool of_any_program = code == 126 || code == 127 || (code > 128 && code < 193);
  const auto meaning = of_any_program ? model::exit_meaning(code, false) : std::string();
  return "exited " + std::to_string(code) + (meaning.empty() ? "" : " (" + meaning + ")");
}

std::string end_of(const core::ProgramOutput& output) {
  return std::string(last_line(output.dropped > 0 ? output.tail : output.text));
}

// What the program said last, where it complains rather than where it reports.
std::string last_words(const core::Finished& finished) {
  const auto complaint = end_of(finished.error);
  const auto words = complaint.empty() ? end_of(finished.out) : complaint;
  return words.empty() ? "" : ": " + shown(words, 2 * shown_bytes_max);
}

core::Program program_of(const ExecProbe& settings, const Target& target) {
  core::Program program;
  program.argv = settings.command;
  if (settings.shell) program.argv.insert(program.argv.begin(), {"/bin/sh", "-c"});
  program.directory = settings.directory.empty() ? "/" : settings.directory;
  program.output_bytes_max = exec_output_bytes_max;
  program.flood_bytes_max = exec_flood_bytes_max;
  program.kill_left_behind = true;
  if (!target.empty()) {
    std::vector<std::string> ids;
    for (const auto& container : target) ids.push_back(container.id);
    program.environment = {{"EVENKEEL_DEPLOYMENT", target.front().deployment},
                           {"EVENKEEL_SERVICE", target.front().service},
                           {"EVENKEEL_CONTAINERS", core::join(ids, " ")}};
  }
  // The later one counts: the owner's own word.
  program.environment.insert(program.environment.end(), settings.environment.begin(),
                             settings.environment.end());
  return program;
}

class ExecProbing final : public Probe {
 public:
  ExecProbing(ExecProbe settings, ProbeTools tools)
      : settings_(std::move(settings)),
        rules_(BodyRules::of({.what = "its output",
                              .contains = settings_.contains,
                              .matches = settings_.matches,
                              .json_path = {},
                              .json_equals = {}})),
        programs_(tools.programs) {}

  awaitable<Finding> run(Target target, core::Milliseconds limit) override {
    if (!rules_) co_return unknown(rules_.error().what);
    if (settings_.command.empty()) co_return unknown("there is no command");
    PoolWork work = [this, limit, program = program_of(settings_, target)](Deadline until,
                                                                           core::GiveUp give_up) {
      auto now = program;
      now.limit = left_until(until);
      now.give_up = std::move(give_up);
      const auto finished = core::run_program(now);
      return finished ? judge(*finished) : explain(finished.error(), limit);
    };
    auto finding = co_await on_pool(programs_, limit, std::move(work));
    co_return finding;
  }

 private:
  Finding judge(const core::Finished& finished) const {
    const auto& good = settings_.exit_codes;
    const auto said = exit_words(finished.exit_code) + last_words(finished);
    if (std::find(good.begin(), good.end(), finished.exit_code) == good.end()) return failed(said);
    if (settings_.contains.empty() && settings_.matches.empty()) return passed(said);
    const bool cut = finished.out.dropped + finished.error.dropped > 0;
    const auto problem = rules_->problem(finished.out.text + finished.error.text, cut);
    return problem ? failed(*problem) : passed(said);
  }

  // Never the arguments: they may hold a password.
  Finding explain(const core::Error& error, core::Milliseconds limit) const {
    const std::string name = settings_.shell ? "shell" : shown(settings_.command.front());
    switch (error.code) {
      case core::Errc::timeout:
        return failed("did not end within " + core::duration_text(limit) + ", and was killed");
      case core::Errc::too_large: return failed("printed without end, and was killed");
      case core::Errc::cancelled: return unknown("given up");
      case core::Errc::not_found:
        return unable("there is no " + name + ", or no interpreter for it");
      case core::Errc::denied: return unable("not allowed to execute " + name);
      default: return unable(error.what);
    }
  }

  ExecProbe settings_;
  core::Result<BodyRules> rules_;
  core::BlockingPool& programs_;
};

}  // namespace

std::unique_ptr<Probe> make_exec_probe(ExecProbe settings, ProbeTools tools) {
  return std::make_unique<ExecProbing>(std::move(settings), tools);
}

}  // namespace monitor
