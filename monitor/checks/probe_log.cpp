#include "monitor/checks/probe_log.hpp"

#include "monitor/checks/line_pattern.hpp"

#include <algorithm>
#include <utility>

namespace monitor {
namespace {

// The configuration refuses such a pattern; a label may bring one nevertheless.
class PatternProblem final : public Probe {
 public:
  explicit PatternProblem(std::string what) : what_(std::move(what)) {}
  awaitable<Finding> run(Target, core::Milliseconds) override { co_return unable(what_); }

 private:
  std::string what_;
};

// What matched is not known of the time before the log was begun, at the first run and where a log
// says by `partial` that it begins anew or passed something over: for as long as that may count,
// few matches are no sign that it is well.
class FromHereOn final : public Probe {
 public:
  FromHereOn(std::unique_ptr<Probe> log, core::Milliseconds per, const core::Clock& clock)
      : log_(std::move(log)), per_(per), clock_(clock) {}

  awaitable<Finding> run(Target target, core::Milliseconds limit) override {
    const auto begins = clock_.now().mono;
    if (!began_) began_ = begins;
    auto finding = co_await log_->run(std::move(target), limit);
    if (finding.partial) began_ = begins;
    finding.partial = clock_.now().mono - *began_ < per_;
    co_return finding;
  }

 private:
  std::unique_ptr<Probe> log_;
  core::Milliseconds per_;
  const core::Clock& clock_;
  std::optional<core::MonoTime> began_;
};

std::unique_ptr<Probe> make_probe_of(LogProbe settings, ProbeTools tools) {
  if (!settings.file.empty()) return make_file_log_probe(std::move(settings), tools);
  if (!settings.unit.empty()) return make_unit_log_probe(std::move(settings), tools);
  return make_container_log_probe(std::move(settings), tools);
}

}  // namespace

std::unique_ptr<Probe> make_log_probe(LogProbe settings, ProbeTools tools) {
  const LinePattern pattern(settings.pattern);
  if (!pattern.problem().empty())
    return std::make_unique<PatternProblem>("the pattern is none: " + pattern.problem());
  const auto per = settings.per;
  return std::make_unique<FromHereOn>(make_probe_of(std::move(settings), tools), per, tools.clock);
}

Finding judge_log(const LogProbe& wanted, std::uint64_t count, const std::string& last,
                  const std::string& skipped) {
  auto text = rate_text(wanted, count, last);
  text += skipped;
  const auto allowed = static_cast<std::uint64_t>(std::max(0, wanted.count));
  return count > allowed ? failed(std::move(text)) : passed(std::move(text));
}

std::string more_text(std::uint64_t skipped) {
  return skipped == 0 ? "" : "; more that came too fast was not looked at";
}

bool LastStart::is_new(const Target& target) {
  const auto before = last_;
  for (const auto& each : target)
    if (!last_ || each.started_at > *last_) last_ = each.started_at;
  return before && last_ != before;
}

}  // namespace monitor
