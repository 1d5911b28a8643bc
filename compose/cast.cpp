#include "compose/cast.hpp"

#include "core/text.hpp"

#include <charconv>
#include <cmath>
#include <regex>

namespace compose {
namespace {

using Casts = std::vector<std::pair<Pattern, Cast>>;

const Casts& casts() {
  static const Casts table = [] {
    Casts rows;
    const auto add = [&](Cast cast, std::initializer_list<std::string_view> keys) {
      for (const auto key : keys)
        rows.emplace_back(Pattern("services.*." + std::string(key)), cast);
    };
    add(Cast::boolean,
        {"init", "healthcheck.disable", "oom_kill_disable", "privileged", "read_only", "stdin_open",
         "tty", "volumes.[].read_only", "volumes.[].volume.nocopy"});
    add(Cast::integer, {"cpu_count", "cpu_period", "cpu_quota", "cpu_rt_period", "cpu_rt_runtime",
                        "cpu_shares", "deploy.replicas", "deploy.update_config.parallelism",
                        "deploy.rollback_config.parallelism", "deploy.restart_policy.max_attempts",
                        "deploy.placement.max_replicas_per_node", "healthcheck.retries",
                        "oom_score_adj", "pids_limit", "ports.[].target", "scale", "ulimits.*",
                        "ulimits.*.hard", "ulimits.*.soft"});
    add(Cast::real, {"cpu_percent", "deploy.update_config.max_failure_ratio",
                     "deploy.rollback_config.max_failure_ratio"});
    add(Cast::real32, {"cpus"});
    for (const auto* place : {"networks.*.external", "networks.*.internal", "networks.*.attachable",
                              "networks.*.enable_ipv4", "networks.*.enable_ipv6",
                              "volumes.*.external", "secrets.*.external", "configs.*.external"}) {
      rows.emplace_back(Pattern(place), Cast::boolean);
    }
    return rows;
  }();
  return table;
}

}  // namespace

const Cast* cast_at(const Path& path) { return find_rule(casts(), path); }

core::Result<bool> to_boolean(std::string_view text) {
  const auto word = core::lowercase(text);
  if (word == "true" || word == "y" || word == "yes" || word == "on") return true;
  if (word == "false" || word == "n" || word == "no" || word == "off") return false;
  return core::invalid("expected true or false, got `" + std::string(text) + "`");
}

core::Result<std::int64_t> to_integer(std::string_view text) {
  auto digits = text;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool signs = text.starts_with("+-") || text.starts_with("++");
  if (error != std::errc{} || end != digits.data() + digits.size() || digits.empty() || signs) {
    return core::invalid("expected a whole number, got `" + std::string(text) + "`");
  }
  return number;
}

core::Result<double> to_real(std::string_view text) {
  static const std::regex form(R"([-+]?([0-9]+(_[0-9]+)*\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?)");
  const std::string copy(text);
  if (copy.size() > number_length_max || !std::regex_match(copy, form))
    return core::invalid("expected a number, got `" + copy + "`");
  const double number = std::strtod(core::replace_all(copy, "_", "").c_str(), nullptr);
  if (std::isinf(number)) return core::invalid("expected a number, got `" + copy + "`");
  return number;
}

}  // namespace compose
