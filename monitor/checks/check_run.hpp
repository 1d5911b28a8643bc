// One run of a check. For runner*.cpp.
#pragma once

#include "monitor/checks/runner.hpp"

namespace monitor {

struct CheckRunner::Run {
  Run(std::string of, std::shared_ptr<Probe> by, boost::asio::any_io_executor executor)
      : id(std::move(of)), probe(std::move(by)), answered(executor), abandoned(executor) {}

  std::string id;
  std::shared_ptr<Probe> probe;  // lives until it has ended, whatever became of the check
  Target target;
  core::Milliseconds limit{0};
  core::MonoTime waits_since;          // for its turn, or since it missed the last one
  core::Milliseconds patience{0};      // for how long, until it has missed it
  std::optional<core::Instant> began;  // when it had its turn
  core::Semaphore::Permit permit;
  bool is_answered = false;  // has counted, or will never count
  core::Wakeup answered;     // for who asked for it
  core::Wakeup abandoned;    // nobody wants it any more

  std::optional<core::MonoTime> overdue_since;  // as seen by a step

  // When a step has to look at it. Who finds it overdue looks once more before it counts: after a
  // standstill of ours its answer may be there, and not have been read.
  core::MonoTime deadline() const {
    if (!began) return waits_since + patience;
    return overdue_since ? *overdue_since + probe_ending_max
                         : began->mono + limit + probe_grace + probe_ending_max;
  }
  void answer() {
    permit.release();
    is_answered = true;
    answered.notify();
  }
  // Its check is not there any more, or is another one: it ends as soon as it can.
  void abandon() {
    answer();
    abandoned.notify();
  }
};

// Tells the listener where `change` began or ended an ailment.
template <class Change> void CheckRunner::watched_for_ailment(Entry& entry, const Change& change) {
  const auto before = entry.kept.ailing();
  change();
  ++revision_;
  if (on_change_ && !(entry.kept.ailing() == before)) on_change_(entry.kept.check().deployment);
}

}  // namespace monitor
