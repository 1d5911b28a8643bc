// type: log. How many lines match lately, of a file, of a unit's journal, or of the containers of
// the check's service?
#pragma once

#include "monitor/checks/log_rate.hpp"
#include "monitor/checks/probe.hpp"

#include <memory>
#include <optional>
#include <string>

namespace monitor {

// Of one run. What comes faster is passed over, and the finding says so.
inline constexpr std::size_t log_bytes_max = std::size_t{8} << 20;

std::unique_ptr<Probe> make_log_probe(LogProbe settings, ProbeTools tools);

// Each of the three; `make_log_probe` chooses.
std::unique_ptr<Probe> make_file_log_probe(LogProbe settings, ProbeTools tools);
std::unique_ptr<Probe> make_unit_log_probe(LogProbe settings, ProbeTools tools);
std::unique_ptr<Probe> make_container_log_probe(LogProbe settings, ProbeTools tools);

// More than the count: failed. `skipped` says what was passed over ("; 2 MiB ..."), "" where
// nothing was.
Finding judge_log(const LogProbe& wanted, std::uint64_t count, const std::string& last,
                  const std::string& skipped);

// "; more that came too fast was not looked at", "" where nothing was skipped.
std::string more_text(std::uint64_t skipped);

// When the last of the containers started. What matched before says nothing of one that is new, and
// would have it restarted again and again.
class LastStart {
 public:
  bool is_new(const Target& target);  // since it was asked before

 private:
  std::optional<core::WallTime> last_;
};

}  // namespace monitor
