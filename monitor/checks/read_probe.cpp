#include "monitor/checks/read_probe.hpp"

#include "monitor/checks/host_port.hpp"
#include "monitor/checks/read_check.hpp"
#include "monitor/checks/read_probe_values.hpp"

#include <array>

namespace monitor {
namespace {

using core::take;
using core::YamlMap;

constexpr core::Milliseconds clock_offset_max = std::chrono::hours(1);
constexpr std::uint16_t ntp_port = 123;

ProbeSettings read_unit_probe(YamlMap& map, bool) {
  UnitProbe probe{read_required(map, "unit")};
  if (probe.unit.find_first_of("/ \t\n") != std::string::npos)
    map.refuse("unit", "expected the name of a unit, found '" + probe.unit + "'");
  if (probe.unit.find('.') == std::string::npos) probe.unit += ".service";  // as systemctl does
  return probe;
}

ProbeSettings read_job_probe(YamlMap& map, bool) {
  JobProbe probe{read_required(map, "job")};
  if (probe.job.find_first_of("/ \t\n") != std::string::npos)
    map.refuse("job", "expected the label of a job, found '" + probe.job + "'");
  return probe;
}

ProbeSettings read_engine_probe(YamlMap&, bool) { return EngineProbe{}; }

ProbeSettings read_clock_probe(YamlMap& map, bool) {
  ClockProbe probe;
  take(probe.offset_max, map.duration("offset", core::Milliseconds(1), clock_offset_max));
  take(probe.server, map.text("server"));
  if (probe.server.empty()) return probe;
  if (const auto host = parse_host_port(probe.server, ntp_port); !host)
    map.refuse("server", "expected HOST or HOST:PORT, found " + host.error().what);
  return probe;
}

using ReadProbe = ProbeSettings (*)(YamlMap& map, bool of_host);

struct ProbeType {
  std::string_view name;
  ReadProbe read;
};

// In the order of ProbeSettings.
constexpr std::array<ProbeType, std::variant_size_v<ProbeSettings>> probe_types = {{
    {"http", read_http_probe},
    {"tcp", read_tcp_probe},
    {"exec", read_exec_probe},
    {"file", read_file_probe},
    {"log", read_log_probe},
    {"disk", read_disk_probe},
    {"process", read_process_probe},
    {"systemd", read_unit_probe},
    {"launchd", read_job_probe},
    {"engine", read_engine_probe},
    {"clock", read_clock_probe},
}};

// With a wrong type one mistake is enough: whether the other keys fit it cannot be known.
void ask_for_every_key(YamlMap& map) {
  const core::YamlValue nothing;
  core::YamlReading listing;
  YamlMap empty(listing, nothing, "", "");
  for (const auto& type : probe_types) (void)type.read(empty, false);
  for (const auto& key : listing.keys) map.value(key.substr(0, key.find('.')), [](auto&&...) {});
}

}  // namespace

ProbeSettings read_probe(YamlMap& map, const std::string& type, bool of_host) {
  for (const auto& known : probe_types)
    if (known.name == type) return known.read(map, of_host);
  ask_for_every_key(map);
  return {};
}

std::vector<std::string> check_types() {
  std::vector<std::string> names;
  for (const auto& type : probe_types) names.emplace_back(type.name);
  return names;
}

}  // namespace monitor
