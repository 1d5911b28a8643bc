#include "cli/view_decode.hpp"

#include "cli/json_member.hpp"
#include "core/time_text.hpp"

#include <nlohmann/json.hpp>

namespace cli {
namespace {

using Json = nlohmann::ordered_json;

bool flag(const Json& json, const char* key, bool otherwise = false) {
  const auto& value = at(json, key);
  return value.is_boolean() ? value.get<bool>() : otherwise;
}

std::optional<long long> maybe_number(const Json& json, const char* key) {
  const auto& value = at(json, key);
  return value.is_number_integer() ? std::optional(value.get<long long>()) : std::nullopt;
}

std::optional<double> maybe_real(const Json& value) {
  return value.is_number() ? std::optional(value.get<double>()) : std::nullopt;
}

std::vector<std::string> texts(const Json& json, const char* key) {
  std::vector<std::string> out;
  for (const auto& value : at(json, key)) {
    if (value.is_string()) out.push_back(value.get<std::string>());
  }
  return out;
}

template <class T> std::vector<T> list(const Json& json, const char* key, T (*read)(const Json&)) {
  std::vector<T> out;
  for (const auto& value : at(json, key)) out.push_back(read(value));
  return out;
}

IntentText intent(const Json& json) {
  return {text(json, "state"), text(json, "set_by"), text(json, "by"), text(json, "reason"),
          text(json, "at")};
}

HoldText hold(const Json& json) {
  return {number(json, "id"), flag(json, "host"),   text(json, "deployment"), text(json, "service"),
          text(json, "by"),   text(json, "reason"), text(json, "from"),       text(json, "until")};
}

ContainerText container(const Json& json) {
  return {text(json, "id"),        text(json, "name"),       text(json, "state"),
          text(json, "health"),    text(json, "started_at"), maybe_number(json, "exit_code"),
          flag(json, "oom_killed")};
}

UsageText usage(const Json& json) {
  return {maybe_real(at(json, "cpu_percent")), maybe_number(json, "memory_bytes"),
          maybe_number(json, "memory_limit_bytes")};
}

AvailabilityText availability(const Json& json) {
  return {maybe_real(at(json, "day")), maybe_real(at(json, "week")), maybe_real(at(json, "month"))};
}

DiskText disk(const Json& json) {
  return {text(json, "device"), text(json, "mount_point"),
          maybe_real(at(json, "used_percent")).value_or(0), maybe_number(json, "bytes_total"),
          maybe_number(json, "bytes_available")};
}

HostUsageText host_usage(const Json& host) {
  const auto &cpu = at(host, "cpu"), &memory = at(host, "memory");
  HostUsageText out;
  out.cores = number(cpu, "cores");
  out.cpu_percent = maybe_real(at(cpu, "percent"));
  out.memory_total = maybe_number(memory, "total_bytes");
  out.memory_used = maybe_number(memory, "used_bytes");
  out.swap_total = maybe_number(memory, "swap_total_bytes");
  out.swap_used = maybe_number(memory, "swap_used_bytes");
  for (const auto& each : at(host, "load")) {
    if (const auto load = maybe_real(each)) out.load.push_back(*load);
  }
  out.disks = list(host, "disks", disk);
  return out;
}

ServiceText service(const Json& json) {
  const auto& replicas = at(json, "replicas");
  ServiceText out;
  out.name = text(json, "name");
  out.phase = text(json, "phase");
  out.why = text(json, "why");
  out.image = text(json, "image");
  out.next_attempt_at = text(json, "next_attempt_at");
  out.intent = intent(at(json, "intent"));
  out.desired = number(replicas, "desired");
  out.running = number(replicas, "running");
  out.healthy = number(replicas, "healthy");
  out.restarts_last_hour = maybe_number(json, "restarts_last_hour");
  out.restarts = out.restarts_last_hour.value_or(number(json, "restarts"));
  out.availability = availability(at(json, "availability_percent"));
  out.incident = maybe_number(json, "incident");
  out.waiting_for = texts(json, "waiting_for");
  out.usage = usage(at(json, "usage"));
  out.containers = list(json, "containers", container);
  return out;
}

IntentChangeText intent_change(const Json& json) {
  return {text(json, "service"), text(json, "proof"), intent(json)};
}

// Values are text, or what JSON writes for them.
PolicyText policy(const Json& json) {
  const auto& value = at(json, "value");
  return {text(json, "key"), value.is_string() ? value.get<std::string>() : value.dump(),
          text(json, "origin")};
}

Json parsed(const std::string& json) {
  auto out = Json::parse(json, nullptr, false);
  return out.is_discarded() ? Json::object() : out;
}

std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

DeploymentText decode_deployment(const std::string& text_of_json) {
  const auto json = parsed(text_of_json);
  DeploymentText out;
  out.name = text(json, "name");
  out.phase = text(json, "phase");
  out.kind = text(json, "kind");
  out.observed_at = text(json, "observed_at");
  out.generation = number(json, "generation");
  out.observed_generation = number(json, "observed_generation");
  out.converged = flag(json, "converged");
  out.intent = intent(at(json, "intent"));
  if (at(json, "hold").is_object()) out.hold = hold(at(json, "hold"));
  out.services = list(json, "services", service);
  out.wait = text(json, "wait");
  out.changed = flag(json, "changed", true);
  out.left_stopped = texts(json, "left_stopped");
  return out;
}

HostText decode_host(const std::string& text_of_json) {
  const auto json = parsed(text_of_json);
  const auto& engine = at(json, "engine");
  HostText out;
  out.name = text(json, "name");
  out.version = text(json, "version");
  out.rescue = text(json, "rescue");
  out.engine_up = flag(engine, "up", true);
  out.engine_problem = text(engine, "problem");
  out.engine_version = text(engine, "version");
  out.observe_only = flag(json, "observe_only");
  out.store_writable = flag(json, "store_writable", true);
  out.unmanaged_containers = number(json, "unmanaged_containers");
  const auto& checks = at(json, "checks");
  const auto& failing = at(checks, "failing_by_criticality");
  out.checks_failing = number(checks, "failing") - number(failing, "optional");
  out.critical_checks_failing = number(failing, "critical");
  const auto& incidents = at(json, "incidents");
  out.incidents_open = number(incidents, "open");
  out.incidents_need_operator = number(incidents, "needs_operator");
  out.told = text(at(json, "notify"), "told");
  out.holds = list(json, "holds", hold);
  out.usage = host_usage(json);
  return out;
}

ExplanationText decode_explanation(const std::string& text_of_json) {
  const auto json = parsed(text_of_json);
  return {text(json, "name"),           text(json, "phase"),
          texts(json, "reasons"),       list(json, "history", intent_change),
          list(json, "policy", policy), maybe_number(json, "incident")};
}

SamplesText decode_samples(const std::string& text_of_json) {
  const auto json = parsed(text_of_json);
  SamplesText out;
  if (const auto step = core::parse_duration(text(json, "step"))) out.step = *step;
  for (const auto& item : at(json, "items")) out.values.push_back(maybe_real(at(item, "value")));
  return out;
}

EventText decode_event(const std::string& text_of_json) {
  const auto json = parsed(text_of_json);
  return {number(json, "id"),     text(json, "at"),         text(json, "type"),
          text(json, "severity"), text(json, "deployment"), text(json, "service"),
          text(json, "message")};
}

HoldText decode_hold(const std::string& json) { return hold(parsed(json)); }

GenerationText decode_generation(const std::string& text_of_json) {
  const auto json = parsed(text_of_json);
  return {number(json, "generation"), text(json, "at"), text(json, "by"), text(json, "reason"),
          text(at(json, "source"), "kind")};
}

IntentChangeText decode_intent_change(const std::string& json) {
  return intent_change(parsed(json));
}

PageText decode_page(const std::string& text_of_json) {
  const auto json = parsed(text_of_json);
  PageText out;
  for (const auto& item : at(json, "items")) out.items.push_back(dumped(item));
  const auto& next = at(json, "next");
  if (next.is_string()) out.next = next.get<std::string>();
  if (next.is_number_integer()) out.next = std::to_string(next.get<long long>());
  return out;
}

std::string items_json(const std::vector<std::string>& items) {
  auto list = Json::array();
  for (const auto& item : items) list.push_back(parsed(item));
  return dumped({{"items", std::move(list)}, {"next", nullptr}});
}

std::vector<std::string> elements(const std::string& json, const std::string& key) {
  const auto whole = parsed(json);
  std::vector<std::string> out;
  for (const auto& value : at(whole, key.c_str())) out.push_back(dumped(value));
  return out;
}

std::string text_at(const std::string& json, const std::string& key) {
  return text(parsed(json), key.c_str());
}

}  // namespace cli
