#include "core/time_text.hpp"
#include "monitor/data_text.hpp"
#include "monitor/event_codec.hpp"
#include "monitor/human_text.hpp"
#include "monitor/metrics.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace monitor {
namespace {

using Json = nlohmann::ordered_json;

bool is_threshold(SpikeKind kind) { return rule_of(kind) == "threshold"; }
bool is_cpu(SpikeKind kind) { return metric_of(kind) == "cpu"; }

std::string cores_text(double percent) {
  auto text = human_percent(percent);
  return text + " of a core";
}

std::string amount(SpikeKind kind, double value) {
  return is_cpu(kind) ? cores_text(value) : human_bytes(value);
}

std::string duration(core::Milliseconds time) {
  return core::duration_text(std::chrono::round<std::chrono::seconds>(time));
}

const char* name_in_text(SpikeKind kind) { return is_cpu(kind) ? "CPU" : "memory"; }

std::string limit_text(const SpikeNote& note) {
  const auto& near = note.nearness;
  const auto whose = near.own ? std::string("its limit") : std::string("the host's");
  return near.limit > 0 ? whose + " (" + amount(note.kind, near.limit) + ")" : whose;
}

std::string started_text(const SpikeNote& note) {
  const auto lasting = " for " + duration(note.change.duration);
  if (is_threshold(note.kind))
    return std::string(name_in_text(note.kind)) + " at " + human_percent(note.change.value) +
           " of " + limit_text(note) + lasting;
  const auto usually = note.baseline ? note.baseline->median : 0;
  return "unusual " + std::string(name_in_text(note.kind)) + ", " +
         amount(note.kind, note.change.value) + lasting + "; usually it is " +
         amount(note.kind, usually);
}

std::string grown_text(const SpikeNote& note) {
  const auto now = is_threshold(note.kind)
                       ? human_percent(note.change.peak) + " of " + limit_text(note)
                       : amount(note.kind, note.change.peak);
  return std::string(name_in_text(note.kind)) + " spike grows, to " + now + " after " +
         duration(note.change.duration);
}

std::string ended_text(const SpikeFacts& facts) {
  const auto& note = facts.note;
  const auto peak = is_threshold(note.kind)
                        ? human_percent(note.change.peak) + " of " + limit_text(note)
                        : amount(note.kind, note.change.peak);
  const char* what =
      is_threshold(note.kind) ? " spike is over after " : " is unusual no more after ";
  const char* seen = note.change.at_least ? "at least " : "";
  return name_in_text(note.kind) + std::string(what) + seen + duration(note.change.duration) +
         " (peak " + peak + "): " +
         (facts.out_of_memory ? "it ran out of memory" : std::string(text_of(note.change.ending)));
}

// "; most of it by yes (97 % of a core), sh (12 % of a core)"
std::string processes_text(const SpikeFacts& facts) {
  std::string text;
  for (const auto& each : facts.processes) {
    const auto used = is_cpu(facts.note.kind) ? cores_text(each.cpu_percent.value_or(0))
                                              : human_bytes(static_cast<double>(each.memory_bytes));
    text += (text.empty() ? "; most of it by " : ", ") + each.name + " (" + used + ")";
  }
  return text;
}

std::string text_of_change(const SpikeFacts& facts) {
  switch (facts.note.change.kind) {
    case Change::Kind::started: return started_text(facts.note) + processes_text(facts);
    case Change::Kind::grown: return grown_text(facts.note) + processes_text(facts);
    case Change::Kind::ended: return ended_text(facts);
  }
  return "";
}

const char* type_of(Change::Kind kind) {
  switch (kind) {
    case Change::Kind::started: return "spike.started";
    case Change::Kind::grown: return "spike.updated";
    case Change::Kind::ended: return "spike.ended";
  }
  return "";
}

Json baseline_json(const std::optional<Baseline>& baseline) {
  if (!baseline) return nullptr;
  return {{"median", baseline->median}, {"scale", baseline->scale}};
}

Json limit_json(const SpikeNote& note) {
  if (!is_threshold(note.kind) || note.nearness.limit <= 0) return nullptr;
  return {{"value", note.nearness.limit},
          {"unit", is_cpu(note.kind) ? "percent" : "bytes"},
          {"of", note.nearness.own ? "limit" : "host"}};
}

Json processes_json(const std::vector<TopProcess>& processes) {
  auto list = Json::array();
  for (const auto& each : processes)
    list.push_back({{"pid", each.pid},
                    {"name", each.name},
                    {"cpu_percent", each.cpu_percent ? Json(*each.cpu_percent) : Json(nullptr)},
                    {"memory_bytes", each.memory_bytes}});
  return list;
}

Json data_of(const SpikeFacts& facts, core::WallTime at) {
  const auto& note = facts.note;
  const auto& change = note.change;
  const char* unit = is_threshold(note.kind) ? "percent_of_limit"
                     : is_cpu(note.kind)     ? "percent"
                                             : "bytes";
  Json data = {{"metric", metric_of(note.kind)},
               {"rule", rule_of(note.kind)},
               {"unit", unit},
               {"value", change.value},
               {"peak", change.peak},
               {"above", change.above},
               {"limit", limit_json(note)},
               {"baseline", baseline_json(note.baseline)},
               {"duration_ms", change.duration.count()}};
  if (change.kind == Change::Kind::ended) {
    data["ended"] = text_of(change.ending);
    if (facts.out_of_memory) data["cause"] = "oom";
  } else {
    data["since"] = core::rfc3339(at - change.duration);
    data["processes"] = processes_json(facts.processes);
  }
  return data;
}

}  // namespace

model::Event spike_event(const SpikeFacts& facts, core::WallTime at) {
  const auto& note = facts.note;
  const auto kind = note.change.kind;
  const auto subject = service_subject(facts.deployment, facts.service);
  model::Event event;
  event.at = at;
  event.type = type_of(kind);
  event.severity = facts.severity;
  event.deployment = facts.deployment;
  event.service = facts.service;
  event.container = note.nearness.container;
  // That it grew is no other alert, and none anew.
  if (kind != Change::Kind::grown)
    event.alert = model::Alert{"spike/" + subject + "/" + std::string(metric_of(note.kind)) + "/" +
                                   std::string(rule_of(note.kind)),
                               kind == Change::Kind::started};
  event.message = subject + ": " + text_of_change(facts);
  event.data = data_text(data_of(facts, at));
  return event;
}

void add_memory(model::Event& event, const ContainerNow* seen,
                const std::vector<TopProcess>& processes) {
  const auto limit = seen == nullptr ? std::nullopt : seen->sample.memory_limit_bytes;
  const auto used = seen == nullptr ? std::nullopt : seen->sample.memory_bytes;
  if (limit) event.message += ", of which it may use " + human_bytes(static_cast<double>(*limit));
  const auto number = [](const auto& bytes) { return bytes ? Json(*bytes) : Json(nullptr); };
  event.data = data_text({{"memory_limit_bytes", number(limit)},
                          {"memory_bytes", number(used)},
                          {"processes", processes_json(processes)}});
}

model::Event mistake_event(const model::DeploymentName& deployment,
                           const model::ServiceName& service, const std::string& mistake,
                           core::WallTime at) {
  model::Event event;
  event.at = at;
  event.type = "config.refused";
  event.severity = model::Severity::warning;
  event.deployment = deployment;
  event.service = service;
  event.message =
      service_subject(deployment, service) + ": " + mistake + "; what the configuration says holds";
  return event;
}

}  // namespace monitor
