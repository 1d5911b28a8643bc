#include "monitor/checks/log_rate.hpp"

#include "core/text.hpp"
#include "core/time_text.hpp"
#include "monitor/checks/check_text.hpp"
#include "monitor/checks/file_tail.hpp"
#include "monitor/checks/shown_text.hpp"
#include "monitor/human_text.hpp"

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
  add(cut_, now, found.cut);
  add(skipped_, now, found.skipped);
  add(matching_, now, found.count);
  if (found.count > 0) last_ = found.last;
}

void LogRate::add(Parts& to, core::MonoTime now, std::uint64_t count) const {
  if (count == 0) return;
  to.sum += count;
  if (!to.all.empty() && now - to.all.back().begin < per_ / rate_parts) {
    to.all.back().end = now;
    to.all.back().count += count;
    return;
  }
  to.all.push_back({now, now, count});
}

std::uint64_t LogRate::sum(Parts& of, core::MonoTime now) const {
  while (!of.all.empty() && now - of.all.front().end >= per_) {
    of.sum -= of.all.front().count;
    of.all.pop_front();
  }
  return of.sum;
}

std::uint64_t LogRate::count(core::MonoTime now) { return sum(matching_, now); }

std::uint64_t LogRate::cut(core::MonoTime now) { return sum(cut_, now); }

std::uint64_t LogRate::skipped(core::MonoTime now) { return sum(skipped_, now); }

void LogRate::clear() {
  matching_ = cut_ = skipped_ = {};
  last_.clear();
}

std::string cut_text(std::uint64_t cut) {
  if (cut == 0) return "";
  return "; " + counted(cut, "line", "lines") + " longer than " +
         human_bytes(static_cast<double>(log_line_bytes_max)) + (cut == 1 ? " was" : " were") +
         " looked at only so far";
}

std::string rate_text(const LogProbe& wanted, std::uint64_t count, const std::string& last) {
  auto text = counted(count, "line", "lines") + " of the last " + core::duration_text(wanted.per) +
              (count > 1 ? " match `" : " matches `") + shown(wanted.pattern) + "`";
  if (wanted.count > 0) text += " (" + std::to_string(wanted.count) + " may)";
  if (count > 0) text += ", the last: " + shown(core::trim(last), shown_log_bytes);
  return text;
}

}  // namespace monitor
