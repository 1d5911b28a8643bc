#include "notify/inhibit.hpp"
#include "notify/pipeline_state.hpp"

#include <algorithm>

namespace notify {
namespace {

// Where nothing tells the end of what holds something back.
constexpr core::Milliseconds look_again_after = std::chrono::seconds(60);

bool is_spoken(Say say) { return say == Say::news || say == Say::again || say == Say::over; }

}  // namespace

std::vector<Way> Pipeline::State::ways_of(const Entry& entry) const {
  return route({entry.type, entry.told_by_default, entry.severity, entry.deployments,
                entry.criticality, entry.not_through},
               settings);
}

bool Pipeline::State::is_held(const Entry& entry) const {
  const auto& circumstances = around.circumstances;
  const auto incident =
      entry.incident ? circumstances.incident(*entry.incident) : std::optional<model::Incident>();
  if (!incident || incident->subjects.empty())
    return !entry.deployments.empty() && circumstances.is_held(entry.deployment(), entry.service);
  return std::all_of(incident->subjects.begin(), incident->subjects.end(), [&](const auto& each) {
    return !each.deployment.empty() && circumstances.is_held(each.deployment, each.service);
  });
}

std::optional<core::WallTime> Pipeline::State::silenced_until(const Entry& entry,
                                                              core::WallTime now) const {
  if (silences.empty()) return std::nullopt;
  const auto until_of = [&](const std::string& deployment, const std::string& service) {
    const SilenceFacts facts{entry.type, deployment, service, entry.key, entry.severity};
    return silent_until(silences, facts, now);
  };
  const auto incident = entry.incident ? around.circumstances.incident(*entry.incident)
                                       : std::optional<model::Incident>();
  if (!incident || incident->subjects.empty()) return until_of(entry.deployment(), entry.service);
  std::optional<core::WallTime> first;
  for (const auto& each : incident->subjects) {
    const auto until = until_of(each.deployment, each.service);
    if (!until) return std::nullopt;
    first = first ? std::min(*first, *until) : *until;
  }
  return first;
}

std::optional<Obstacle> Pipeline::State::obstacle_of(const Entry& entry, const std::string& channel,
                                                     core::WallTime now) const {
  if (const auto until = silenced_until(entry, now)) return Obstacle{until, true};
  for (const auto& way : ways_of(entry)) {
    if (way.channel != channel || !way.quiet) continue;
    if (const auto until = quiet_until(*way.quiet, entry.severity, now, around.local_minute))
      return Obstacle{until};
  }
  if (entry.deployments.empty()) return std::nullopt;
  if (is_held(entry)) return Obstacle{std::nullopt, true};
  if (is_inhibited(book)) return Obstacle{};
  if (entry.incident && around.circumstances.recovery_is_due()) return Obstacle{};
  return std::nullopt;
}

Looked Pipeline::State::look_at(Entry& entry, const std::string& channel, core::WallTime now) {
  Looked looked;
  looked.entry = &entry;
  auto& told = entry.channels[channel];
  const auto* covered = cover_of(covers, entry, channel, now, settings.recurrence);
  if (covered != nullptr && tell_by_cover(*covered, entry, told, now)) touch(entry);
  Around scene;
  scene.now = now;
  scene.group = settings.group;
  scene.recurrence = settings.recurrence;
  scene.obstacle = obstacle_of(entry, channel, now);
  if (entry.incident) looked.incident = around.circumstances.incident(*entry.incident);
  if (looked.incident) {
    scene.attempt_ended = looked.incident->attempts > 0;
    scene.well = looked.incident->well_since.has_value();
    looked.acknowledged = scene.acknowledged = looked.incident->acknowledged_at.has_value();
  }
  looked.telling = telling_of(entry, told, scene);
  return looked;
}

std::vector<Looked> Pipeline::State::look_at_members(const GroupId& id, Group& group,
                                                     core::WallTime now) {
  std::vector<Looked> all;
  for (auto at = group.members.begin(); at != group.members.end();) {
    auto* entry = book.find(*at);
    const bool is_here = entry != nullptr && entry->channels.contains(id.channel) &&
                         group_id_name(*entry) == id.name;
    if (is_here) {
      all.push_back(look_at(*entry, id.channel, now));
      if (all.back().telling.say != Say::finished) {
        ++at;
        continue;
      }
      all.pop_back();
      leave(*entry, id.channel);
    }
    at = group.members.erase(at);
  }
  return all;
}

// An alert stays in the book, as it may recur; what has no end is done with.
void Pipeline::State::leave(Entry& entry, const std::string& channel) {
  if (entry.shape == Shape::alert) return;
  touch(entry);
  entry.channels.erase(channel);
  if (!entry.channels.empty()) return;
  const auto key = entry.key;
  book.erase(key);
}

std::optional<Outgoing> Pipeline::State::look(const GroupId& id, Group& group, core::WallTime now) {
  if (now < group.floor) {
    group.look_at = group.floor;
    return std::nullopt;
  }
  const auto looked = look_at_members(id, group, now);
  if (group.pending) touch(id);
  group.pending = false;
  std::optional<Outgoing> said;
  if (std::any_of(looked.begin(), looked.end(),
                  [](const Looked& each) { return is_spoken(each.telling.say); })) {
    said = speak(id, looked, now);
    note_spoken(group, now, settings.group);
    touch(id);
  }
  plan_next_look(id, group, now);
  return said;
}

void Pipeline::State::plan_next_look(const GroupId& id, Group& group, core::WallTime now) {
  group.look_at.reset();
  for (const auto& each : look_at_members(id, group, now)) {
    const auto& telling = each.telling;
    if (is_spoken(telling.say)) look_no_later(group, group.floor);
    if (telling.look_again) look_no_later(group, std::max(*telling.look_again, group.floor));
    if (telling.waits && !telling.look_again) look_no_later(group, now + look_again_after);
  }
}

}  // namespace notify
