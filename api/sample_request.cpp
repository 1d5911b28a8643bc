#include "api/sample_request.hpp"

#include "api/parameters.hpp"
#include "core/time_text.hpp"

#include <algorithm>

namespace api {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::int64_t points_default = 200;
constexpr core::Milliseconds usual_steps[] = {
    seconds(5), seconds(10), seconds(15), seconds(30), minutes(1), minutes(2),
    minutes(5), minutes(10), minutes(15), minutes(30), hours(1),   hours(2),
    hours(6),   hours(12),   hours(24),   hours(168),
};

struct SampleRange {
  core::WallTime from, to;
  std::optional<core::WallTime> after;

  core::Milliseconds length() const { return to - from; }
  core::WallTime rest() const { return after ? std::max(from, *after) : from; }
};

std::int64_t points_of(core::Milliseconds range, core::Milliseconds step) {
  return (range.count() + step.count() - 1) / step.count();
}

Expected<std::string> subject_of(const Request& request) {
  auto subject = text_of(request, "subject");
  if (!subject.empty()) return subject;
  return bad_parameter("subject",
                       "expected host, DEPLOYMENT/SERVICE such as shop/web, or disk:MOUNT_POINT "
                       "such as disk:/var");
}

Expected<SampleRange> range_of(const Request& request, core::WallTime now) {
  const auto to = moment_of(request, "to", now);
  if (!to) return to.error();
  const auto until = std::min(to->value_or(now), now);
  const auto from = moment_of(request, "from", now);
  if (!from) return from.error();
  const auto after = moment_of(request, "after", now);
  if (!after) return after.error();
  const SampleRange range{from->value_or(until - samples_range_default), until, *after};
  if (range.rest() < range.to) return range;
  return bad_parameter(*after ? "after" : "from",
                       "expected a time before " + core::rfc3339(range.to) +
                           (request.query.contains("to") ? ", where ?to is" : ", which is now") +
                           ", not " + core::rfc3339(range.rest()));
}

Expected<core::Milliseconds> step_of(const Request& request, core::Milliseconds range) {
  const auto text = text_of(request, "step");
  if (text.empty()) return step_for(range);
  const auto step = core::parse_duration(text);
  if (!step) return bad_parameter("step", step.error().what);
  if (*step < samples_step_min)
    return bad_parameter(
        "step", "expected at least " + core::duration_text(samples_step_min) + ", not " + text);
  const auto points = points_of(range, *step);
  if (points <= samples_points_max) return *step;
  const seconds enough(points_of(range, seconds(samples_points_max)));
  return bad_parameter("step", "expected at least " + core::duration_text(enough) + " for " +
                                   core::duration_text(range) + ": " + text + " makes " +
                                   std::to_string(points) + " points, and " +
                                   std::to_string(samples_points_max) + " are the most");
}

Expected<monitor::Aggregation> aggregation_of(const Request& request) {
  const auto text = text_of(request, "aggregation");
  if (text.empty()) return monitor::Aggregation::mean;
  if (const auto aggregation = monitor::aggregation_from(text)) return *aggregation;
  return bad_parameter("aggregation", "expected mean, min, max or last, not " + text);
}

}  // namespace

core::Milliseconds step_for(core::Milliseconds range) {
  for (const auto step : usual_steps)
    if (points_of(range, step) <= points_default) return step;
  const auto longest = std::end(usual_steps)[-1];
  return longest * points_of(range, longest * points_default);
}

Expected<SampleRequest> read_sample_request(const Request& request, core::WallTime now) {
  auto subject = subject_of(request);
  if (!subject) return subject.error();
  const auto range = range_of(request, now);
  if (!range) return range.error();
  // Of the whole range: the same on each of its pages.
  const auto step = step_of(request, range->length());
  if (!step) return step.error();
  const auto aggregation = aggregation_of(request);
  if (!aggregation) return aggregation.error();
  const auto limit = number_of(request, "limit", 1, page_limit_max, page_limit_max);
  if (!limit) return limit.error();
  // So is what is asked: what an agent has of longer ago decides how long the steps are.
  monitor::SampleQuery query{
      std::move(*subject), text_of(request, "metric"), range->from, range->to, *step, *aggregation};
  return SampleRequest{std::move(query), static_cast<std::size_t>(*limit), range->after};
}

}  // namespace api
