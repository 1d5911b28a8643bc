// What notify knows of alerts and notices: fires or not, how often, told to whom. Pure values; the
// rules of telling are in notify/telling.hpp.
#pragma once

#include "core/clock.hpp"
#include "model/event.hpp"
#include "model/policy.hpp"
#include "notify/event_kind.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace notify {

// What a channel was told last of it.
struct Told {
  bool firing = true;
  bool needs_operator = false, recurring = false;
  model::Severity severity = model::Severity::warning;
  core::WallTime at;
  std::string thread;
  bool operator==(const Told&) const = default;
};

struct Entry {
  std::string key;  // of the alert; of a notice "notice/42"
  Shape shape = Shape::alert;
  std::string type;  // of the newest event that made it fire
  bool told_by_default = true, heals_count = true;
  model::Severity severity = model::Severity::warning;
  std::vector<model::DeploymentName> deployments;  // empty: the host's
  model::ServiceName service;
  model::Criticality criticality = model::Criticality::standard;
  std::optional<std::int64_t> incident;
  std::string fingerprint;
  std::string text, end_text;  // what the newest event said, and the one that ended it
  std::string data;            // of a recovery: all of its event's; else what content needs of it
  std::string not_through;     // a channel that it is about
  bool firing = true, needs_operator = false;
  core::WallTime since;     // it first fired, of all times within `recurrence`
  core::WallTime fired_at;  // it fired last
  core::WallTime ended_at;  // valid where it does not fire
  int occurrences = 1;
  core::Milliseconds longest_gap{0};                    // from one begin to the next
  std::vector<model::EventId> events;                   // ascending, the newest at most
  std::string group;                                    // "deployment shop"
  std::map<std::string, std::optional<Told>> channels;  // where it goes, and what was told there
  bool operator==(const Entry&) const = default;

  bool recurring() const { return occurrences > 1; }
  const model::DeploymentName& deployment() const;  // the first, "" of the host's
  bool is_told_firing() const;                      // by any channel
};

class AlertBook {
 public:
  static constexpr std::size_t entries_max = 5'000, events_max = 20;

  const std::map<std::string, Entry>& entries() const { return entries_; }
  Entry* find(const std::string& key);
  const Entry* find(const std::string& key) const;
  Entry& put(Entry entry);  // replaces the one with its key
  void erase(const std::string& key);

  // The one to go where there are more than `entries_max`: of what nobody was told of, else of all,
  // the one that ended first, else the oldest of the lowest severity.
  std::optional<std::string> one_too_many() const;
  // Ended, told of, and away for longer than `recurrence`.
  std::vector<std::string> forgettable(core::WallTime now, core::Milliseconds recurrence) const;

 private:
  std::map<std::string, Entry> entries_;
};

// How long it must have stayed away before its end is told, where it recurs.
core::Milliseconds calm_needed(const Entry& entry, core::Milliseconds interval,
                               core::Milliseconds recurrence);
// What ended within `recurrence` and begins again goes on: true, and counted. False: it begins
// anew.
bool begin_again(Entry& entry, core::WallTime at, core::Milliseconds recurrence);
void note_event(Entry& entry, model::EventId id);

}  // namespace notify
