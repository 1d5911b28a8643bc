#include "monitor/checks/check.hpp"

#include <array>

namespace monitor {

std::string_view type_of(const ProbeSettings& probe) {
  static constexpr std::array<std::string_view, std::variant_size_v<ProbeSettings>> names = {
      "http",    "tcp",     "exec",    "file",   "log",  "disk",
      "process", "systemd", "launchd", "engine", "clock"};
  return names.at(probe.index());
}

bool is_beyond_containers(const ProbeSettings& probe) {
  return std::holds_alternative<DiskProbe>(probe) || std::holds_alternative<ClockProbe>(probe) ||
         std::holds_alternative<EngineProbe>(probe) || std::holds_alternative<UnitProbe>(probe) ||
         std::holds_alternative<JobProbe>(probe);
}

std::string id_of(const Check& check) {
  if (check.of_host()) return check.name;
  return check.deployment + "/" + check.service + "/" + check.name;
}

}  // namespace monitor
