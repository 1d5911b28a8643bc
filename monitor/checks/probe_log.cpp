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

}  // namespace

std::unique_ptr<Probe> make_log_probe(LogProbe settings, ProbeTools tools) {
  const LinePattern pattern(settings.pattern);
  if (!pattern.problem().empty())
    return std::make_unique<PatternProblem>("the pattern is none: " + pattern.problem());
  if (!settings.file.empty()) return make_file_log_probe(std::move(settings), tools);
  if (!settings.unit.empty()) return make_unit_log_probe(std::move(settings), tools);
  return make_container_log_probe(std::move(settings), tools);
}

Finding judge_log(const LogProbe& wanted, std::uint64_t count, const std::string& last,
                  const std::string& skipped) {
  auto text = rate_text(wanted, count, last);
  text += skipped;
  const auto allowed = static_cast<std::uint64_t>(std::max(0, wanted.count));
  return count > allowed ? failed(std::move(text)) : passed(std::move(text));
}

bool LastStart::is_new(const Target& target) {
  const auto before = last_;
  for (const auto& each : target)
    if (!last_ || each.started_at > *last_) last_ = each.started_at;
  return before && last_ != before;
}

}  // namespace monitor
