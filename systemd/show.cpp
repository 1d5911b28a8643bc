#include "systemd/show.hpp"

#include "core/text.hpp"

#include <map>

namespace systemd {
namespace {

using Properties = std::map<std::string, std::string>;

Properties decode_block(const std::vector<std::string>& lines) {
  Properties properties;
  for (const auto& line : lines) {
    const auto equals = line.find('=');
    if (equals != std::string::npos) properties[line.substr(0, equals)] = line.substr(equals + 1);
  }
  return properties;
}

std::map<std::string, Properties> decode_units(std::string_view shown) {
  std::map<std::string, Properties> units;
  std::vector<std::string> block;
  auto lines = core::split(shown, '\n');
  lines.emplace_back();
  for (auto& line : lines) {
    if (!line.empty()) {
      block.push_back(std::move(line));
      continue;
    }
    auto properties = decode_block(block);
    block.clear();
    const auto id = properties["Id"];
    if (!id.empty()) units[id] = std::move(properties);
  }
  return units;
}

// Both numbers, or "" where nothing runs: a process id alone may come again.
std::string start_of(Properties& service) {
  const auto& pid = service["MainPID"];
  const auto& at = service["ExecMainStartTimestampMonotonic"];
  if (pid.empty() || pid == "0" || at.empty() || at == "0") return {};
  return pid + ":" + at;
}

}  // namespace

reconcile::EngineUnit decode_engine_unit(std::string_view shown) {
  auto units = decode_units(shown);
  auto& service = units["docker.service"];
  reconcile::EngineUnit unit;
  if (service["LoadState"] != "loaded") return unit;
  unit.known = true;
  unit.active_state = service["ActiveState"];
  unit.start = start_of(service);
  unit.socket_active = units["docker.socket"]["ActiveState"] == "active";
  return unit;
}

bool decode_going_down(std::string_view shown) {
  for (const auto& line : core::split(shown, '\n')) {
    if (line == "SystemState=stopping") return true;
  }
  return false;
}

}  // namespace systemd
