#include "monitor/checks/service_checks.hpp"

#include "core/text.hpp"
#include "monitor/checks/read_check.hpp"
#include "monitor/checks/yaml_json_codec.hpp"

namespace monitor {
namespace {

using core::YamlReading;
using core::YamlValue;

// YAML 1.1 has a truth value of that name, which some writers of JSON take it for.
bool is_off(const YamlValue& value) {
  return value.kind == YamlValue::Kind::scalar && (value.text == "off" || value.text == "false");
}

void read_one_check(YamlReading& reading, const YamlValue& value, const std::string& path,
                    const std::string& name, const Check& owner, ChecksByName& into) {
  if (value.kind == YamlValue::Kind::null || is_off(value)) {
    into.erase(name);
    return;
  }
  if (const auto wrong = wrong_check_name(name)) return reading.refuse(value, path, *wrong);
  if (value.kind != YamlValue::Kind::map)
    return reading.refuse(value, path, "expected a map of keys or `off`, found " + describe(value));
  core::YamlMap map(reading, value, path, path);
  into.insert_or_assign(name, read_check(map, name, owner));
  map.finish();
}

}  // namespace

void read_checks_layer(YamlReading& reading, const YamlValue& value, const std::string& path,
                       const Check& owner, ChecksByName& into) {
  if (value.kind == YamlValue::Kind::null) return;
  if (is_off(value)) return into.clear();
  if (value.kind != YamlValue::Kind::map)
    return reading.refuse(value, path,
                          "expected a map of checks or `off`, found " + describe(value));
  for (const auto& entry : value.entries)
    read_one_check(reading, entry.value, path + "." + entry.key, entry.key, owner, into);
  if (into.size() > checks_max)
    reading.refuse(value, path,
                   "expected at most " + std::to_string(checks_max) + " checks, found " +
                       std::to_string(into.size()));
}

core::Result<std::vector<Check>> checks_of(const std::vector<std::string>& texts,
                                           const model::DeploymentName& deployment,
                                           const model::ServiceName& service,
                                           model::Criticality criticality) {
  Check owner;
  owner.deployment = deployment;
  owner.service = service;
  owner.criticality = criticality;
  YamlReading reading;
  ChecksByName by_name;
  for (const auto& text : texts) {
    const auto value = yaml_of(text);
    if (!value) return value.error().with("checks");
    read_checks_layer(reading, *value, "checks", owner, by_name);
  }
  if (!reading.mistakes.empty()) {
    std::vector<std::string> mistakes;
    for (const auto& mistake : reading.mistakes) mistakes.push_back(mistake.text);
    return core::invalid(core::join(mistakes, "; "));
  }
  std::vector<Check> checks;
  for (auto& [name, check] : by_name) checks.push_back(std::move(check));
  return checks;
}

}  // namespace monitor
