#include "launchd/print.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace launchd {
namespace {

constexpr std::size_t label_bytes_max = 255;

struct JobLine {
  std::string key, value;
};

// "\tlast exit code = 78: EX_CONFIG"; deeper ones are of what belongs to the job.
std::optional<JobLine> job_line(std::string_view line) {
  if (!line.starts_with('\t') || line.starts_with("\t\t")) return std::nullopt;
  line.remove_prefix(1);
  const auto equals = line.find(" = ");
  if (equals == line.npos) return std::nullopt;
  return JobLine{std::string(line.substr(0, equals)), std::string(line.substr(equals + 3))};
}

// launchd has said "waiting" and says "not running" of the same.
std::string active_of(const std::string& state) {
  return state == "not running" ? "waiting" : state;
}

void apply(const JobLine& line, monitor::HostService& job) {
  const auto& [key, value] = line;
  if (key == "state") job.active = active_of(value);
  if (key == "pid") std::from_chars(value.data(), value.data() + value.size(), job.pid);
  // A signal and an exit code: only the last of the two that happened is shown.
  if (key == "last exit code" && !value.starts_with('(')) job.result = "exited " + value;
  if (key == "last terminating signal") job.result = "was killed by " + value;
}

}  // namespace

core::Result<std::string> job_label(std::string_view label) {
  const bool fits = !label.empty() && label.size() <= label_bytes_max && label.front() != '-' &&
                    std::none_of(label.begin(), label.end(), [](char c) {
                      return c == '/' || static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
                    });
  if (!fits) return core::invalid("\"" + std::string(label) + "\" is no label of a job");
  return std::string(label);
}

core::Result<monitor::HostService> decode_job(std::string_view printed) {
  monitor::HostService job;
  for (const auto& text : core::split(printed, '\n')) {
    if (const auto line = job_line(text)) apply(*line, job);
  }
  if (job.active.empty())
    return core::Error{core::Errc::corrupt, "launchctl shows no state of the job"};
  job.load = "loaded";
  return job;
}

}  // namespace launchd
