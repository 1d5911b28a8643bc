#include "agent/reload.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace agent {
namespace {

// Opened or bound once, at start.
constexpr std::array<std::string_view, 7> at_start_only{
    "host.", "state_dir", "engine.", "api.", "log.format", "reconcile.concurrency", "store."};

bool needs_restart(const std::string& key) {
  return std::any_of(at_start_only.begin(), at_start_only.end(),
                     [&](std::string_view start) { return key.starts_with(start); });
}

std::map<std::string, monitor::Check> by_key(const std::vector<monitor::Check>& checks) {
  std::map<std::string, monitor::Check> all;
  for (const auto& check : checks) all.emplace("monitor.checks." + check.name, check);
  return all;
}

std::map<std::string, notify::ChannelSettings> by_key(
    const std::map<std::string, notify::ChannelSettings>& channels) {
  std::map<std::string, notify::ChannelSettings> all;
  for (const auto& [name, channel] : channels) all.emplace("notify.channels." + name, channel);
  return all;
}

// The keys whose values differ, or that only one of the two has.
template <class T>
void add_changed(std::map<std::string, T> before, const std::map<std::string, T>& after,
                 std::vector<std::string>& changed) {
  for (const auto& [key, value] : after) {
    const auto old = before.find(key);
    if (old == before.end() || !(old->second == value)) changed.push_back(key);
    if (old != before.end()) before.erase(old);
  }
  for (const auto& [key, value] : before) changed.push_back(key);
}

}  // namespace

Reload reload_of(const Config& before, const Config& after) {
  auto old_values = values_of(before), new_values = values_of(after);
  for (const auto* one_by_one : {"monitor.checks", "notify.channels"}) {
    old_values.erase(one_by_one);
    new_values.erase(one_by_one);
  }
  Reload reload;
  add_changed(std::move(old_values), new_values, reload.changed);
  add_changed(by_key(before.monitor.checks), by_key(after.monitor.checks), reload.changed);
  add_changed(by_key(before.notify.channels), by_key(after.notify.channels), reload.changed);
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
  after.host = before.host;
  after.state_dir = before.state_dir;
  after.engine = before.engine;
  after.api = before.api;
  after.log.format = before.log.format;
  after.reconcile.concurrency = before.reconcile.concurrency;
  after.store = before.store;
  return after;
}

}  // namespace agent
