#include "monitor/checks/read_check.hpp"

#include "core/time_text.hpp"
#include "monitor/checks/read_probe.hpp"

#include <algorithm>

namespace monitor {
namespace {

using core::take;
using core::YamlMap;

void read_pace(YamlMap& map, Check& check) {
  if (const auto name = map.choice("criticality", {"critical", "standard", "optional"}))
    take(check.criticality, model::criticality_from(*name));
  take(check.interval, map.duration("interval", check_interval_min, check_interval_max));
  take(check.timeout, map.duration("timeout", check_timeout_min, check_timeout_max));
  take(check.fall, map.integer("fall", 1, fall_rise_max));
  take(check.rise, map.integer("rise", 1, fall_rise_max));
}

bool may_be_in_a_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '_' || c == '-';
}

}  // namespace

std::optional<std::string> wrong_check_name(const std::string& name) {
  // The disks as a whole are known by that name (docs/monitoring.md "Disks").
  if (name == "disks") return "expected another name: `disks` is that of all disks together";
  const bool fits = !name.empty() && name.size() <= check_name_bytes_max &&
                    std::all_of(name.begin(), name.end(), may_be_in_a_name);
  if (fits) return std::nullopt;
  return "expected the name of a check (at most 64 letters, digits, . _ -), found '" +
         name.substr(0, check_name_bytes_max) + "'";
}

Check read_check(YamlMap& map, const std::string& name, const Check& owner) {
  auto check = owner;
  check.name = name;
  map.require("type");
  const auto type = map.choice("type", check_types());
  read_pace(map, check);
  check.probe = read_probe(map, type.value_or(""), check.of_host());
  const auto* log = std::get_if<LogProbe>(&check.probe);
  if (log != nullptr && check.interval > log->per)
    map.refuse("interval", "expected at most `per` (" + core::duration_text(log->per) +
                               "), found " + core::duration_text(check.interval));
  return check;
}

}  // namespace monitor
