// What GET /v1/samples asks for. Pure.
#pragma once

#include "api/problem.hpp"
#include "core/clock.hpp"
#include "monitor/ports.hpp"

#include <cstddef>
#include <optional>

namespace api {

constexpr core::Milliseconds samples_range_default{900'000};  // 15 m
constexpr core::Milliseconds samples_step_min{1'000};
constexpr std::int64_t samples_points_max = 10'000;  // of one question, over all of its pages

struct SampleRequest {
  monitor::SampleQuery query;
  std::size_t limit = 0;               // items of this page
  std::optional<core::WallTime> past;  // items up to this one were on the pages before
};

// 400 names the parameter. `from` and `to` are times, or how long ago; a page goes on at `after`.
Expected<SampleRequest> read_sample_request(const Request& request, core::WallTime now);

// The shortest step of the usual ones that makes at most 200 points of the range.
core::Milliseconds step_for(core::Milliseconds range);

}  // namespace api
