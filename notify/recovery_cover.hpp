// What a report about a return has told already: the incidents of its deployments that did not come
// back count as told, in its thread. Pure.
#pragma once

#include "core/clock.hpp"
#include "notify/alert_book.hpp"
#include "notify/group.hpp"
#include "notify/recovery_story.hpp"

#include <map>
#include <set>
#include <string>

namespace notify {

struct Cover {
  std::string thread;
  bool pending = false;  // its end will be in the update; else it failed, or that was the update
  std::set<std::string> services;
  core::WallTime at;
  bool operator==(const Cover&) const = default;
};
using Covers = std::map<GroupId, Cover>;  // by channel and deployment

// What failed is covered for so long: its incident may be opened a moment after the report.
inline constexpr core::Milliseconds failed_cover{120'000};

// Marks what the report of `entry` told in this channel; those before are replaced. The deployments
// whose cover changed.
std::set<std::string> cover(Covers& covers, const RecoveryData& data, const std::string& channel,
                            const std::string& thread, core::WallTime now);
const Cover* cover_of(const Covers& covers, const Entry& entry, const std::string& channel,
                      core::WallTime now, core::Milliseconds recurrence);
// The entry as told by it; false where that changes nothing.
bool tell_by_cover(const Cover& cover, const Entry& entry, std::optional<Told>& told,
                   core::WallTime now);

}  // namespace notify
