#include "monitor/detector_quality.hpp"

#include <cmath>
#include <numbers>

// CPU in percent of a core, memory in bytes, by the rule as it comes: sensitivity 6, for 5 m.
namespace quality {
namespace {

constexpr double most = 1600;  // sixteen cores
constexpr double mib = 1024.0 * 1024;
constexpr double most_bytes = 1024 * mib;

Series burst_on_white_noise(Random& random) {
  const double from = random.uniform(60, 100);
  const double to = from + random.uniform(8, 50);
  const double deviation = random.uniform(1, 8);
  Draft draft(random, 240, random.uniform(10, 80));
  return draft.white(deviation).add(from, to, 40 + 10 * deviation).event(from, to).done(most);
}

Series burst_on_heavy_noise(Random& random) {
  const double from = random.uniform(60, 100);
  const double to = from + random.uniform(10, 40);
  Draft draft(random, 240, random.uniform(20, 50));
  return draft.heavy(6).add(from, to, random.uniform(90, 300)).event(from, to).done(most);
}

Series burst_of_an_idle_one(Random& random) {
  const double from = random.uniform(30, 100);
  const double to = from + random.uniform(7, 50);
  Draft draft(random, 200, 0);
  return draft.add(from, to, random.uniform(40, 100)).event(from, to).done(most);
}

double day(double minutes, double top, double phase) {
  return top * (1 + std::sin((minutes + phase) * 2 * std::numbers::pi / (24 * 60)));
}

Series burst_in_the_course_of_a_day(Random& random) {
  const double from = random.uniform(200, 900);
  const double phase = random.uniform(0, 24 * 60);
  Draft draft(random, 24 * 60, 20);
  draft.white(5).add(0, 24 * 60, [phase](double m) { return day(m, 60, phase); });
  return draft.add(from, from + 20, 200).event(from, from + 20).done(most);
}

Series new_level(Random& random) {
  const double from = random.uniform(60, 100);
  Draft draft(random, 300, 20);
  return draft.white(3)
      .add(from, 300, random.uniform(60, 150))
      .event(from, from + 60)  // then it is the new normal
      .done(most);
}

Series gaps_and_a_restart(Random& random) {
  const double from = random.uniform(80, 100);
  Draft draft(random, 240, 25);
  draft.white(3).add(from, from + 30, 100).event(from, from + 30);
  draft.gap(10, 20).gap(50, 55).gap(from + 3, from + 4).restart(from + 12);
  return draft.done(most);
}

Series memory_step(Random& random) {
  const double from = random.uniform(60, 100);
  Draft draft(random, 200, random.uniform(100, 400) * mib);
  return draft.white(4 * mib)
      .add(from, from + 40, random.uniform(250, 500) * mib)
      .event(from, from + 40)
      .done(most_bytes);
}

Series small_burst(Random& random) {
  const double from = random.uniform(60, 100);
  Draft draft(random, 180, 60);
  return draft.white(10).add(from, from + 30, 70).event(from, from + 30).done(most);
}

Series two_in_an_hour(Random& random) {
  const double first = random.uniform(60, 80);
  const double second = first + random.uniform(30, 45);
  Draft draft(random, 180, 30);
  draft.white(3).add(first, first + 15, 120).add(second, second + 15, 120);
  return draft.event(first, first + 15).event(second, second + 15).done(most);
}

Series hourly_job(Random& random) {
  const double first = random.uniform(30, 60);
  const double length = random.uniform(7, 12);
  Draft draft(random, 420, 5);
  draft.white(1).event(first, first + length);
  for (double at = first; at < 410; at += 60) draft.add(at, at + length, 90);
  return draft.done(most);
}

Series short_bursts(Random& random) {
  Draft draft(random, 240, random.uniform(2, 30));
  draft.white(2);
  for (double at = 5; at < 230; at += random.uniform(15, 60)) {
    const double to = at + random.uniform(0.2, 4.5);
    draft.add(at, to, random.uniform(50, 300));
  }
  return draft.done(most);
}

Series white_noise(Random& random) {
  Draft draft(random, 240, random.uniform(10, 200));
  return draft.white(random.uniform(1, 40)).done(most);
}

Series heavy_noise(Random& random) {
  Draft draft(random, 240, random.uniform(10, 100));
  return draft.heavy(random.uniform(5, 40)).done(most);
}

Series course_of_a_day(Random& random) {
  const double phase = random.uniform(0, 24 * 60);
  const double top = random.uniform(50, 150);
  Draft draft(random, 24 * 60, 10);
  const auto course = [=](double minutes) { return day(minutes, top, phase); };
  return draft.white(random.uniform(2, 10)).add(0, 24 * 60, course).done(most);
}

Series office_hours(Random& random) {
  Draft draft(random, 14 * 60, 30);
  draft.white(4).add(120, 130, [](double m) { return 12 * m; });
  return draft.add(130, 10 * 60, 120).done(most);
}

Series wave_of_two_hours(Random& random) {
  const double top = random.uniform(30, 80);
  Draft draft(random, 480, 10);
  const auto wave = [top](double m) { return top * (1 + std::sin(m * std::numbers::pi / 60)); };
  return draft.white(5).add(0, 480, wave).done(most);
}

Series drift(Random& random) {
  const double slope = random.uniform(0.2, 1.5);  // a minute
  Draft draft(random, 300, 20);
  return draft.white(3).add(0, 300, [slope](double m) { return slope * m; }).done(most);
}

Series random_walk(Random& random) {
  Draft draft(random, 480, 100);
  return draft.white(2).walk(random.uniform(10, 40)).done(most);
}

Series job_every_quarter(Random& random) {
  const double height = random.uniform(60, 100);
  Draft draft(random, 300, 3);
  draft.white(1);
  for (double at = 2; at < 295; at += 15) draft.add(at, at + 3, height);
  for (double at = 0; at < 299; at += 0.25) draft.add(at, at + 0.09, 20);  // every 15 s
  return draft.done(most);
}

Series quiet_with_gaps(Random& random) {
  Draft draft(random, 240, random.uniform(0, 3));
  draft.white(0.5).restart(100).add(100, 103, 180);  // it starts up
  return draft.gap(30, 60).gap(140, 141).gap(180, 210).done(most);
}

Series collected_memory(Random& random) {
  const double period = random.uniform(2, 20);
  const double height = random.uniform(50, 300) * mib;
  Draft draft(random, 300, 300 * mib);
  const auto teeth = [=](double m) { return height * std::fmod(m, period) / period; };
  return draft.white(2 * mib).add(0, 300, teeth).done(most_bytes);
}

Series leaking_memory(Random& random) {
  const double slope = random.uniform(0.5, 4) * mib;
  Draft draft(random, 200, 200 * mib);
  return draft.white(2 * mib).add(0, 200, [slope](double m) { return slope * m; }).done(most_bytes);
}

}  // namespace

std::vector<Shape> adaptive_shapes() {
  const auto rule = Rule::adaptive;
  return {
      {rule, "burst of 8 to 50 m on white noise", burst_on_white_noise},
      {rule, "burst on heavy-tailed noise", burst_on_heavy_noise},
      {rule, "burst of one that stood at zero", burst_of_an_idle_one},
      {rule, "burst in the course of a day", burst_in_the_course_of_a_day, 3},
      {rule, "a new level that stays", new_level},
      {rule, "burst with gaps and a restart", gaps_and_a_restart},
      {rule, "memory doubles for 40 m", memory_step},
      {rule, "burst of 7 times the noise", small_burst},
      {rule, "two bursts within an hour", two_in_an_hour},
      {rule, "a job every hour: the first run", hourly_job},
      {rule, "bursts of up to 4.5 m", short_bursts, 5},
      {rule, "white noise", white_noise, 5},
      {rule, "heavy-tailed noise", heavy_noise, 5},
      {rule, "the course of a day", course_of_a_day, 2},
      {rule, "five-fold load each morning", office_hours, 2},
      {rule, "a wave of two hours", wave_of_two_hours, 5},
      {rule, "drift", drift, 5},
      {rule, "random walk", random_walk, 5},
      {rule, "jobs every 15 m and every 15 s", job_every_quarter, 5},
      {rule, "quiet, with gaps and a start", quiet_with_gaps, 5},
      {rule, "garbage-collected memory", collected_memory, 5},
      {rule, "leaking memory", leaking_memory, 5},
  };
}

}  // namespace quality
