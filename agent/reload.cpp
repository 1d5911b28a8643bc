#include "agent/reload.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <array>

namespace agent {
namespace {

// Opened or bound once, at start.
constexpr std::array<std::string_view, 4> at_start_only{"state_dir", "engine.", "api.",
                                                        "log.format"};

bool needs_restart(const std::string& key) {
  return std::any_of(at_start_only.begin(), at_start_only.end(),
                     [&](std::string_view start) { return key.starts_with(start); });
}

}  // namespace

Reload reload_of(const Config& before, const Config& after) {
  auto old_values = values_of(before);
  const auto new_values = values_of(after);
  Reload reload;
  for (const auto& [key, value] : new_values) {
    const auto old = old_values.find(key);
    if (old == old_values.end() || old->second != value) reload.changed.push_back(key);
    if (old != old_values.end()) old_values.erase(old);
  }
  for (const auto& [key, value] : old_values) reload.changed.push_back(key);
  std::sort(reload.changed.begin(), reload.changed.end());
  std::copy_if(reload.changed.begin(), reload.changed.end(),
               std::back_inserter(reload.need_restart), needs_restart);
  return reload;
}

std::string text_of(const Reload& reload) {
  if (reload.changed.empty()) return "nothing changed";
  auto text = core::join(reload.changed, ", ");
  if (reload.need_restart.empty()) return text;
  const char* verb = reload.need_restart.size() == 1 ? " needs" : " need";
  return text + " (" + core::join(reload.need_restart, ", ") + verb + " a restart of the agent)";
}

Config in_force(const Config& before, Config after) {
  after.state_dir = before.state_dir;
  after.engine = before.engine;
  after.api = before.api;
  after.log.format = before.log.format;
  return after;
}

}  // namespace agent
