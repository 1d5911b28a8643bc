// One service of one deployment, as `evenkeel top` lists it. Pure.
#pragma once

#include "cli/view.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

struct TopRow {
  std::string deployment, service, phase;
  UsageText usage;
  long long restarts = 0;

  std::string name() const { return deployment + "/" + service; }
};

enum class TopSort { cpu, memory, name, restarts, phase };

// "cpu", "memory", ...
std::string_view name_of(TopSort sort);
std::optional<TopSort> top_sort_from(std::string_view text);

// `service`: this one only, "" = all.
std::vector<TopRow> rows_of(const std::vector<DeploymentText>& deployments,
                            const std::string& service);

// What needs to be looked at first: the most first, the worst phase first, what is not known last;
// by name where that does not decide.
void sort_rows(std::vector<TopRow>& rows, TopSort sort);

}  // namespace cli
