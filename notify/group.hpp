// What is told together, a channel each: its name, and when it may speak. A group begins with its
// first news, ends when nothing in it fires or waits, and then has no memory. Pure.
#pragma once

#include "core/clock.hpp"
#include "notify/settings.hpp"

#include <compare>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace notify {

struct GroupId {
  std::string channel, name;
  auto operator<=>(const GroupId&) const = default;
};

struct Group {
  core::WallTime floor;                // it does not speak before
  std::optional<core::WallTime> last;  // it spoke
  bool pending = false;                // news came in since it was last looked at
  // Follows from the entries and is not kept: the keys of those in it, and when to look at it.
  std::set<std::string> members;
  std::optional<core::WallTime> look_at;
};

// By the first of `by` that it has: "cause registry_unreachable r.example.org", "deployment shop";
// else "the host".
std::string group_name(const std::vector<std::string>& by, const std::string& cause,
                       const std::string& deployment);

// News wait for more of their kind, and for the interval since the group last spoke.
void note_news(Group& group, core::WallTime now, const GroupSettings& settings);
void note_urgent_news(Group& group, core::WallTime now);
void note_spoken(Group& group, core::WallTime now, const GroupSettings& settings);
void look_no_later(Group& group, core::WallTime at);
// The clock was set back: nothing waits for longer than it would have from now on.
void set_clock_back(Group& group, core::WallTime now, const GroupSettings& settings);

}  // namespace notify
