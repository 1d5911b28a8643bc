#include "notify/pipeline.hpp"

#include "notify/content.hpp"
#include "notify/memory_codec.hpp"
#include "notify/pipeline_state.hpp"

#include <algorithm>

namespace notify {
namespace {

constexpr core::Milliseconds tidy_after = std::chrono::seconds(60);
constexpr core::Milliseconds event_comes_within = std::chrono::minutes(2);
constexpr core::Milliseconds resolved_shown_for = std::chrono::minutes(5);
// Those who are fed take it as over when they hear nothing more.
constexpr core::Milliseconds fed_lasts = std::chrono::minutes(3);

std::string key_of_row(const Entry& entry) { return "alert/" + entry.key; }
std::string key_of_row(const GroupId& id) { return "group/" + id.channel + "/" + id.name; }

// "group/ops/deployment shop" → "ops", "deployment shop"
GroupId id_in(const std::string& key) {
  const auto first = key.find('/');
  const auto second = key.find('/', first + 1);
  return {key.substr(first + 1, second - first - 1), key.substr(second + 1)};
}

}  // namespace

// ---- rows ----

void Pipeline::State::touch(const Entry& entry) { changed.insert(key_of_row(entry)); }
void Pipeline::State::touch(const GroupId& id) { changed.insert(key_of_row(id)); }

std::optional<std::string> Pipeline::State::row(const std::string& key) const {
  const auto is = [&](std::string_view prefix) { return key.starts_with(prefix); };
  if (is("alert/")) {
    const auto* entry = book.find(key.substr(6));
    return entry == nullptr ? std::nullopt : std::optional(row_of(*entry));
  }
  if (is("group/")) {
    const auto at = groups.find(id_in(key));
    return at == groups.end() ? std::nullopt : std::optional(row_of(at->first, at->second));
  }
  if (is("cover/")) {
    const auto at = covers.find(id_in(key));
    return at == covers.end() ? std::nullopt : std::optional(row_of(at->first, at->second));
  }
  if (is("healed/")) {
    const auto at = digest.entries().find(key.substr(7));
    return at == digest.entries().end() ? std::nullopt : std::optional(row_of(at->second));
  }
  if (digest.empty()) return std::nullopt;
  return row_of(DigestRow{digest.since(), digest.beyond()});
}

void Pipeline::State::restore_row(const MemoryRow& memory) {
  if (!memory.value) return;
  const auto& text = *memory.value;
  const auto is = [&](std::string_view prefix) { return memory.key.starts_with(prefix); };
  if (is("alert/")) {
    if (auto entry = entry_from_row(text)) book.put(std::move(*entry));
  } else if (is("group/")) {
    if (auto read = group_from_row(text)) groups[read->id] = std::move(read->group);
  } else if (is("cover/")) {
    if (auto read = cover_from_row(text)) covers[read->id] = std::move(read->cover);
  } else if (is("healed/")) {
    if (auto healed = healed_from_row(text))
      digest.restore(memory.key.substr(7), std::move(*healed));
  } else if (memory.key == "digest") {
    if (const auto read = digest_from_row(text)) digest.restore(read->since, read->beyond);
  }
}

// ---- time ----

void Pipeline::State::note_clock(core::WallTime now) {
  if (!clock_is_checked || now < latest) set_clock_back(now);
  clock_is_checked = true;
  latest = now;
}

void Pipeline::State::set_clock_back(core::WallTime now) {
  for (auto& [id, group] : groups) {
    notify::set_clock_back(group, now, settings.group);
    touch(id);
  }
  for (const auto& [key, known] : book.entries()) {
    auto entry = known;
    for (auto* at : {&entry.since, &entry.fired_at, &entry.ended_at}) *at = std::min(*at, now);
    for (auto& [channel, told] : entry.channels) {
      if (told) told->at = std::min(told->at, now);
    }
    if (entry == known) continue;
    *book.find(key) = std::move(entry);
    touch(known);
  }
  for (auto& [id, covered] : covers) covered.at = std::min(covered.at, now);
  digest.set_clock_back(now);
  tidied_at = std::min(tidied_at, now);
}

void Pipeline::State::tidy(core::WallTime now) {
  if (now - tidied_at < tidy_after) return;
  tidied_at = now;
  end_what_heal_has_ended(now);
  for (const auto& key : book.forgettable(now, settings.recurrence)) {
    touch(*book.find(key));
    book.erase(key);
  }
}

// Where the event that said so was not kept for as long as the agent was away.
void Pipeline::State::end_what_heal_has_ended(core::WallTime now) {
  std::vector<model::Event> ends;
  for (const auto& [key, entry] : book.entries()) {
    if (!entry.firing || !entry.incident) continue;
    const auto incident = around.circumstances.incident(*entry.incident);
    if (!incident || !incident->resolved_at || incident->is_open()) continue;
    if (*incident->resolved_at + event_comes_within > now) continue;
    model::Event end;
    end.at = *incident->resolved_at;
    end.type = "incident.resolved";
    end.alert = model::Alert{key, false};
    end.message = entry.text + ": it is over";
    ends.push_back(std::move(end));
  }
  for (const auto& each : ends) resolve(each, now);
}

void Pipeline::State::make_room() {
  while (const auto key = book.one_too_many()) {
    const auto& entry = *book.find(*key);
    touch(entry);
    // It is counted: who reads the digest learns that something had no room.
    count_healed({"", "", "had more alerts than are remembered", 1, latest}, latest);
    book.erase(*key);
  }
}

// ---- the whole ----

std::vector<Outgoing> Pipeline::State::flush(core::WallTime now) {
  note_clock(now);
  tidy(now);
  std::vector<Outgoing> all;
  // What a report tells is not told beside it.
  for (const bool reports : {true, false}) {
    for (auto at = groups.begin(); at != groups.end();) {
      auto& [id, group] = *at;
      const bool is_report = id.name.starts_with("recovery ");
      if (is_report != reports || !group.look_at || *group.look_at > now) {
        ++at;
        continue;
      }
      if (auto said = look(id, group, now)) all.push_back(std::move(*said));
      if (group.members.empty()) {
        touch(id);
        at = groups.erase(at);
      } else {
        ++at;
      }
    }
  }
  auto healed = tell_digest(now);
  std::move(healed.begin(), healed.end(), std::back_inserter(all));
  return all;
}

// ---- the outside ----

Pipeline::Pipeline(HostIdentity host, Settings settings, Surroundings around)
    : state_(new State{std::move(host), std::move(settings), std::move(around)}) {}
Pipeline::~Pipeline() = default;

void Pipeline::set_silences(std::vector<Silence> silences) {
  state_->silences = std::move(silences);
  state_->stir_all(state_->latest);
}

void Pipeline::take(const model::Event& event, core::WallTime now) { state_->take(event, now); }

std::vector<Outgoing> Pipeline::flush(core::WallTime now) { return state_->flush(now); }

std::optional<core::WallTime> Pipeline::next_due(core::WallTime now) const {
  const auto& state = *state_;
  // The clock was set back: what was planned by the other one is looked at anew.
  if (now < state.latest) return now;
  std::optional<core::WallTime> next;
  const auto note = [&](core::WallTime at) {
    at = std::max(at, now);
    if (!next || at < *next) next = at;
  };
  for (const auto& [id, group] : state.groups) {
    if (group.look_at) note(*group.look_at);
  }
  if (state.settings.digest.at_minute) {
    const auto due = state.digest.due(*state.settings.digest.at_minute, state.around.local_minute);
    if (due) note(*due);
  }
  return next;
}

std::vector<MemoryRow> Pipeline::changed_memory() {
  std::vector<MemoryRow> rows;
  for (const auto& key : std::exchange(state_->changed, {}))
    rows.push_back({key, state_->row(key)});
  return rows;
}

std::vector<AlertNow> Pipeline::alerts(core::WallTime now) const {
  const auto& state = *state_;
  std::vector<AlertNow> all;
  for (const auto& [key, entry] : state.book.entries()) {
    if (entry.shape != Shape::alert) continue;
    if (!entry.firing && entry.ended_at + resolved_shown_for <= now) continue;
    if (state.is_held(entry) || state.silenced_until(entry, now)) continue;
    StoryScene scene{now, std::nullopt, entry.firing, std::nullopt, state.around.local_minute};
    if (entry.incident) scene.incident = state.around.circumstances.incident(*entry.incident);
    all.push_back({story_of(entry, scene).item, entry.firing ? now + fed_lasts : entry.ended_at});
  }
  return all;
}

}  // namespace notify
