#include "monitor/detector_quality.hpp"

#include <cmath>
#include <numbers>

// Percent of the limit, held against above 90, clear 75, for 10 m.
namespace quality {
namespace {

constexpr double most = 105;  // a quota lets a container go a little beyond it at times

Series long_burst(Random& random) {
  const double from = random.uniform(20, 60);
  const double to = from + random.uniform(13, 90);
  Draft draft(random, 180, random.uniform(5, 40));
  return draft.white(3).add(from, to, 100).event(from, to).done(random.uniform(97, 101));
}

Series burst_with_dips(Random& random) {
  const double from = random.uniform(20, 40);
  const double to = from + random.uniform(30, 60);
  Draft draft(random, 150, 20);
  draft.white(2).add(from, to, 78).event(from, to);
  for (double dip = from + 3; dip < to - 1; dip += random.uniform(3, 8))
    draft.add(dip, dip + random.uniform(0.2, 0.6), -14);  // to 84
  return draft.done(most);
}

Series around_95(Random& random) {
  const double from = random.uniform(20, 40);
  Draft draft(random, 150, 30);
  return draft.white(4).add(from, from + 60, 65).event(from, from + 60).done(most);
}

Series around_91(Random& random) {
  const double from = random.uniform(20, 40);
  Draft draft(random, 200, 30);
  return draft.white(4).add(from, from + 90, 61).event(from, from + 90).done(most);
}

Series two_bursts(Random& random) {
  const double first = random.uniform(10, 20);
  const double second = first + random.uniform(40, 60);
  Draft draft(random, 150, 15);
  draft.white(3).add(first, first + 20, 82).add(second, second + 25, 82);
  return draft.event(first, first + 20).event(second, second + 25).done(most);
}

Series slow_rise(Random& random) {
  const double hours = random.uniform(2, 4);
  const double slope = 80 / (hours * 60);  // from 20 to 100
  const double reaches = 70 / slope;
  Draft draft(random, hours * 60 + 60, 20);
  draft.white(1).add(0, hours * 60, [slope](double m) { return slope * m; });
  draft.add(hours * 60, hours * 60 + 30, 80);
  return draft.event(reaches - 3, hours * 60 + 30).done(most);
}

Series with_gaps(Random& random) {
  const double from = random.uniform(20, 40);
  Draft draft(random, 150, 20);
  draft.heavy(2).add(from, from + 50, 77).event(from, from + 50).restart(from + 30);
  for (double gap = from + 2; gap < from + 45; gap += random.uniform(5, 9))
    draft.gap(gap, gap + random.uniform(0.1, 1));
  return draft.done(most);
}

Series short_bursts(Random& random) {
  Draft draft(random, 240, random.uniform(5, 40));
  draft.white(4);
  for (double at = 5; at < 220; at += random.uniform(10, 25))
    draft.add(at, at + random.uniform(0.5, 8), 100);
  return draft.done(100);
}

Series high_on_both_sides_of_a_gap(Random& random) {
  const double gap = random.uniform(60, 70);
  const double length = random.uniform(20, 60);
  Draft draft(random, 180, 20);
  return draft.white(3).add(gap - 7, gap + length + 7, 78).gap(gap, gap + length).done(most);
}

Series busy_below_the_level(Random& random) {
  Draft draft(random, 240, random.uniform(75, 84));
  return draft.white(3).done(most);
}

Series course_of_a_day(Random& random) {
  const double top = random.uniform(15, 30);
  const double phase = random.uniform(0, 24 * 60);
  Draft draft(random, 24 * 60, 45);
  const auto day = [=](double minutes) {
    return top * std::sin((minutes + phase) * 2 * std::numbers::pi / (24 * 60));
  };
  return draft.heavy(4).add(0, 24 * 60, day).done(most);
}

Series noise(Random& random) {
  Draft draft(random, 240, random.uniform(10, 50));
  return draft.heavy(random.uniform(5, 12)).walk(10).done(most);
}

}  // namespace

std::vector<Shape> threshold_shapes() {
  const auto rule = Rule::threshold;
  return {
      {rule, "at its limit for 13 to 90 m", long_burst},
      {rule, "the same with dips below 90", burst_with_dips},
      {rule, "noise around 95", around_95},
      {rule, "noise around 91", around_91},
      {rule, "two bursts of 20 m", two_bursts},
      {rule, "rises slowly to the limit", slow_rise},
      {rule, "gaps and a restart in between", with_gaps},
      {rule, "bursts of up to 8 m", short_bursts},
      {rule, "7 m high before and after a gap", high_on_both_sides_of_a_gap},
      {rule, "busy, but below the level", busy_below_the_level},
      {rule, "the course of a day, up to 75", course_of_a_day, 4},
      {rule, "heavy-tailed noise and drift", noise},
  };
}

}  // namespace quality
