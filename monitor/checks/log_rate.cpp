#include "monitor/checks/log_rate.hpp"

#include "core/text.hpp"
#include "core/time_text.hpp"
#include "monitor/checks/check_text.hpp"
#include "monitor/checks/shown_text.hpp"

namespace monitor {
namespace {

constexpr int rate_parts = 128;
constexpr std::size_t kept_line_bytes = 400;
constexpr std::size_t shown_log_bytes = 200;

}  // namespace

core::LineCutter::Sink count_matches(const LinePattern& pattern, Matches& into) {
  return [&pattern, &into](std::string_view line) {
    if (!pattern.matches(line)) return;
    ++into.count;
    into.last = line.substr(0, kept_line_bytes);
  };
}

void LogRate::add(core::MonoTime now, const Matches& found) {
  if (found.count == 0) return;
  last_ = found.last;
  sum_ += found.count;
  if (!parts_.empty() && now - parts_.back().begin < per_ / rate_parts) {
    parts_.back().end = now;
    parts_.back().count += found.count;
    return;
  }
  parts_.push_back({now, now, found.count});
}

std::uint64_t LogRate::count(core::MonoTime now) {
  while (!parts_.empty() && now - parts_.front().end >= per_) {
    sum_ -= parts_.front().count;
    parts_.pop_front();
  }
  return sum_;
}

void LogRate::clear() {
  parts_.clear();
  sum_ = 0;
  last_.clear();
}

std::string rate_text(const LogProbe& wanted, std::uint64_t count, const std::string& last) {
  auto text = counted(count, "line", "lines") + " of the last " + core::duration_text(wanted.per) +
              (count > 1 ? " match `" : " matches `") + shown(wanted.pattern) + "`";
  if (wanted.count > 0) text += " (" + std::to_string(wanted.count) + " may)";
  if (count > 0) text += ", the last: " + shown(core::trim(last), shown_log_bytes);
  return text;
}

}  // namespace monitor
