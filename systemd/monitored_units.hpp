// Units and their journals for checks, through systemctl and journalctl.
#pragma once

#include "core/clock.hpp"
#include "core/io/blocking.hpp"
#include "core/io/subprocess.hpp"
#include "monitor/ports.hpp"

#include <string>
#include <vector>

namespace systemd {

struct MonitoredUnitsSettings {
  std::string systemctl = "systemctl";
  std::string journalctl = "journalctl";
  std::string running_mark = "/run/systemd/system";  // as in systemd/units.hpp
};

// The units of the system, not those of a user. I/O thread only.
class MonitoredUnits final : public monitor::SystemdUnits {
 public:
  // Both must outlive it.
  MonitoredUnits(core::BlockingPool& pool, const core::Clock& clock,
                 MonitoredUnitsSettings settings = {});

  monitor::awaitable<core::Result<monitor::HostService>> unit(std::string name,
                                                              core::Milliseconds limit) override;
  // A journal that grows faster than it is read is passed over up to its end.
  monitor::awaitable<core::Result<JournalPiece>> journal(std::string unit, std::string cursor,
                                                         std::size_t bytes_max,
                                                         core::Milliseconds limit) override;

 private:
  core::Status systemd_runs() const;
  monitor::awaitable<core::Result<core::Finished>> run(std::vector<std::string> argv,
                                                       std::size_t bytes_max,
                                                       core::Milliseconds limit);
  monitor::awaitable<core::Result<core::ProgramOutput>> ask_journal(
      std::vector<std::string> arguments, std::size_t bytes_max, core::Milliseconds limit);
  // Where the journal of the unit ends now.
  monitor::awaitable<core::Result<std::string>> journal_place(std::string unit,
                                                              core::Milliseconds limit);

  core::BlockingPool& pool_;
  const core::Clock& clock_;
  MonitoredUnitsSettings settings_;
};

}  // namespace systemd
