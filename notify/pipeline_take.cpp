#include "notify/inhibit.hpp"
#include "notify/pipeline_state.hpp"
#include "notify/plain_line.hpp"

#include <algorithm>

namespace notify {
namespace {

struct HealedWords {
  std::string_view fingerprint, words;
};

constexpr HealedWords healed_words[] = {{"unhealthy", "was unhealthy"},
                                        {"crash_loop", "crashed again and again"},
                                        {"oom_killed", "ran out of memory"},
                                        {"check_failed", "failed its check"},
                                        {"dependency_not_ready", "waited for a dependency"},
                                        {"unknown", "was not well"},
                                        {"", "was not well"}};

std::string healed_text(const Entry& entry) {
  if (entry.incident) {
    for (const auto& each : healed_words) {
      if (each.fingerprint == entry.fingerprint) return std::string(each.words);
    }
    return "did not start (" + entry.fingerprint + ")";
  }
  const auto after = [&](std::string_view prefix) {
    return entry.key.substr(std::min(entry.key.size(), prefix.size()));
  };
  if (entry.key.starts_with("check/")) return "failed the check `" + after("check/") + "`";
  if (entry.key.starts_with("spike/")) return "had a spike (" + after("spike/") + ")";
  if (entry.key.starts_with("forecast/")) return "was near a limit (" + after("forecast/") + ")";
  return "had trouble (" + entry.key + ")";
}

bool lifts_obstacles(std::string_view type) {
  return type.starts_with("hold.") || type.starts_with("recovery.") ||
         type.starts_with("engine.") || type == "host.degraded";
}

std::string alert_key_in(const model::Event& event) {
  if (event.alert) return event.alert->key;
  return event.incident ? "incident/" + std::to_string(*event.incident) : event.type;
}

void add_name(std::vector<model::DeploymentName>& names, const model::DeploymentName& name) {
  if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end())
    names.push_back(name);
}

}  // namespace

std::string group_id_name(const Entry& entry) {
  switch (entry.shape) {
    case Shape::recovery: return "recovery " + entry.key;
    case Shape::notice: return "notices of " + entry.group;
    default: return entry.group;
  }
}

void Pipeline::State::take(const model::Event& event, core::WallTime now) {
  note_clock(now);
  stir(event, now);
  count_death(event, now);
  // Also where it is evidence by now: what it ends was told before there was an incident.
  if (event.alert && !event.alert->firing) return resolve(event, now);
  end_what_a_restart_ends(event, now);
  const auto kind = kind_of(event);
  if (kind.shape == Shape::nothing) return;
  auto& entry = kind.shape == Shape::alert ? fire(event, kind, now) : note(event, kind, now);
  direct(entry);
  announce(entry, kind.at_once, now);
  touch(entry);
  // What nobody hears of, and has no end, is nothing to remember.
  if (entry.shape != Shape::alert && entry.channels.empty()) {
    const auto key = entry.key;
    book.erase(key);
  }
  make_room();
}

// An agent that was started again does not know what the one before it had told of: it connects
// without an end, and its breaker is closed.
void Pipeline::State::end_what_a_restart_ends(const model::Event& event, core::WallTime now) {
  const bool connected = event.type == "engine.connected";
  if (!connected && event.type != "agent.started") return;
  auto end = event;
  end.alert = model::Alert{connected ? "engine" : "host/breaker", false};
  if (!connected) end.message = "the agent was restarted: services are looked after as before";
  resolve(end, now);
}

// What it may make possible is looked at with the next flush.
void Pipeline::State::stir(const model::Event& event, core::WallTime now) {
  if (lifts_obstacles(event.type)) return stir_all(now);
  if (!event.incident) return;
  const auto* entry = book.find("incident/" + std::to_string(*event.incident));
  if (entry != nullptr) stir_entry(*entry, now);
}

void Pipeline::State::stir_all(core::WallTime now) {
  for (auto& [id, group] : groups) look_no_later(group, std::max(now, group.floor));
}

void Pipeline::State::stir_entry(const Entry& entry, core::WallTime now) {
  for (const auto& [channel, told] : entry.channels) {
    const auto at = groups.find({channel, group_id_name(entry)});
    if (at != groups.end()) look_no_later(at->second, std::max(now, at->second.floor));
  }
}

Entry& Pipeline::State::fire(const model::Event& event, const EventKind& kind, core::WallTime now) {
  const auto key = alert_key_in(event);
  const auto at = std::min(event.at, now);
  const auto facts = facts_from(event);
  // Heal knows that an incident is the same one, whatever the time.
  const bool opened_again = event.type == "incident.opened" && facts.recurring;
  auto* entry = book.find(key);
  bool begins = false;
  if (entry == nullptr) {
    Entry fresh;
    fresh.key = key;
    fresh.occurrences = opened_again ? facts.occurrences : 1;
    fresh.since = at;
    entry = &book.put(std::move(fresh));
    begins = true;
  } else if (!entry->firing || opened_again) {
    begins = true;
    const auto longest = opened_again ? core::Milliseconds::max() : settings.recurrence;
    if (!begin_again(*entry, at, longest)) {
      entry->occurrences = 1;
      entry->longest_gap = core::Milliseconds{0};
      entry->since = at;
      entry->events.clear();
      // A new thread as well.
      for (auto& [channel, told] : entry->channels) {
        if (told && !told->firing) told.reset();
      }
    }
  }
  if (begins) {
    entry->needs_operator = false;
    entry->fired_at = at;
  }
  entry->firing = true;
  if (event.type == "incident.needs_operator") entry->needs_operator = true;
  describe(*entry, event, kind);
  return *entry;
}

Entry& Pipeline::State::note(const model::Event& event, const EventKind& kind, core::WallTime now) {
  Entry entry;
  // The same one again takes the place of one that still waits.
  entry.key = event.alert ? event.alert->key : "notice/" + std::to_string(event.id);
  entry.shape = kind.shape;
  entry.since = entry.fired_at = std::min(event.at, now);
  describe(entry, event, kind);
  if (kind.shape == Shape::recovery) entry.data = event.data;
  return book.put(std::move(entry));
}

void Pipeline::State::describe(Entry& entry, const model::Event& event, const EventKind& kind) {
  const auto facts = facts_from(event);
  entry.type = event.type;
  entry.told_by_default = kind.told;
  entry.heals_count = kind.heals_count;
  entry.severity = event.severity;
  entry.text = plain_line(event.message);
  entry.incident = event.incident;
  entry.deployments.clear();
  add_name(entry.deployments, event.deployment);
  entry.service = event.service;
  for (const auto& each : facts.subjects) add_name(entry.deployments, each.deployment);
  if (!facts.fingerprint.empty()) entry.fingerprint = facts.fingerprint;
  entry.criticality =
      facts.criticality.value_or(around.circumstances.criticality(event.deployment, event.service));
  entry.not_through = event.type.starts_with("notification.") ? facts.channel : "";
  note_event(entry, event.id);
  if (entry.group.empty() || !entry.is_told_firing()) {
    const auto cause = is_incident(event.type) ? facts.cause : std::string();
    const auto name = group_name(settings.group.by, cause, entry.deployment());
    // A later event of it may say less.
    if (entry.group.empty() || !cause.empty()) entry.group = name;
  }
}

void Pipeline::State::direct(Entry& entry) {
  for (const auto& way : ways_of(entry)) entry.channels.emplace(way.channel, std::nullopt);
}

void Pipeline::State::announce(const Entry& entry, bool at_once, core::WallTime now) {
  for (const auto& [channel, told] : entry.channels) {
    const GroupId id{channel, group_id_name(entry)};
    auto& group = groups[id];
    group.members.insert(entry.key);
    const auto* covered = cover_of(covers, entry, channel, now, settings.recurrence);
    if (at_once && covered != nullptr && covered->pending) {
      // The update of the report is about to say so.
      note_news(group, now, settings.group);
      group.floor = std::max(group.floor, now + settings.group.interval);
    } else if (at_once) {
      note_urgent_news(group, now);
    } else {
      note_news(group, now, settings.group);
    }
    touch(id);
  }
}

void Pipeline::State::resolve(const model::Event& event, core::WallTime now) {
  auto* entry = book.find(alert_key_in(event));
  if (entry == nullptr || !entry->firing) return;
  const bool untold = !entry->is_told_firing() || entry->recurring();
  entry->firing = false;
  entry->ended_at = std::max(std::min(event.at, now), entry->fired_at);
  entry->end_text = plain_line(event.message);
  note_event(*entry, event.id);
  const bool meant = is_held(*entry) || silenced_until(*entry, now).has_value();
  if (untold && entry->heals_count && !meant)
    count_healed({entry->deployment(), entry->service, healed_text(*entry), 1, entry->ended_at},
                 now);
  if (entry->is_told_firing())
    announce(*entry, false, now);
  else
    stir_entry(*entry, now);
  touch(*entry);
}

void Pipeline::State::count_healed(Healed healed, core::WallTime now) {
  if (!settings.digest.at_minute) return;
  const auto key = digest.add(std::move(healed), now);
  changed.insert("digest");
  if (!key.empty()) changed.insert("healed/" + key);
}

// One that reconcile has mended at once: else an incident would be open.
void Pipeline::State::count_death(const model::Event& event, core::WallTime now) {
  if (event.type != "service.exited" || event.severity == model::Severity::info || event.incident)
    return;
  const auto& circumstances = around.circumstances;
  if (is_inhibited(book) || circumstances.recovery_is_due() ||
      circumstances.is_held(event.deployment, event.service))
    return;
  count_healed({event.deployment, event.service, "exited unasked", 1, std::min(event.at, now)},
               now);
}

}  // namespace notify
