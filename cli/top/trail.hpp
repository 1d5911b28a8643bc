// What each service used during the last minutes, for its sparklines: cells of half a minute, the
// means of what was seen meanwhile. Pure. Bounded: `cells_max` a metric, and the services that the
// last look had.
#pragma once

#include "cli/gauge.hpp"
#include "cli/top/row.hpp"
#include "core/clock.hpp"

#include <deque>
#include <map>
#include <string>
#include <vector>

namespace cli {

class Trail {
 public:
  static constexpr std::size_t cells_max = 20;
  static constexpr core::Milliseconds cell_time{30'000};

  // Moments do not go back.
  void add(core::MonoTime at, std::optional<double> value);
  // What the agent remembers, in cells of `cell_time` up to now: it comes before what was added, of
  // which it tells again.
  void prime(Trace remembered);
  // The newest `cells`; fewer where there are fewer.
  Trace newest(std::size_t cells) const;

 private:
  struct Cell {
    double sum = 0;
    std::size_t count = 0;
  };

  std::deque<Cell> cells_;       // of what was added; the last is not over
  core::MonoTime last_begin_{};  // of the last cell
  Trace remembered_;
};

// Values `step` apart as cells: of a time of which it keeps minutes only, the agent answers in
// longer steps than it was asked for. 0: they are cells.
Trace cells_of(const Trace& values, core::Milliseconds step);

struct Trails {
  Trail cpu, memory;
  bool primed = false;  // also where the agent remembers nothing
};

class TopHistory {
 public:
  // What is not among `rows` is forgotten.
  void add(const std::vector<TopRow>& rows, core::MonoTime at);
  // Nothing for what the last look did not have.
  const Trails* of(const std::string& name) const;
  bool needs_priming(const std::string& name) const;
  // Once; a trace without values where nothing is known.
  void prime(const std::string& name, Trace cpu, Trace memory);

 private:
  std::map<std::string, Trails> trails_;
};

}  // namespace cli
