// The labeled set by which the detectors are measured, and the measuring. docs/monitoring.md holds
// the numbers that detector_quality_test.cpp compares with. All of it is the same at every run.
#pragma once

#include "core/clock.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace quality {

// The library's distributions differ from one standard library to the next; this does not.
class Random {
 public:
  explicit Random(std::uint32_t seed) : engine_(seed) {}
  double uniform(double from, double to);
  double normal();
  double heavy();  // Student's t of three degrees, with a standard deviation of 1

 private:
  std::mt19937 engine_;
};

inline constexpr core::Milliseconds step{5'000};
inline constexpr std::size_t looks_a_minute = 12;

// In looks: [begin, end).
struct Episode {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// Of the threshold: percent.
struct Level {
  double above = 90;
  double clear = 75;
  core::Milliseconds lasting = std::chrono::minutes(10);
};

struct Series {
  std::vector<std::optional<double>> values;
  std::vector<Episode> events;          // what is to be found
  std::vector<std::size_t> restarts;    // of the service
  double limit = 1024.0 * 1024 * 1024;  // of a forecast's values
  Level level;
};

// A series in the making. Times are minutes from its begin.
class Draft {
 public:
  using Curve = std::function<double(double minutes)>;

  Draft(Random& random, double minutes, double level);
  Draft& white(double deviation);
  Draft& heavy(double deviation);
  Draft& walk(double deviation_an_hour);                   // a random one
  Draft& add(double from, double to, const Curve& curve);  // of the minutes since `from`
  Draft& add(double from, double to, double height);
  Draft& gap(double from, double to);
  Draft& restart(double at);  // no value at that look
  Draft& event(double from, double to);
  // What is below 0 or above `most` is cut off.
  Series done(double most);

 private:
  std::size_t look_at(double minutes) const;

  Random& random_;
  Series series_;
  std::vector<double> values_;
};

enum class Rule { threshold, adaptive, forecast };
std::string name_of(Rule rule);

struct Shape {
  Rule rule;
  std::string name;  // as in the table
  std::function<Series(Random&)> make;
  int count = 8;  // of series
};

std::vector<Shape> threshold_shapes();
std::vector<Shape> adaptive_shapes();
std::vector<Shape> forecast_shapes();
// Those of tests/data/monitor/recorded: one series each, by rule and then by file. A second of the
// recording is a look, so that time passes five times as fast as for who was recorded. Throws
// std::runtime_error where a file is not as record_series writes it.
std::vector<Shape> recorded_shapes();

// What a detector said of one series.
struct Said {
  std::size_t started = 0;
  std::optional<std::size_t> ended;
  double expected = 0;  // of a forecast: the look at which it is at the limit
};
std::vector<Said> said_by_threshold(const Series& series);
std::vector<Said> said_by_adaptive(const Series& series, bool memory);
std::vector<Said> said_by_forecast(const Series& series);
std::vector<Said> said_of(Rule rule, const Series& series);

// One row of the table. Durations are rounded up to whole minutes (`early` down).
struct Row {
  std::string rule;
  std::string shape;
  int series = 0;
  int events = 0;
  int found = 0;
  int wrong = 0;  // said where there is no event, or a second time of the same
  // The worst of those found: from the begin of the event to its being said; for a forecast from
  // its being said to the limit.
  std::optional<core::Milliseconds> time;
  std::optional<core::Milliseconds> over;  // the worst, from the end of the event to its being said
  int open = 0;  // said, and never that it is over, though the series goes on
  bool operator==(const Row&) const = default;
};

struct Total {
  std::string rule;
  int events = 0;
  double precision = 0;  // of what was said, the share that is an event
  double recall = 0;     // of the events, the share that was said
};

Row measure(const Shape& shape);
std::vector<Total> totals_of(const std::vector<Row>& rows);

// The tables of a document, and as they are written there.
std::vector<Row> rows_in(std::istream& document);
std::vector<Total> totals_in(std::istream& document);
std::string text_of(const Row& row);
std::string text_of(const Total& total);

}  // namespace quality
