#include "monitor/detector_quality.hpp"

#include <cmath>
#include <numbers>

// The working set against a limit of 1 GiB, horizon 6 h.
namespace quality {
namespace {

constexpr double mib = 1024.0 * 1024;
constexpr double most = 1024 * mib;

// Grows by `slope` a minute from `from` on, until it is at the limit; then it is killed and starts
// anew.
Series leak(Random& random, double from, double base, double slope, const Draft::Curve& beside,
            double deviation) {
  const double reached = from + (1024 - base) / slope;
  Draft draft(random, reached + 40, base * mib);
  draft.white(deviation * mib).add(0, reached, beside);
  draft.add(from, reached, [slope](double m) { return slope * m * mib; });
  return draft.event(from, reached).restart(reached + 2).done(most);
}

double nothing(double) { return 0; }

Series fast_leak(Random& random) {
  const double base = random.uniform(100, 300);
  return leak(random, 0, base, random.uniform(5, 10), nothing, 3);
}

Series slow_leak(Random& random) {
  const double base = random.uniform(600, 750);
  return leak(random, 0, base, random.uniform(0.6, 0.8), nothing, 3);
}

Series leak_after_a_quiet_time(Random& random) {
  const double from = random.uniform(120, 240);
  return leak(random, from, 300, random.uniform(2, 6), nothing, 4);
}

Series leak_in_steps(Random& random) {
  const double every = random.uniform(5, 12);
  const double slope = random.uniform(1.5, 4);
  const auto back = [=](double m) { return -slope * std::fmod(m, every) * mib; };
  return leak(random, 0, 300, slope, back, 1);
}

Series leak_with_collection(Random& random) {
  const double every = random.uniform(2, 10);
  const double height = random.uniform(20, 60);
  const auto teeth = [=](double m) { return height * std::fmod(m, every) / every * mib; };
  return leak(random, 0, 300, random.uniform(1.5, 4), teeth, 2);
}

Series leak_under_great_teeth(Random& random) {
  const double every = random.uniform(20, 40);
  const double height = random.uniform(100, 200);
  const auto teeth = [=](double m) { return height * std::fmod(m, every) / every * mib; };
  return leak(random, 0, 300, random.uniform(1.5, 3), teeth, 2);
}

Series sudden_leak(Random& random) {
  const double slope = 700 / random.uniform(15, 25);
  return leak(random, 120, 300, slope, nothing, 3);
}

Series leak_of_minutes(Random& random) {
  const double base = random.uniform(50, 300);
  const double slope = (1024 - base) / random.uniform(6, 14);
  return leak(random, 0, base, slope, nothing, 3);
}

Series leak_of_minutes_after_a_quiet_time(Random& random) {
  const double slope = 700 / random.uniform(6, 14);
  return leak(random, 90, 300, slope, nothing, 3);
}

// What is read into memory at each start, as by a database.
Series loaded_at_each_start(Random& random) {
  const double length = random.uniform(3, 15);
  const double height = random.uniform(500, 850) * mib;
  const double every = random.uniform(45, 75);
  Draft draft(random, 240, 50 * mib);
  draft.white(3 * mib).add(
      0, 240, [=](double m) { return height * std::min(1.0, std::fmod(m, every) / length); });
  for (double at = every; at < 240; at += every) draft.restart(at);
  return draft.done(most);
}

Series ramps_of_load(Random& random) {
  const double length = random.uniform(4, 20);
  const double height = random.uniform(150, 400) * mib;
  Draft draft(random, 300, random.uniform(150, 350) * mib);
  const auto curve = [=](double m) {
    const double into = std::fmod(m, 90);
    return height * std::min({1.0, into / length, std::max(0.0, (60 - into) / length)});
  };
  return draft.white(4 * mib).add(30, 300, curve).done(most);
}

Series leak_that_is_mended(Random& random) {
  const double slope = random.uniform(2.5, 4) * mib;
  Draft draft(random, 360, 250 * mib);
  draft.white(3 * mib).add(60, 180, [slope](double m) { return slope * m; });
  return draft.add(180, 360, 120 * slope).event(60, 180).done(most);
}

Series warm_up(Random& random) {
  const double rate = random.uniform(5, 40);  // minutes
  const double height = random.uniform(300, 700) * mib;
  Draft draft(random, 240, 100 * mib);
  const auto curve = [=](double m) { return height * (1 - std::exp(-m / rate)); };
  return draft.white(3 * mib).add(0, 240, curve).done(most);
}

Series page_cache(Random& random) {
  const double from = random.uniform(30, 90);
  const double rate = random.uniform(30, 90);
  const double height = random.uniform(300, 550) * mib;
  Draft draft(random, 330, 200 * mib);
  const auto curve = [=](double m) { return height * (1 - std::exp(-m / rate)); };
  return draft.white(2 * mib).add(from, 330, curve).done(most);
}

Series linear_fill(Random& random) {
  const double length = random.uniform(20, 60);
  const double height = random.uniform(300, 600) * mib;
  Draft draft(random, 240, 150 * mib);
  const auto curve = [=](double m) { return height * std::min(1.0, m / length); };
  return draft.white(3 * mib).add(0, 240, curve).done(most);
}

Series one_step(Random& random) {
  const double at = random.uniform(60, 120);
  Draft draft(random, 300, 300 * mib);
  return draft.white(4 * mib).add(at, 300, random.uniform(50, 600) * mib).done(most);
}

Series teeth_of(Random& random, double from, double to, double hours) {
  const double every = random.uniform(from, to);
  const double height = random.uniform(200, 500) * mib;
  Draft draft(random, hours * 60, random.uniform(200, 400) * mib);
  const auto teeth = [=](double m) { return height * std::fmod(m, every) / every; };
  return draft.white(3 * mib).add(0, hours * 60, teeth).done(most);
}

Series collected(Random& random) { return teeth_of(random, 1, 25, 6); }
Series collected_seldom(Random& random) { return teeth_of(random, 70, 150, 9); }

Series noise(Random& random) {
  Draft draft(random, 300, random.uniform(100, 900) * mib);
  return draft.heavy(random.uniform(1, 40) * mib).done(most);
}

Series standing_still(Random& random) {
  Draft draft(random, 240, random.uniform(0, 1000) * mib);
  return draft.gap(100, 130).done(most);
}

Series course_of_a_day(Random& random) {
  const double top = random.uniform(50, 200) * mib;
  const double phase = random.uniform(0, 24 * 60);
  Draft draft(random, 24 * 60, 500 * mib);
  const auto day = [=](double m) {
    return top * std::sin((m + phase) * 2 * std::numbers::pi / (24 * 60));
  };
  return draft.white(4 * mib).add(0, 24 * 60, day).done(most);
}

Series random_walk(Random& random) {
  Draft draft(random, 360, 400 * mib);
  return draft.white(2 * mib).walk(random.uniform(5, 30) * mib).done(most);
}

Series restarted_often(Random& random) {
  const double every = random.uniform(15, 28);
  Draft draft(random, 240, 100 * mib);
  draft.white(3 * mib).add(0, 240,
                           [every](double m) { return 600 * mib * std::fmod(m, every) / every; });
  for (double at = every; at < 240; at += every) draft.restart(at);
  return draft.done(most);
}

}  // namespace

std::vector<Shape> forecast_shapes() {
  const auto rule = Rule::forecast;
  return {
      {rule, "leak, limit reached in 1 to 3 h", fast_leak, 6},
      {rule, "leak, limit reached in 6 to 12 h", slow_leak, 4},
      {rule, "leak after a quiet time", leak_after_a_quiet_time, 6},
      {rule, "leak in steps every 5 to 12 m", leak_in_steps, 4},
      {rule, "leak under garbage collection", leak_with_collection, 4},
      {rule, "the same with great teeth, 20 to 40 m", leak_under_great_teeth, 4},
      {rule, "leak, limit reached in 15 to 25 m", sudden_leak, 4},
      {rule, "leak, limit reached in 6 to 14 m", leak_of_minutes, 6},
      {rule, "the same after a quiet time", leak_of_minutes_after_a_quiet_time, 6},
      {rule, "leak that is mended after 2 h", leak_that_is_mended, 4},
      {rule, "warm-up to a plateau", warm_up},
      {rule, "page cache fills to a plateau", page_cache, 6},
      {rule, "fills evenly for 20 to 60 m, stops", linear_fill},
      {rule, "one step up", one_step, 5},
      {rule, "garbage collection, 1 to 25 m", collected, 5},
      {rule, "garbage collection, 70 to 150 m", collected_seldom, 3},
      {rule, "heavy-tailed noise", noise, 5},
      {rule, "stands still, with a gap", standing_still, 5},
      {rule, "the course of a day", course_of_a_day, 2},
      {rule, "random walk", random_walk, 4},
      {rule, "loaded in 3 to 15 m at each start", loaded_at_each_start},
      {rule, "load that comes in 4 to 20 m", ramps_of_load},
      {rule, "restarts before it is full", restarted_often, 4},
  };
}

}  // namespace quality
