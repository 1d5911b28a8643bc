#include "monitor/checks/container_turns.hpp"

#include "core/text.hpp"
#include "monitor/checks/shown_text.hpp"

#include <algorithm>
#include <vector>

namespace monitor {
namespace {

constexpr core::Milliseconds least_share{1};

// For words: to a tenth of a second, below one second to a hundredth.
core::Milliseconds about(core::Milliseconds share) {
  const core::Milliseconds step{share < std::chrono::seconds(1) ? 10 : 100};
  return share < step ? share : (share + step / 2) / step * step;
}

std::string with_address(const std::string& place, const std::string& address) {
  const bool ipv6 = core::contains(address, ":");
  return core::replace_all(place, container_placeholder, ipv6 ? "[" + address + "]" : address);
}

// How the findings of several containers begin: "shop-web-2 (1 of 3 containers): ".
std::string beginning(const Running& container, std::size_t same, std::size_t all) {
  if (all == 1) return {};
  return shown(container.name) + " (" + std::to_string(same) + " of " + std::to_string(all) +
         " containers): ";
}

template <class Is>
std::vector<std::size_t> those_that(const Is& is, const std::vector<Finding>& findings) {
  std::vector<std::size_t> those;
  for (std::size_t i = 0; i < findings.size(); ++i)
    if (is(findings[i])) those.push_back(i);
  return those;
}

bool has_failed(const Finding& finding) {
  return finding.verdict == Verdict::failed && !finding.unasked;
}

// What a restart may mend comes before what it does not.
std::vector<std::size_t> those_failed(const std::vector<Finding>& findings) {
  const auto mendable = [](const Finding& one) { return has_failed(one) && !one.beyond_restart; };
  auto those = those_that(mendable, findings);
  return those.empty() ? those_that(has_failed, findings) : those;
}

bool is_dark(const Finding& finding) {
  return finding.verdict == Verdict::unknown || finding.unasked;
}

Finding sum_of(const std::vector<Finding>& findings, const Target& target) {
  const auto all = findings.size();
  if (const auto bad = those_failed(findings); !bad.empty()) {
    auto sum = failed(beginning(target[bad[0]], bad.size(), all) + findings[bad[0]].text);
    sum.beyond_restart = findings[bad[0]].beyond_restart;
    for (const auto i : bad)
      if (bad.size() < all) sum.failing.push_back(target[i].id);
    return sum;
  }
  if (const auto dark = those_that(is_dark, findings); !dark.empty()) {
    auto text = beginning(target[dark[0]], dark.size(), all) + findings[dark[0]].text;
    return findings[dark[0]].unasked ? unable(std::move(text)) : unknown(std::move(text));
  }
  if (all == 1) return findings[0];
  return passed("all " + std::to_string(all) + " containers, the last: " + findings.back().text);
}

}  // namespace

Finding ask_in_turn(const std::string& place, const Target& target, Deadline until,
                    core::Milliseconds limit, const core::GiveUp& give_up, const AskPlace& ask) {
  if (!core::contains(place, container_placeholder)) return ask(place, until, limit);
  if (target.empty()) return unknown("no container of it runs");
  std::vector<Finding> findings;
  for (const auto& container : target) {
    if (give_up()) return unknown("given up");
    const auto to_come = static_cast<core::Milliseconds::rep>(target.size() - findings.size());
    const auto share = std::max(least_share, left_until(until) / to_come);
    findings.push_back(container.address.empty()
                           ? unknown("no address of it is known")
                           : ask(with_address(place, container.address),
                                 std::chrono::steady_clock::now() + share, about(share)));
  }
  return sum_of(findings, target);
}

}  // namespace monitor
