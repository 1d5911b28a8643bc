#include "monitor/detector_quality.hpp"

#include <algorithm>

namespace quality {
namespace {

using Duration = std::optional<core::Milliseconds>;

core::Milliseconds looks(std::size_t from, std::size_t to) {
  return to > from ? static_cast<std::int64_t>(to - from) * step : core::Milliseconds(0);
}

void worst(Duration& of, core::Milliseconds one, bool least) {
  if (!of) of = one;
  of = least ? std::min(*of, one) : std::max(*of, one);
}

void count_one(const Said& said, const Episode& event, Rule rule, Row& row) {
  const bool forecast = rule == Rule::forecast;
  ++row.found;
  worst(row.time, forecast ? looks(said.started, event.end) : looks(event.begin, said.started),
        forecast);
  if (said.ended) worst(row.over, looks(event.end, *said.ended), false);
}

void count(const Series& series, Rule rule, Row& row) {
  std::vector<bool> found(series.events.size());
  row.events += static_cast<int>(series.events.size());
  for (const auto& said : said_of(rule, series)) {
    const auto fits = [&](const Episode& event) {
      return event.begin <= said.started && said.started < event.end;
    };
    const auto event = std::find_if(series.events.begin(), series.events.end(), fits);
    const bool cut_off = event != series.events.end() && event->end > series.values.size();
    if (!said.ended && !cut_off) ++row.open;
    const auto place = static_cast<std::size_t>(event - series.events.begin());
    if (event == series.events.end() || found[place]) {
      ++row.wrong;
      continue;
    }
    found[place] = true;
    count_one(said, *event, rule, row);
  }
}

core::Milliseconds whole_minutes(core::Milliseconds time, bool down) {
  using std::chrono::ceil;
  using std::chrono::floor;
  using std::chrono::minutes;
  return down ? core::Milliseconds(floor<minutes>(time)) : core::Milliseconds(ceil<minutes>(time));
}

double share(int of, int all) { return all == 0 ? 1 : static_cast<double>(of) / all; }

}  // namespace

std::string name_of(Rule rule) {
  switch (rule) {
    case Rule::threshold: return "threshold";
    case Rule::adaptive: return "adaptive";
    case Rule::forecast: return "forecast";
  }
  return "";
}

Row measure(const Shape& shape) {
  Row row{name_of(shape.rule), shape.name, shape.count};
  for (int i = 0; i < shape.count; ++i) {
    Random random(static_cast<std::uint32_t>(1000 + i));
    count(shape.make(random), shape.rule, row);
  }
  if (row.time) row.time = whole_minutes(*row.time, shape.rule == Rule::forecast);
  if (row.over) row.over = whole_minutes(*row.over, false);
  return row;
}

std::vector<Total> totals_of(const std::vector<Row>& rows) {
  std::vector<Total> totals;
  for (const auto rule : {Rule::threshold, Rule::adaptive, Rule::forecast}) {
    Row all;
    for (const auto& row : rows) {
      if (row.rule != name_of(rule)) continue;
      all.events += row.events;
      all.found += row.found;
      all.wrong += row.wrong;
    }
    totals.push_back({name_of(rule), all.events, share(all.found, all.found + all.wrong),
                      share(all.found, all.events)});
  }
  return totals;
}

}  // namespace quality
