// One list of everything that can fail: the checks that were configured, and those that the monitor
// makes by itself. I/O thread only.
#pragma once

#include "monitor/monitor.hpp"
#include "monitor/ports.hpp"

namespace monitor {

class AllChecks final : public Checks {
 public:
  // Both must outlive it. Their ids differ: no configured one is called `disks`, or has a colon.
  AllChecks(Checks& configured, Monitor& own) : configured_(configured), own_(own) {}

  std::vector<CheckView> checks() const override;
  std::uint64_t checks_revision() const override {
    return configured_.checks_revision() + own_.host_checks().revision();
  }
  awaitable<core::Result<CheckView>> run_check(std::string id) override;

 private:
  Checks& configured_;
  Monitor& own_;
};

}  // namespace monitor
