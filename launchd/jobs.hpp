// The jobs of launchd for checks, through launchctl.
#pragma once

#include "core/io/blocking.hpp"
#include "monitor/ports.hpp"

#include <string>

#include <sys/types.h>

namespace launchd {

struct JobsSettings {
  std::string launchctl = "launchctl";
  ::uid_t user = 0;  // whose session is asked after the system; 0: none is
};

// I/O thread only. On a machine without launchctl nothing is asked.
class Jobs final : public monitor::LaunchdJobs {
 public:
  // `pool` must outlive it.
  Jobs(core::BlockingPool& pool, JobsSettings settings);

  monitor::awaitable<core::Result<monitor::HostService>> job(std::string label,
                                                             core::Milliseconds limit) override;

 private:
  monitor::awaitable<core::Result<monitor::HostService>> job_of(std::string place,
                                                                core::Milliseconds limit);

  core::BlockingPool& pool_;
  JobsSettings settings_;
};

}  // namespace launchd
