#include "notify/group.hpp"

#include <algorithm>

namespace notify {

std::string group_name(const std::vector<std::string>& by, const std::string& cause,
                       const std::string& deployment) {
  for (const auto& each : by) {
    if (each == "cause" && !cause.empty()) return "cause " + cause;
    if (each == "deployment" && !deployment.empty()) return "deployment " + deployment;
  }
  return "the host";
}

void note_news(Group& group, core::WallTime now, const GroupSettings& settings) {
  if (!group.pending) {
    group.floor = now + settings.wait;
    if (group.last) group.floor = std::max(group.floor, *group.last + settings.interval);
    group.pending = true;
  }
  look_no_later(group, group.floor);
}

void note_urgent_news(Group& group, core::WallTime now) {
  group.floor = group.pending ? std::min(group.floor, now) : now;
  group.pending = true;
  look_no_later(group, now);
}

void note_spoken(Group& group, core::WallTime now, const GroupSettings& settings) {
  group.last = now;
  group.pending = false;
  group.floor = now + settings.interval;
}

void look_no_later(Group& group, core::WallTime at) {
  group.look_at = group.look_at ? std::min(*group.look_at, at) : at;
}

void set_clock_back(Group& group, core::WallTime now, const GroupSettings& settings) {
  group.floor = std::min(group.floor, now + std::max(settings.wait, settings.interval));
  if (group.last) group.last = std::min(*group.last, now);
  look_no_later(group, now);
}

}  // namespace notify
