#include "cli/uptime_view.hpp"

#include "core/text.hpp"

#include <cstdio>
#include <vector>

namespace cli {

std::string share_text(const std::optional<double>& percent) {
  if (!percent) return "";
  char text[64];
  std::snprintf(text, sizeof text, "%.3f", *percent);
  std::string out = text;
  out.erase(out.find_last_not_of('0') + 1);
  if (out.ends_with('.')) out.pop_back();
  return out + "%";
}

std::string uptime_text(const ServiceText& service) {
  const auto& up = service.availability;
  std::vector<std::string> shares;
  if (up.day) shares.push_back(share_text(up.day) + " of the last day");
  if (up.week) shares.push_back(share_text(up.week) + " of 7 days");
  if (up.month) shares.push_back(share_text(up.month) + " of 30 days");
  std::string out;
  if (service.restarts_last_hour)
    out += "\nRestarts in the last hour: " + std::to_string(*service.restarts_last_hour);
  if (!shares.empty()) out += "\nUp, when it was meant to be: " + core::join(shares, ", ");
  return out.empty() ? "" : out + "\n";
}

}  // namespace cli
