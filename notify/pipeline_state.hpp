// What the pipeline knows and does; only notify/pipeline*.cpp include it.
#pragma once

#include "notify/alert_book.hpp"
#include "notify/compose.hpp"
#include "notify/digest.hpp"
#include "notify/event_decode.hpp"
#include "notify/group.hpp"
#include "notify/pipeline.hpp"
#include "notify/recovery_cover.hpp"
#include "notify/route.hpp"
#include "notify/silence_match.hpp"
#include "notify/telling.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace notify {

// What is written below a channel is given up after so long.
inline constexpr core::Milliseconds message_expires_after = std::chrono::hours(72);

// An entry, as it is for one channel at this moment.
struct Looked {
  Entry* entry = nullptr;
  std::optional<model::Incident> incident;
  bool acknowledged = false;
  Telling telling;
};

struct Pipeline::State {
  HostIdentity host;
  Settings settings;
  Surroundings around;
  std::vector<Silence> silences;
  AlertBook book;
  std::map<GroupId, Group> groups;
  Digest digest;
  Covers covers;
  std::set<std::string> changed;  // keys of rows
  core::WallTime latest;          // the greatest time that was ever given
  bool clock_is_checked = false;  // of this life
  core::WallTime tidied_at;       // of this life

  // ---- pipeline_take.cpp ----
  void take(const model::Event& event, core::WallTime now);
  void end_what_a_restart_ends(const model::Event& event, core::WallTime now);
  void stir(const model::Event& event, core::WallTime now);
  void stir_all(core::WallTime now);
  void stir_entry(const Entry& entry, core::WallTime now);
  Entry& fire(const model::Event& event, const EventKind& kind, core::WallTime now);
  Entry& note(const model::Event& event, const EventKind& kind, core::WallTime now);
  void resolve(const model::Event& event, core::WallTime now);
  void describe(Entry& entry, const model::Event& event, const EventKind& kind);
  void direct(Entry& entry);  // to its channels
  void announce(const Entry& entry, bool at_once, core::WallTime now);
  void count_healed(Healed healed, core::WallTime now);
  void count_death(const model::Event& event, core::WallTime now);

  // ---- pipeline_look.cpp ----
  std::vector<Way> ways_of(const Entry& entry) const;
  bool is_held(const Entry& entry) const;
  // All that it is about is silenced: when the first of that ends.
  std::optional<core::WallTime> silenced_until(const Entry& entry, core::WallTime now) const;
  std::optional<Obstacle> obstacle_of(const Entry& entry, const std::string& channel,
                                      core::WallTime now) const;
  Looked look_at(Entry& entry, const std::string& channel, core::WallTime now);
  // Those that finished leave.
  std::vector<Looked> look_at_members(const GroupId& id, Group& group, core::WallTime now);
  void leave(Entry& entry, const std::string& channel);
  std::optional<Outgoing> look(const GroupId& id, Group& group, core::WallTime now);
  void plan_next_look(const GroupId& id, Group& group, core::WallTime now);

  // ---- pipeline_speak.cpp ----
  Outgoing speak(const GroupId& id, const std::vector<Looked>& looked, core::WallTime now);
  void close_thread(const std::string& channel, const std::string& thread,
                    const std::vector<Looked>& looked);
  Outgoing tell_recovery(const std::string& channel, Entry& entry, core::WallTime now);
  void cover_recovered(const std::string& channel, const std::string& thread, const Entry& entry,
                       core::WallTime now);
  std::vector<Outgoing> tell_digest(core::WallTime now);
  Outgoing outgoing(const std::string& channel, Message message, core::WallTime now) const;

  // ---- pipeline.cpp ----
  void note_clock(core::WallTime now);
  void set_clock_back(core::WallTime now);
  void tidy(core::WallTime now);
  void end_what_heal_has_ended(core::WallTime now);
  void make_room();
  std::map<std::string, int> drop_channels_that_are_gone();
  void direct_anew();
  void touch(const Entry& entry);
  void touch(const GroupId& id);
  std::vector<Outgoing> flush(core::WallTime now);
  std::optional<std::string> row(const std::string& key) const;
  void restore_row(const MemoryRow& memory);
};

// In which group of its channel it is told. Notices and reports have groups of their own.
std::string group_id_name(const Entry& entry);

}  // namespace notify
