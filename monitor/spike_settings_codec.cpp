#include "core/text.hpp"
#include "core/time_text.hpp"
#include "monitor/spike_settings.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace monitor {
namespace {

using Document = nlohmann::json;
using Read = std::function<core::Status(const std::string& path, const Document& value)>;
using Keys = std::vector<std::pair<std::string, Read>>;

constexpr std::size_t shown_max = 60;  // of what was found, in an error

core::Error expected(const std::string& path, const std::string& what, const Document& found) {
  auto shown = found.dump(-1, ' ', false, Document::error_handler_t::replace);
  if (shown.size() > shown_max) shown = found.is_object() ? "a map" : "a longer value";
  return core::invalid(path + ": expected " + what + ", found " + shown);
}

core::Error unknown(const std::string& path, const std::string& key, const Keys& keys) {
  std::vector<std::string> known;
  for (const auto& [name, read] : keys) known.push_back(name);
  const auto near = core::nearest(key, known);
  return core::invalid(path + "." + key + ": expected one of " + core::join(known, ", ") +
                       ", found `" + key + "`" +
                       (near.empty() ? "" : "; did you mean `" + near + "`?"));
}

core::Status read_map(const std::string& path, const Document& value, const Keys& keys) {
  for (const auto& [key, below] : value.items()) {
    const auto has_name = [&name = key](const auto& known) { return known.first == name; };
    const auto known = std::find_if(keys.begin(), keys.end(), has_name);
    if (known == keys.end()) return unknown(path, key, keys);
    if (below.is_null()) continue;
    auto at = path;
    at.append(".").append(key);
    if (auto read = known->second(at, below); !read) return read;
  }
  return {};
}

// `off` is a word or a truth value, as the YAML it comes from was read.
std::optional<bool> switch_of(const Document& value) {
  if (value.is_boolean()) return value.get<bool>();
  if (value == "off" || value == "false") return false;
  if (value == "on" || value == "true") return true;
  return std::nullopt;
}

// A switch, or a map with these keys.
core::Status read_rule(const std::string& path, const Document& value, bool& enabled, Keys keys) {
  const Read read_enabled = [&enabled](const std::string& at,
                                       const Document& found) -> core::Status {
    const auto on = switch_of(found);
    if (!on) return expected(at, "true or false", found);
    enabled = *on;
    return {};
  };
  if (const auto on = switch_of(value)) {
    enabled = *on;
    return {};
  }
  if (!value.is_object()) return expected(path, "a map, `on` or `off`", value);
  // Who says how a rule is to be wants it, whatever a place farther away said of it.
  const auto says_something = [](const Document& each) { return !each.is_null(); };
  if (std::any_of(value.begin(), value.end(), says_something)) enabled = true;
  keys.emplace_back("enabled", read_enabled);
  return read_map(path, value, keys);
}

Read percentage(double& into) {
  return [&into](const std::string& path, const Document& value) -> core::Status {
    const double number = value.is_number() ? value.get<double>() : 0;
    if (!(number > 0 && number <= 100))
      return expected(path, "a percentage, more than 0 and at most 100", value);
    into = number;
    return {};
  };
}

Read duration(core::Milliseconds min, core::Milliseconds max, core::Milliseconds& into) {
  return [min, max, &into](const std::string& path, const Document& value) -> core::Status {
    const auto text = value.is_string() ? value.get<std::string>() : value.dump();
    const auto parsed = core::parse_duration(text);
    if (!parsed || *parsed < min || *parsed > max) {
      return expected(path,
                      "a duration such as 5m, from " + core::duration_text(min) + " to " +
                          core::duration_text(max),
                      value);
    }
    into = *parsed;
    return {};
  };
}

core::Status read_of(const std::string& path, const Document& value, LimitOf& into) {
  if (value != "limit" && value != "host") return expected(path, "`limit` or `host`", value);
  into = value == "host" ? LimitOf::host : LimitOf::limit;
  return {};
}

core::Status read_sensitivity(const std::string& path, const Document& value, double& into) {
  const double number = value.is_number() ? value.get<double>() : 0;
  if (!(number >= sensitivity_min && number <= sensitivity_max))
    return expected(path, "a number from 1 to 100", value);
  into = number;
  return {};
}

core::Status read_severity(const std::string& path, const Document& value, model::Severity& into) {
  const auto severity =
      value.is_string() ? model::severity_from(value.get<std::string>()) : std::nullopt;
  if (!severity) return expected(path, "`info`, `warning` or `critical`", value);
  into = *severity;
  return {};
}

core::Status fit_clear(const std::string& path, const Document& value, const ThresholdRule& base,
                       ThresholdRule& rule) {
  if (rule.clear < rule.above) return {};
  if (value.contains("clear") && !value["clear"].is_null())
    return expected(path + ".clear", "less than `above`", value["clear"]);
  rule.clear = clear_beside(rule.above, base);
  return {};
}

core::Status read_threshold(const std::string& path, const Document& value, ThresholdRule& rule) {
  const auto base = rule;
  const Read of = [&rule](const std::string& at, const Document& found) {
    return read_of(at, found, rule.of);
  };
  const auto read = read_rule(path, value, rule.enabled,
                              {{"above", percentage(rule.above)},
                               {"clear", percentage(rule.clear)},
                               {"for", duration({}, lasting_max, rule.lasting)},
                               {"of", of}});
  return read && value.is_object() ? fit_clear(path, value, base, rule) : read;
}

core::Status read_adaptive(const std::string& path, const Document& value, AdaptiveRule& rule) {
  const Read sensitivity = [&rule](const std::string& at, const Document& found) {
    return read_sensitivity(at, found, rule.sensitivity);
  };
  const Read severity = [&rule](const std::string& at, const Document& found) {
    return read_severity(at, found, rule.severity);
  };
  return read_rule(path, value, rule.enabled,
                   {{"sensitivity", sensitivity},
                    {"for", duration({}, lasting_max, rule.lasting)},
                    {"severity", severity}});
}

core::Status read_forecast(const std::string& path, const Document& value, ForecastRule& rule) {
  return read_rule(path, value, rule.enabled,
                   {{"horizon", duration(horizon_min, horizon_max, rule.horizon)}});
}

void switch_all(SpikeSettings& settings, bool on) {
  settings.cpu.enabled = settings.memory.enabled = on;
  settings.adaptive.enabled = settings.forecast.enabled = on;
}

core::Status read_settings(const Document& value, SpikeSettings& settings) {
  const auto rule = [](auto read, auto& into) -> Read {
    return [read, &into](const std::string& path, const Document& found) {
      return read(path, found, into);
    };
  };
  return read_map("spikes", value,
                  {{"cpu", rule(read_threshold, settings.cpu)},
                   {"memory", rule(read_threshold, settings.memory)},
                   {"adaptive", rule(read_adaptive, settings.adaptive)},
                   {"forecast", rule(read_forecast, settings.forecast)}});
}

}  // namespace

double clear_beside(double above, const ThresholdRule& base) {
  return std::max(above - (base.above - base.clear), above / 2);
}

core::Result<SpikeSettings> with_overrides(SpikeSettings base, const std::string& json) {
  const auto value = Document::parse(json, nullptr, false);
  if (value.is_discarded()) return core::invalid("spikes: expected JSON, found something else");
  if (value.is_null()) return base;
  if (const auto on = switch_of(value)) {
    switch_all(base, *on);
    return base;
  }
  if (!value.is_object()) return expected("spikes", "a map, `on` or `off`", value);
  if (const auto read = read_settings(value, base); !read) return read.error();
  return base;
}

}  // namespace monitor
