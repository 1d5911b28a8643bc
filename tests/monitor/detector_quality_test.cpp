#include "monitor/detector_quality.hpp"
#include "monitor/spike_settings.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

using namespace quality;

namespace {

std::vector<Shape> all_shapes() {
  std::vector<Shape> all;
  for (const auto& shapes : {threshold_shapes(), adaptive_shapes(), forecast_shapes()})
    all.insert(all.end(), shapes.begin(), shapes.end());
  return all;
}

// The lines of docs/monitoring.md from that heading to the next one.
std::istringstream section(const std::string& heading) {
  std::ifstream document(EVENKEEL_SOURCE "/docs/monitoring.md");
  std::string line, text;
  while (std::getline(document, line) && line != heading) continue;
  while (std::getline(document, line) && !line.starts_with("#")) text += line + "\n";
  return std::istringstream(text);
}

// The shapes themselves must be those of the document, or its numbers would say nothing.
void check_same_set(const std::vector<Row>& written, const std::vector<Row>& measured) {
  REQUIRE(written.size() == measured.size());
  for (std::size_t i = 0; i < written.size(); ++i) {
    CHECK(written[i].rule == measured[i].rule);
    CHECK(written[i].shape == measured[i].shape);
    CHECK(written[i].series == measured[i].series);
    CHECK(written[i].events == measured[i].events);
  }
}

bool no_worse(const Row& measured, const Row& written) {
  const auto later = [](const auto& one, const auto& other) {
    return one && other ? *one > *other : one.has_value();
  };
  const bool slower = measured.rule == "forecast" ? later(written.time, measured.time)
                                                  : later(measured.time, written.time);
  return measured.found >= written.found && measured.wrong <= written.wrong && !slower &&
         !later(measured.over, written.over);
}

std::vector<Row> measured_of(const std::vector<Shape>& shapes) {
  std::vector<Row> measured;
  for (const auto& shape : shapes) measured.push_back(measure(shape));
  for (const auto& total : totals_of(measured)) std::cout << text_of(total) << '\n';
  for (const auto& row : measured) std::cout << text_of(row) << '\n';
  std::cout << std::flush;
  return measured;
}

void check_totals(const std::vector<Total>& promised, const std::vector<Total>& totals) {
  REQUIRE(promised.size() == totals.size());
  for (std::size_t i = 0; i < promised.size(); ++i) {
    INFO(text_of(totals[i]));
    CHECK(promised[i].rule == totals[i].rule);
    CHECK(promised[i].events == totals[i].events);
    CHECK(totals[i].precision >= promised[i].precision);
    CHECK(totals[i].recall >= promised[i].recall);
  }
}

void check_as_written(const std::vector<Row>& measured, const std::string& heading) {
  auto for_rows = section(heading);
  const auto written = rows_in(for_rows);
  check_same_set(written, measured);
  for (std::size_t i = 0; i < written.size(); ++i) {
    INFO("written:  " << text_of(written[i]) << "\nmeasured: " << text_of(measured[i]));
    CHECK(no_worse(measured[i], written[i]));
  }
  auto for_totals = section(heading);
  check_totals(totals_in(for_totals), totals_of(measured));
}

// Containers in which nothing happens.
Series quiet(Random& random, int kind) {
  constexpr double mib = 1024.0 * 1024;
  switch (kind % 10) {
    case 0: return Draft(random, 120, 0).done(100);
    case 1: return Draft(random, 120, random.uniform(0, 60)).white(random.uniform(0, 6)).done(100);
    case 2: return Draft(random, 120, random.uniform(0, 40)).heavy(random.uniform(0, 9)).done(100);
    case 3: return Draft(random, 120, 30).white(2).walk(8).done(100);
    case 4: return Draft(random, 120, 2).white(1).add(70, 73, 90).gap(20, 22).done(100);
    case 5: return Draft(random, 120, 200 * mib).white(3 * mib).done(900 * mib);
    case 6: return Draft(random, 120, 400 * mib).heavy(9 * mib).gap(80, 90).done(900 * mib);
    case 7: return Draft(random, 120, 300 * mib).white(mib).walk(10 * mib).done(900 * mib);
    case 8: return Draft(random, 120, 600 * mib).done(900 * mib);
    default: return Draft(random, 120, 90 * mib).restart(50).add(0, 50, 9 * mib).done(900 * mib);
  }
}

// As the rule for memory holds it: percent of its limit, by its own level.
Series against_limit(Series memory) {
  const auto rule = monitor::SpikeSettings().memory;
  memory.level = {rule.above, rule.clear, rule.lasting};
  for (auto& value : memory.values)
    if (value) *value *= 100 / memory.limit;
  return memory;
}

}  // namespace

TEST_CASE("the detectors are no worse than docs/monitoring.md says, and end what they begin") {
  const auto measured = measured_of(all_shapes());
  for (const auto& row : measured) {
    INFO(row.shape);
    CHECK(row.open == 0);
  }
  check_as_written(measured, "### Synthetic series");
}

TEST_CASE("on recorded series, too, they are no worse than that, and end what they begin") {
  const auto measured = measured_of(recorded_shapes());
  for (const auto& row : measured) {
    INFO(row.shape);
    // A forecast that is wrong may be taken back later than the recording ends.
    CHECK(row.open <= (row.rule == name_of(Rule::forecast) ? row.wrong : 0));
  }
  check_as_written(measured, "### Recorded series");
}

TEST_CASE("a steady leak is announced with the time at which it is at the limit") {
  double worst = 0;
  for (const auto& shape : forecast_shapes()) {
    if (shape.name.find("limit reached in") == std::string::npos) continue;
    for (std::uint32_t seed = 0; seed < 4; ++seed) {
      Random random(seed);
      const auto series = shape.make(random);
      for (const auto& said : said_by_forecast(series)) {
        const auto real = static_cast<double>(series.events[0].end - said.started);
        const auto expected = said.expected - static_cast<double>(said.started);
        worst = std::max(worst, std::abs(expected - real) / real);
      }
    }
  }
  std::cout << "the expected time is off by at most " << 100 * worst << " % of the time left\n";
  CHECK(worst > 0);
  CHECK(worst <= 0.15);
}

TEST_CASE("fifty quiet containers are quiet for two hours") {
  for (int container = 0; container < 50; ++container) {
    Random random(static_cast<std::uint32_t>(container));
    const auto series = quiet(random, container);
    INFO("container " << container);
    for (const auto rule : {Rule::threshold, Rule::adaptive, Rule::forecast}) {
      const bool percent = container % 10 < 5;
      if (rule == Rule::forecast && percent) continue;
      const bool of_limit = rule == Rule::threshold && !percent;
      CHECK(said_of(rule, of_limit ? against_limit(series) : series).empty());
    }
  }
}
