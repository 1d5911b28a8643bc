#include "cli/top/row.hpp"

#include "cli/gauge.hpp"
#include "cli/table.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

namespace cli {
namespace {

constexpr std::array<std::pair<TopSort, std::string_view>, 5> sorts = {
    {{TopSort::cpu, "cpu"},
     {TopSort::memory, "memory"},
     {TopSort::name, "name"},
     {TopSort::restarts, "restarts"},
     {TopSort::phase, "phase"}}};

int urgency_of(const std::string& phase) {
  switch (tone_of_phase(phase)) {
    case Tone::bad: return 0;
    case Tone::busy: return 1;
    case Tone::plain:
    case Tone::good: return 2;
    case Tone::faint: return 3;
  }
  return 3;
}

auto by_name(const TopRow& row) { return std::tie(row.deployment, row.service); }

// Nothing where both are shown as the same: services that idle would change places with every look.
// A value that is not there is less than every other.
template <typename Value>
std::optional<bool> is_more(const std::optional<Value>& a, const std::optional<Value>& b,
                            std::string (*shown)(Value)) {
  if (a.has_value() != b.has_value()) return a.has_value();
  if (!a || shown(*a) == shown(*b)) return std::nullopt;
  return *a > *b;
}

bool comes_before(const TopRow& a, const TopRow& b, TopSort sort) {
  switch (sort) {
    case TopSort::cpu:
      if (const auto more = is_more(a.usage.cpu_percent, b.usage.cpu_percent, short_percent))
        return *more;
      break;
    case TopSort::memory:
      if (const auto more = is_more(a.usage.memory_bytes, b.usage.memory_bytes, short_size))
        return *more;
      break;
    case TopSort::restarts:
      if (a.restarts != b.restarts) return a.restarts > b.restarts;
      break;
    case TopSort::phase: {
      const auto left = std::pair(urgency_of(a.phase), a.phase);
      const auto right = std::pair(urgency_of(b.phase), b.phase);
      if (left != right) return left < right;
      break;
    }
    case TopSort::name: break;
  }
  return by_name(a) < by_name(b);
}

}  // namespace

std::string_view name_of(TopSort sort) {
  for (const auto& [known, name] : sorts) {
    if (known == sort) return name;
  }
  return "";
}

std::optional<TopSort> top_sort_from(std::string_view text) {
  for (const auto& [sort, name] : sorts) {
    if (name == text) return sort;
  }
  return std::nullopt;
}

std::vector<TopRow> rows_of(const std::vector<DeploymentText>& deployments,
                            const std::string& service) {
  std::vector<TopRow> rows;
  for (const auto& deployment : deployments) {
    for (const auto& each : deployment.services) {
      if (!service.empty() && each.name != service) continue;
      rows.push_back({deployment.name, each.name, each.phase, each.usage, each.restarts});
    }
  }
  return rows;
}

void sort_rows(std::vector<TopRow>& rows, TopSort sort) {
  std::stable_sort(rows.begin(), rows.end(),
                   [sort](const auto& a, const auto& b) { return comes_before(a, b, sort); });
}

}  // namespace cli
