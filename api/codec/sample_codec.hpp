// Measurements as JSON: numbers without the digits that nobody measured, null where nothing is
// known.
#pragma once

#include "api/sample_request.hpp"
#include "monitor/ports.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace api {

// Whole where it is whole, else to the thousandth.
nlohmann::ordered_json json_number(const std::optional<double>& value);
nlohmann::ordered_json json_number(const monitor::Counter& value);

// The page of `series` that `asked` is about, with its `next`.
nlohmann::ordered_json samples_json(const SampleRequest& asked,
                                    const monitor::SampleSeries& series);

// `usage` of a service.
nlohmann::ordered_json usage_json(const std::optional<monitor::ServiceNow>& now);

// Of /v1/host; null where nothing was seen yet, or is not told here.
nlohmann::ordered_json cpu_json(const std::optional<monitor::HostNow>& host);
nlohmann::ordered_json memory_json(const std::optional<monitor::HostNow>& host);
nlohmann::ordered_json pressure_json(const std::optional<monitor::HostNow>& host);
nlohmann::ordered_json disks_json(const std::vector<monitor::DiskUsage>& disks);

}  // namespace api
