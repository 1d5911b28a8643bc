#include "monitor/held.hpp"

namespace monitor {
namespace {

constexpr auto no_time = core::Milliseconds::zero();
constexpr core::Milliseconds pace_min = std::chrono::seconds(1);
// Counted of the first pause, when no pace is known yet.
constexpr core::Milliseconds first_pause_max = std::chrono::minutes(1);
constexpr int low_looks_min = 2;
constexpr int low_counts = 5;

}  // namespace

std::string_view text_of(Ending ending) {
  switch (ending) {
    case Ending::below: return "it is low again";
    case Ending::gone: return "there are no values any more";
    case Ending::switched_off: return "its rule was switched off";
    case Ending::new_normal: return "it is the new normal";
    case Ending::unwatched: return "it was low again when the agent was back";
  }
  return "";
}

void Held::resume(const ToldSpike& told) {
  open_ = resumed_ = unseen_ = true;
  since_ = told.since;
  seen_ = told.seen_until;
  value_ = told.value;
  peak_ = told.peak;
  above_ = told.above;
}

std::optional<Change> Held::look(core::MonoTime at, std::optional<double> value,
                                 const Levels& levels) {
  const auto passed = passed_until(at);
  if (!value) return without_value(passed);
  const auto known = had_value_ ? passed : no_time;
  had_value_ = true;
  unseen_ = false;
  absent_ = no_time;
  seen_ = at;
  value_ = *value;
  return open_ ? towards_end(at, known, levels) : towards_open(at, known, levels);
}

// A pace that became slower is learned by doubling: a host that slept once is not taken for one
// that is looked at once an hour.
core::Milliseconds Held::passed_until(core::MonoTime at) {
  if (!looked_) {
    looked_ = at;
    return no_time;
  }
  const auto passed = std::max(at - *looked_, no_time);
  const auto known = pace_ > no_time;
  const auto counted = std::min(passed, known ? 3 * pace_ : first_pause_max);
  pace_ = std::max(known ? std::min(passed, 2 * pace_) : counted, pace_min);
  looked_ = at;
  return counted;
}

std::optional<Change> Held::without_value(core::Milliseconds passed) {
  had_value_ = false;
  absent_ += passed;
  return absent_ < gone_after ? std::nullopt : end(Ending::gone);
}

std::optional<Change> Held::towards_open(core::MonoTime at, core::Milliseconds passed,
                                         const Levels& levels) {
  if (since_) peak_ = std::max(peak_, value_);
  if (value_ < levels.above) {
    counted_ -= value_ < levels.clear ? low_counts * passed : passed / 2;
    if (counted_ <= no_time) since_.reset();
    return std::nullopt;
  }
  counted_ = since_ ? counted_ + passed : no_time;
  if (!since_) {
    since_ = at;
    peak_ = value_;
  }
  if (counted_ < levels.lasting) return std::nullopt;
  open_ = true;
  above_ = levels.above;
  over_.reset();
  return Change{Change::Kind::started, *since_, at - *since_, value_, peak_, above_};
}

std::optional<Change> Held::towards_end(core::MonoTime at, core::Milliseconds passed,
                                        const Levels& levels) {
  peak_ = std::max(peak_, value_);
  if (value_ >= levels.above) {
    over_.reset();
    resumed_ = false;
    return std::nullopt;
  }
  if (value_ >= levels.clear) {
    counted_ -= passed / 2;
    if (counted_ <= no_time) over_.reset();
    return std::nullopt;
  }
  counted_ = over_ ? counted_ + passed : no_time;
  low_looks_ = over_ ? low_looks_ + 1 : 1;
  if (!over_) over_ = at;
  if (low_looks_ < low_looks_min || counted_ < settle_time(levels.lasting)) return std::nullopt;
  return ended(*over_, resumed_ ? Ending::unwatched : Ending::below);
}

std::optional<Change> Held::end(Ending why) {
  if (open_) return ended(over_.value_or(seen_), why);
  since_.reset();
  return std::nullopt;
}

void Held::count_anew() {
  over_.reset();
  if (!open_) since_.reset();
}

Change Held::ended(core::MonoTime over, Ending why) {
  Change change{Change::Kind::ended, *since_, over - *since_, value_, peak_, above_, why};
  change.at_least = unseen_;
  open_ = resumed_ = unseen_ = false;
  since_.reset();
  over_.reset();
  return change;
}

}  // namespace monitor
