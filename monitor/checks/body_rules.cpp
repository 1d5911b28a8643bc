#include "monitor/checks/body_rules.hpp"

#include "core/text.hpp"
#include "monitor/checks/shown_text.hpp"
#include "monitor/human_text.hpp"

#include <utility>

namespace monitor {

core::Result<BodyRules> BodyRules::of(Demands demands) {
  BodyRules rules;
  if (!demands.matches.empty()) {
    rules.pattern_.emplace(demands.matches);
    if (!rules.pattern_->problem().empty())
      return core::invalid("the pattern " + in_quotes(demands.matches) + ": " +
                           rules.pattern_->problem());
  }
  if (!demands.json_path.empty()) {
    auto path = parse_json_path(demands.json_path);
    if (!path) return path.error();
    rules.path_ = std::move(*path);
  }
  rules.demands_ = std::move(demands);
  return rules;
}

std::optional<std::string> BodyRules::problem(std::string_view body, bool cut) const {
  const auto text =
      cut ? "the first " + human_bytes(static_cast<double>(body.size())) + " of " + demands_.what
          : demands_.what;
  if (!core::contains(body, demands_.contains))
    return text + " does not contain " + in_quotes(demands_.contains);
  if (pattern_ && !pattern_->matches(body))
    return "nothing in " + text + " matches " + in_quotes(demands_.matches);
  if (!path_) return std::nullopt;
  if (cut) return demands_.what + " is too large for JSON that is looked at";
  return json_problem(body, *path_, demands_.json_equals);
}

}  // namespace monitor
