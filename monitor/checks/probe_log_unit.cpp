#include "monitor/checks/probe_log.hpp"

#include <utility>

namespace monitor {
namespace {

class UnitLogProbe final : public Probe {
 public:
  UnitLogProbe(LogProbe settings, ProbeTools tools)
      : settings_(std::move(settings)),
        units_(tools.units),
        clock_(tools.clock),
        pattern_(settings_.pattern),
        rate_(settings_.per) {}

  awaitable<Finding> run(Target target, core::Milliseconds limit) override {
    if (starts_.is_new(target)) rate_.clear();
    const bool begins = cursor_.empty();
    const auto piece = co_await units_.journal(settings_.unit, cursor_, log_bytes_max, limit);
    if (!piece) {
      // A place that the journal does not know would be asked for for ever.
      if (piece.error().code == core::Errc::unavailable) cursor_.clear();
      co_return failed("the journal of " + settings_.unit +
                       " cannot be read: " + piece.error().what);
    }
    cursor_ = piece->cursor;
    if (begins) co_return passed("the journal of " + settings_.unit + " is read from here on");
    Matches found;
    const auto count = count_matches(pattern_, found);
    for (const auto& line : piece->lines) count(line);
    const auto now = clock_.now().mono;
    rate_.add(now, found);
    const std::string skipped = piece->skipped ? "more that came too fast was not looked at" : "";
    co_return judge_log(settings_, rate_.count(now), rate_.last(), skipped);
  }

 private:
  LogProbe settings_;
  SystemdUnits& units_;
  const core::Clock& clock_;
  LinePattern pattern_;
  LogRate rate_;
  LastStart starts_;
  std::string cursor_;
};

}  // namespace

std::unique_ptr<Probe> make_unit_log_probe(LogProbe settings, ProbeTools tools) {
  return std::make_unique<UnitLogProbe>(std::move(settings), tools);
}

}  // namespace monitor
