// What healed by itself, told once a day; nothing is told of a day on which nothing did. Pure.
#pragma once

#include "core/clock.hpp"
#include "model/event.hpp"
#include "notify/headline.hpp"
#include "notify/quiet.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace notify {

struct Healed {
  std::string deployment, service;  // both empty: the host
  std::string what;                 // "was unhealthy"
  int times = 1;
  core::WallTime last_at;
  bool operator==(const Healed&) const = default;
};

class Digest {
 public:
  static constexpr std::size_t entries_max = 500;

  // Of the row that changed by it; "" where there was no room and it is only counted.
  std::string add(Healed healed, core::WallTime now);
  void restore(std::string key, Healed healed);
  void restore(core::WallTime since, int beyond);
  void set_clock_back(core::WallTime now);
  void clear();

  bool empty() const { return entries_.empty() && beyond_ == 0; }
  // When it is to be sent; nothing where there is nothing to say.
  std::optional<core::WallTime> due(int at_minute, const LocalMinute& local_minute) const;
  // By service, the newest last.
  std::vector<Story> stories(const LocalMinute& local_minute) const;
  std::string title() const;
  std::string summary() const;

  const std::map<std::string, Healed>& entries() const { return entries_; }
  core::WallTime since() const { return since_; }  // the first was added
  int beyond() const { return beyond_; }           // that had no room

 private:
  std::map<std::string, Healed> entries_;
  core::WallTime since_;
  int beyond_ = 0;
};

}  // namespace notify
