#include "cli/check_view.hpp"

#include "cli/age.hpp"

namespace cli {
namespace {

Tone tone_of_state(const std::string& state) {
  if (state == "passing") return Tone::good;
  if (state == "failing") return Tone::bad;
  return state == "paused" ? Tone::faint : Tone::busy;
}

Tone tone_of_verdict(const std::string& verdict) {
  if (verdict == "passed") return Tone::good;
  return verdict == "failed" ? Tone::bad : Tone::busy;
}

std::string streak_of(const CheckText& check) {
  if (check.failures == 0) return "";
  auto out = ", " + std::to_string(check.failures) +
             (check.failures == 1 ? " failure" : " failures in a row");
  const bool not_yet = check.state != "failing" && check.failures < check.fall;
  return out + (not_yet ? " of the " + std::to_string(check.fall) + " that make it fail" : "");
}

}  // namespace

// What was said last comes last: it may be long, and the last column is the one that is cut.
std::string checks_text(const std::vector<CheckText>& checks, core::WallTime now,
                        const Surface& surface) {
  if (checks.empty())
    return "No checks. They are configured under monitor.checks, and for a service under "
           "x-evenkeel "
           "in its Compose file.\n";
  Table table{{"CHECK", "TYPE", "STATE", "SINCE", "LAST"}, {}};
  for (const auto& check : checks)
    table.rows.push_back({check.id,
                          check.type,
                          {check.state, tone_of_state(check.state)},
                          age_text(check.since, now),
                          check.text});
  return table_text(table, surface);
}

std::string run_text(const CheckText& check, const Surface& surface) {
  const auto verdict = check.verdict.empty() ? "no verdict" : check.verdict;
  return printable(check.id) + ": " +
         painted(printable(verdict), tone_of_verdict(check.verdict), surface.color) +
         (check.text.empty() ? "" : ": " + printable(check.text)) + "\nNow it is " +
         painted(printable(check.state), tone_of_state(check.state), surface.color) +
         streak_of(check) + ".\n";
}

}  // namespace cli
