#include "cli/usage_view.hpp"

#include "cli/gauge.hpp"
#include "core/time_text.hpp"

namespace cli {
namespace {

std::string size_text(const std::optional<long long>& bytes) {
  return bytes ? core::bytes_text(*bytes) : "";
}

}  // namespace

std::string cpu_text(const UsageText& usage) {
  return usage.cpu_percent ? short_percent(*usage.cpu_percent) + "%" : "";
}

std::string memory_text(const UsageText& usage) {
  if (!usage.memory_bytes || !usage.memory_limit_bytes) return size_text(usage.memory_bytes);
  return size_text(usage.memory_bytes) + " of " + size_text(usage.memory_limit_bytes);
}

std::string usage_text(const std::vector<TopRow>& rows, const Surface& surface) {
  Table table{{"SERVICE", "PHASE", "CPU", "MEM", "LIMIT", "RESTARTS"}, {}};
  for (const auto& row : rows)
    table.rows.push_back({row.name(),
                          {row.phase, tone_of_phase(row.phase)},
                          cpu_text(row.usage),
                          size_text(row.usage.memory_bytes),
                          size_text(row.usage.memory_limit_bytes),
                          std::to_string(row.restarts)});
  return table_text(table, surface);
}

}  // namespace cli
