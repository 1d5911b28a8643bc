#include "cli/view.hpp"

#include "core/time_text.hpp"

namespace cli {

std::string HoldText::subject() const {
  if (host || deployment.empty()) return "the host";
  return service.empty() ? deployment : deployment + "/" + service;
}

std::string local_time(const std::string& utc) {
  const auto at = core::parse_rfc3339(utc);
  return at ? core::local_text(*at) : utc;
}

}  // namespace cli
