// The metrics that are kept as series, by the kind of their subject: a service ("shop/web"), the
// host ("host"), a disk ("disk:/var"). Pure.
#pragma once

#include "core/result.hpp"
#include "model/sample.hpp"
#include "monitor/usage.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace monitor {

struct Metric {
  std::string_view name;  // "cpu_percent"
  std::string_view unit;  // "percent", "bytes", "bytes_per_second", "count"
};

enum class SubjectKind : std::uint8_t { service, host, disk };
inline constexpr std::size_t subject_kinds = 3;

inline constexpr std::string_view host_subject = "host";
std::string service_subject(std::string_view deployment, std::string_view service);
std::string disk_subject(std::string_view mount_point);
SubjectKind kind_of_subject(std::string_view subject);

// Their order is that of the values below.
std::span<const Metric> metrics_of(SubjectKind kind);
// The place in that order. Errors: invalid, with the names there are.
core::Result<std::size_t> find_metric(SubjectKind kind, std::string_view name);

using Values = std::vector<std::optional<double>>;
Values values_of(const model::Sample& sample);
Values values_of(const model::HostSample& sample);
Values values_of(const DiskUsage& disk);

// Of what an unprivileged user may fill, as `df` counts it. Nothing where it has no size.
std::optional<double> used_percent(const DiskUsage& disk);
std::optional<double> inodes_used_percent(const DiskUsage& disk);

}  // namespace monitor
