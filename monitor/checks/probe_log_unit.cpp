#include "monitor/checks/probe_log.hpp"

#include "core/io/begun_work.hpp"

#include <utility>

namespace monitor {
namespace {

class UnitLogProbe final : public Probe {
 public:
  UnitLogProbe(LogProbe settings, ProbeTools tools)
      : settings_(std::move(settings)),
        units_(tools.units),
        files_(tools.files),
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
      auto text = "the journal of " + settings_.unit + " cannot be read: " + piece.error().what;
      co_return piece.error().code == core::Errc::cancelled ? unknown(std::move(text))
                                                            : unable(std::move(text));
    }
    if (begins) {
      cursor_ = piece->cursor;
      co_return begun();
    }
    // Megabytes of them are not for the I/O thread.
    auto work = [this, &lines = piece->lines](const core::GiveUp&) {
      Matches matches;
      const auto count = count_matches(pattern_, matches);
      for (const auto& line : lines) count(line);
      return matches;
    };
    auto found = co_await core::run_begun_within(files_, limit, std::move(work));
    if (!found)
      co_return unknown("the journal of " + settings_.unit +
                        " could not be looked at: too many other checks are slow");
    cursor_ = piece->cursor;
    const auto now = clock_.now().mono;
    if (piece->skipped) found->skipped = 1;
    rate_.add(now, *found);
    auto finding =
        judge_log(settings_, rate_.count(now), rate_.last(), more_text(rate_.skipped(now)));
    finding.partial = piece->skipped;
    co_return finding;
  }

 private:
  // Where the place was lost, what matched before counts for as long as ever; of what came since
  // nothing is known.
  Finding begun() {
    const auto now = clock_.now().mono;
    auto finding =
        std::exchange(has_begun_, true)
            ? judge_log(settings_, rate_.count(now), rate_.last(),
                        "; the journal is begun anew: what came meanwhile was not looked at")
            : passed("the journal of " + settings_.unit + " is read from here on");
    finding.partial = true;
    return finding;
  }

  LogProbe settings_;
  SystemdUnits& units_;
  core::BlockingPool& files_;
  const core::Clock& clock_;
  LinePattern pattern_;
  LogRate rate_;
  LastStart starts_;
  std::string cursor_;
  bool has_begun_ = false;  // to read
};

}  // namespace

std::unique_ptr<Probe> make_unit_log_probe(LogProbe settings, ProbeTools tools) {
  return std::make_unique<UnitLogProbe>(std::move(settings), tools);
}

}  // namespace monitor
