#include "systemd/unit_state.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

namespace systemd {
namespace {

constexpr std::size_t unit_name_bytes_max = 255;
constexpr std::array<std::string_view, 11> unit_suffixes = {
    ".service", ".socket", ".device", ".mount", ".automount", ".swap",
    ".target",  ".path",   ".timer",  ".slice", ".scope"};

bool is_name_character(char c) {
  const bool alphanumeric =
      (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return alphanumeric || c == ':' || c == '-' || c == '_' || c == '.' || c == '\\' || c == '@';
}

bool has_suffix(std::string_view name) {
  return std::any_of(unit_suffixes.begin(), unit_suffixes.end(),
                     [name](auto suffix) { return name.ends_with(suffix); });
}

// Of units whose runs end by themselves. What a socket starts is none of them: it is expected to
// stay.
bool is_started_at_times(std::string_view triggered_by) {
  const auto triggers = core::split(triggered_by, ' ');
  return std::any_of(triggers.begin(), triggers.end(), [](const std::string& trigger) {
    return trigger.ends_with(".timer") || trigger.ends_with(".path");
  });
}

std::string result_of(const std::string& result, const std::string& status) {
  const bool numbered = result == "exit-code" || result == "signal" || result == "core-dump";
  return numbered && !status.empty() ? result + " " + status : result;
}

int number_in(const std::string& text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

const char* const unit_properties =
    "Id,LoadState,ActiveState,SubState,Result,MainPID,ExecMainStatus,Type,RemainAfterExit,"
    "TriggeredBy";

core::Result<std::string> unit_name(std::string_view name) {
  const bool fits = !name.empty() && name.size() <= unit_name_bytes_max && name.front() != '-' &&
                    std::all_of(name.begin(), name.end(), is_name_character);
  if (!fits) return core::invalid("\"" + std::string(name) + "\" is no name of a unit");
  return std::string(name) + (has_suffix(name) ? "" : ".service");
}

core::Result<monitor::HostService> decode_unit(std::string_view shown) {
  std::map<std::string, std::string> properties;
  for (const auto& line : core::split(shown, '\n')) {
    const auto equals = line.find('=');
    if (equals != std::string::npos) properties[line.substr(0, equals)] = line.substr(equals + 1);
  }
  if (properties["LoadState"].empty() || properties["ActiveState"].empty())
    return core::Error{core::Errc::corrupt, "systemctl shows no unit"};
  monitor::HostService unit;
  unit.load = properties["LoadState"];
  unit.active = properties["ActiveState"];
  unit.sub = properties["SubState"];
  unit.result = result_of(properties["Result"], properties["ExecMainStatus"]);
  unit.pid = number_in(properties["MainPID"]);
  const bool ends = properties["Type"] == "oneshot" && properties["RemainAfterExit"] != "yes";
  unit.at_times = ends || is_started_at_times(properties["TriggeredBy"]);
  return unit;
}

}  // namespace systemd
