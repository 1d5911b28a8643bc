#include "monitor/vigil.hpp"

#include "monitor/event_codec.hpp"
#include "monitor/metrics.hpp"
#include "monitor/trend.hpp"

#include <algorithm>
#include <set>

namespace monitor {
namespace {

constexpr core::Milliseconds out_of_memory_shows = std::chrono::minutes(2);
constexpr core::Milliseconds out_of_memory_told_within = std::chrono::seconds(10);
constexpr core::Milliseconds hour = std::chrono::hours(1);

const std::size_t cpu_metric = *find_metric(SubjectKind::service, "cpu_percent");
const std::size_t memory_metric = *find_metric(SubjectKind::service, "memory_bytes");
const std::size_t disk_metric = *find_metric(SubjectKind::disk, "used_bytes");

std::optional<Baseline> usual(const Recent& recent, const std::string& subject, std::size_t metric,
                              const ScaleFloor& floor, core::MonoTime now) {
  auto values = recent.values(subject, metric, now - baseline_window);
  return baseline_of(values, recent.interval(), floor);
}

Trends disk_trends(const Recent& recent, const std::string& subject, core::MonoTime now) {
  const auto last = [&](core::Milliseconds span) {
    return recent.roll_up(subject, disk_metric, now - span, now, one_minute);
  };
  return {trend_of(last(hour)), trend_of(last(quick_window_by_the_minute), quick_by_the_minute)};
}

// What ran out of memory is seen to be low at the next look, or the one after a slow one; the
// engine may tell of it a little later.
bool is_cause(std::optional<core::MonoTime> out_of_memory_at, core::MonoTime over) {
  if (!out_of_memory_at) return false;
  const auto later = over - *out_of_memory_at;
  return later >= -out_of_memory_told_within && later <= out_of_memory_shows;
}

model::Severity severity_of(SpikeKind kind, const SpikeSettings& settings) {
  return rule_of(kind) == "threshold" ? model::Severity::warning : settings.adaptive.severity;
}

}  // namespace

Vigil::Vigil(EventSink& events, const SpikePolicies& policies, const core::Clock& clock,
             Settings settings)
    : events_(events), policies_(policies), clock_(clock), settings_(std::move(settings)) {}

void Vigil::configure(Settings settings) {
  settings_ = std::move(settings);
  for (auto& [key, service] : services_) read_settings(key, service);
}

void Vigil::recall(const Recalled& recalled) {
  const auto now = clock_.now();
  for (const auto& spike : recalled.spikes) {
    auto& service = find_or_add({spike.deployment, spike.service}, now.mono);
    service.watch.resume(spike.kind, spike.told, spike.usual, now.mono, spike.against);
    service.told.at(static_cast<std::size_t>(spike.kind)) = spike.severity;
  }
  for (const auto& each : recalled.forecasts) {
    if (!each.deployment.empty())
      find_or_add({each.deployment, each.service}, now.mono)
          .memory.resume(each.container, each.said, each.told_at, now);
    else if (!each.mount_point.empty())
      disk_forecasts_[each.mount_point].forecast.resume(each.said, now.mono);
  }
  for (const auto& disk : recalled.disks) disk_watch_.resume(disk);
}

void Vigil::read_settings(const Key& key, Service& service) {
  auto settings = settings_.spikes;
  std::string mistake;
  for (const auto& text : policies_.spikes_of(key.first, key.second)) {
    auto with = with_overrides(settings, text);
    if (with)
      settings = *with;
    else
      mistake = with.error().what;
  }
  service.settings = settings;
  if (!mistake.empty() && mistake != service.told_mistake)
    events_.record(mistake_event(key.first, key.second, mistake, clock_.now().wall));
  service.told_mistake = mistake;
}

Vigil::Service& Vigil::find_or_add(const Key& key, core::MonoTime now) {
  const auto known = services_.find(key);
  if (known != services_.end()) return known->second;
  auto& service = services_[key];
  // Spread over the minute, so that not all are looked at in the same moment.
  const auto turn = std::hash<std::string>{}(service_subject(key.first, key.second)) % 60;
  service.minute_at = now + std::chrono::seconds(turn);
  read_settings(key, service);
  return service;
}

void Vigil::learn_size(const Board& board) {
  if (!board.host()) return;
  const auto& usage = board.host()->usage;
  if (usage.cpu) host_.cpu_percent = 100.0 * usage.cpu->cores;
  host_.memory_bytes = static_cast<double>(usage.memory.total_bytes.value_or(0));
  available_bytes_ = static_cast<double>(usage.memory.available_bytes.value_or(0));
}

void Vigil::look(const Board& board, const Recent& recent) {
  const auto now = clock_.now();
  learn_size(board);
  suspects_.clear();
  for (const auto& [key, seen] : board.services()) find_or_add(key, now.mono);
  auto seen = board.services().begin();  // all of them are in `services_`, in the same order
  for (auto entry = services_.begin(); entry != services_.end();) {
    auto& [key, service] = *entry;
    const bool runs = seen != board.services().end() && seen->first == key;
    static const Replicas none;
    const auto& replicas = runs ? (seen++)->second.containers : none;
    look_at(key, service, replicas, board, now.mono);
    if (now.mono >= service.minute_at) look_by_the_minute(key, service, replicas, board, recent);
    entry = runs || !is_over(key, service, recent) ? std::next(entry) : services_.erase(entry);
  }
}

std::set<model::ContainerId> Vigil::suspects_to_be(const Board& board) const {
  std::set<model::ContainerId> suspects;
  static const ServiceWatch nothing_yet;
  for (const auto& [key, seen] : board.services()) {
    const auto known = services_.find(key);
    const bool is_known = known != services_.end();
    const auto& settings = is_known ? known->second.settings : settings_.spikes;
    const auto sight = sight_of(seen.containers, settings, host_);
    if (!(is_known ? known->second.watch : nothing_yet).begins(sight, settings)) continue;
    for (const auto* each : seen.containers) suspects.insert(each->container.id);
  }
  return suspects;
}

bool Vigil::is_over(const Key& key, const Service& service, const Recent& recent) {
  return service.watch.is_quiet() && !service.memory.open() &&
         !recent.knows(service_subject(key.first, key.second));
}

void Vigil::look_at(const Key& key, Service& service, const Replicas& containers,
                    const Board& board, core::MonoTime now) {
  service.memory.take(containers, now);
  const auto sight = sight_of(containers, service.settings, host_);
  for (const auto& note : service.watch.look(now, sight, service.settings))
    tell(key, note, service, board);
  if (!service.watch.is_counting()) return;
  for (const auto* each : containers) suspects_.insert(each->container.id);
}

void Vigil::tell(const Key& key, const SpikeNote& note, Service& service, const Board& board) {
  // What resolves has the severity of what it resolves.
  auto& severity = service.told.at(static_cast<std::size_t>(note.kind));
  if (note.change.kind == Change::Kind::started)
    severity = severity_of(note.kind, service.settings);
  const auto by = metric_of(note.kind) == "cpu" ? TopBy::cpu : TopBy::memory;
  const auto over = note.change.since + note.change.duration;
  const bool out_of_memory =
      note.change.kind == Change::Kind::ended && is_cause(service.out_of_memory_at, over);
  const SpikeFacts facts{
      key.first,    key.second, note, severity, board.top_processes(note.nearness.container, by),
      out_of_memory};
  events_.record(spike_event(facts, clock_.now().wall));
}

void Vigil::tell(const Key& key, const MemoryNote& note, const Service& service,
                 core::Instant now) {
  const auto subject = service_subject(key.first, key.second);
  const bool out_of_memory = note.change.kind == ForecastChange::Kind::cleared &&
                             is_cause(service.out_of_memory_at, now.mono);
  const ForecastFacts facts{key.first,      key.second, subject,      "memory",
                            note.container, note.name,  out_of_memory};
  events_.record(forecast_event(facts, note.change, now));
}

void Vigil::look_by_the_minute(const Key& key, Service& service, const Replicas& containers,
                               const Board& board, const Recent& recent) {
  const auto now = clock_.now();
  service.minute_at = std::max(service.minute_at + one_minute, now.mono);
  read_settings(key, service);
  const auto subject = service_subject(key.first, key.second);
  service.watch.learn(usual(recent, subject, cpu_metric, cpu_floor, now.mono),
                      usual(recent, subject, memory_metric, memory_floor, now.mono));
  const auto& rule = service.settings.forecast;
  for (const auto& note :
       service.memory.look(containers, board.unseen(), available_bytes_, rule, now))
    tell(key, note, service, now);
}

void Vigil::note_out_of_memory(const model::DeploymentName& deployment,
                               const model::ServiceName& service, core::MonoTime at) {
  find_or_add({deployment, service}, clock_.now().mono).out_of_memory_at = at;
}

std::vector<DiskChange> Vigil::look_at_disks(const std::vector<DiskUsage>& disks,
                                             const Recent& recent, bool all) {
  const auto now = clock_.now();
  std::set<std::string> mounted;
  const auto tell = [&](const std::string& mount_point,
                        const std::optional<ForecastChange>& change) {
    const ForecastFacts facts{"", "", disk_subject(mount_point), "disk"};
    if (change) events_.record(forecast_event(facts, *change, now));
  };
  for (const auto& disk : disks) {
    if (disk.read_only) continue;
    mounted.insert(disk.mount_point);
    const auto used = static_cast<double>(disk.bytes_total - disk.bytes_free);
    const auto limit = used + static_cast<double>(disk.bytes_available);
    const auto trends = disk_trends(recent, disk_subject(disk.mount_point), now.mono);
    auto& [forecast, unseen] = disk_forecasts_[disk.mount_point];
    unseen = 0;
    forecast.forget_where_it_stood_above(used);
    tell(disk.mount_point, forecast.look(now.mono, used, trends, limit, settings_.spikes.forecast));
  }
  for (auto entry = disk_forecasts_.begin(); entry != disk_forecasts_.end();) {
    auto& [forecast, unseen] = entry->second;
    const bool gone = all && !mounted.contains(entry->first) && ++unseen >= looks_until_gone;
    if (gone) tell(entry->first, forecast.end(Withdrawal::gone));
    entry = gone ? disk_forecasts_.erase(entry) : std::next(entry);
  }
  return disk_watch_.look(disks, settings_.disks, all);
}

std::vector<OpenSpike> Vigil::spikes() const {
  const auto now = clock_.now();
  std::vector<OpenSpike> out;
  for (const auto& [key, service] : services_) {
    for (const auto& open : service.watch.open()) {
      OpenSpike spike;
      spike.subject = service_subject(key.first, key.second);
      spike.deployment = key.first;
      spike.service = key.second;
      spike.metric = metric_of(open.kind);
      spike.rule = rule_of(open.kind);
      spike.since = now.wall - (now.mono - open.since);
      spike.value = open.value;
      spike.peak = open.peak;
      out.push_back(std::move(spike));
    }
  }
  return out;
}

}  // namespace monitor
