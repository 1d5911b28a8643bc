#include "monitor/board.hpp"

#include <algorithm>
#include <utility>

namespace monitor {
namespace {

template <class T> void add(std::optional<T>& sum, const std::optional<T>& value) {
  if (value) sum = sum.value_or(T{}) + *value;
}

template <class T>
std::optional<T> sum_of_all(const std::vector<const model::Sample*>& samples,
                            std::optional<T> model::Sample::*limit) {
  std::optional<T> sum;
  for (const auto* sample : samples) {
    if (!(sample->*limit)) return std::nullopt;
    add(sum, sample->*limit);
  }
  return sum;
}

core::WallTime wall_of(core::MonoTime at, core::Instant now) { return now.wall - (now.mono - at); }

ServiceNow sum_of(const std::vector<const ContainerNow*>& containers) {
  ServiceNow sum;
  std::vector<const model::Sample*> samples;
  samples.reserve(containers.size());
  for (const auto* each : containers) {
    samples.push_back(&each->sample);
    sum.at = std::max(sum.at, each->at);
  }
  sum.sample = monitor::sum_of(samples);
  return sum;
}

}  // namespace

model::Sample sum_of(const std::vector<const model::Sample*>& samples) {
  if (samples.size() == 1) return *samples.front();
  model::Sample sum;
  for (const auto* one : samples) {
    add(sum.cpu_percent, one->cpu_percent);
    add(sum.memory_bytes, one->memory_bytes);
    add(sum.network_received_rate, one->network_received_rate);
    add(sum.network_sent_rate, one->network_sent_rate);
    add(sum.block_read_rate, one->block_read_rate);
    add(sum.block_written_rate, one->block_written_rate);
    add(sum.pids, one->pids);
    add(sum.oom_kills, one->oom_kills);
    // The replica that is held back most tells of the service.
    if (one->cpu_throttled_percent)
      sum.cpu_throttled_percent =
          std::max(sum.cpu_throttled_percent.value_or(0), *one->cpu_throttled_percent);
  }
  sum.cpu_limit_percent = sum_of_all(samples, &model::Sample::cpu_limit_percent);
  sum.memory_limit_bytes = sum_of_all(samples, &model::Sample::memory_limit_bytes);
  return sum;
}

void Board::take(const std::vector<Running>& running, const Looks& looks, core::Instant now) {
  std::unordered_map<std::string_view, const Taken*> taken;
  taken.reserve(looks.taken.size());
  for (const auto& each : looks.taken) taken.emplace(each.id, &each);
  // In place of those of the last look: most are the same, and so are the sizes of their texts.
  std::size_t count = 0, kept = 0;
  ++round_;
  unseen_.clear();
  containers_.resize(running.size());
  for (const auto& each : running) {
    const auto found = taken.find(each.id);
    if (found == taken.end()) {
      kept += note_missed(each.id) ? 1U : 0U;
      continue;
    }
    containers_[count].container = each;
    take_container(*found->second, now, containers_[count++]);
  }
  containers_.resize(count);
  if (seen_.size() != count + kept)
    std::erase_if(seen_, [&](const auto& entry) { return entry.second.round != round_; });
  join_services();
  if (looks.host) take_host(*looks.host, now);
}

// Whether something is known of it from before.
bool Board::note_missed(const model::ContainerId& id) {
  unseen_.insert(id);
  const auto known = seen_.find(id);
  if (known == seen_.end()) return false;
  auto& seen = known->second;
  seen.round = round_;
  seen.processes_before.reset();
  seen.processes.reset();
  return true;
}

void Board::take_container(const Taken& taken, core::Instant now, ContainerNow& container) {
  auto& seen = seen_[taken.id];
  seen.round = round_;
  const auto started_before = std::exchange(seen.started_at, container.container.started_at);
  // Between two answers of the engine it may have been started anew, and counted beyond the first.
  const bool known_before = started_before != core::WallTime{};
  if (taken.by_engine && known_before && started_before != seen.started_at)
    seen.comparable_after = now.mono;
  const bool comparable = seen.look.at > seen.comparable_after && !taken.anew;
  // Who is looked at less often than the others (by the engine) says the same until then.
  const bool same = comparable && seen.look.at == taken.look.at;
  if (!same)
    seen.sample = comparable ? sample_between(seen.look, taken.look) : sample_of(taken.look.usage);
  seen.sample.cpu_limit_percent =
      cpu_limit(seen.sample.cpu_limit_percent, container.container.cpus, container.container.quota);
  seen.look = taken.look;
  seen.processes_before = std::exchange(seen.processes, taken.processes);
  container.usage = taken.look.usage;
  container.sample = seen.sample;
  container.at = wall_of(taken.look.at, now);
  container.by_engine = taken.by_engine;
}

void Board::take_processes(std::map<model::ContainerId, ProcessLook> looks) {
  for (auto& [id, look] : looks) {
    const auto seen = seen_.find(id);
    if (seen == seen_.end()) continue;
    seen->second.processes_before = std::exchange(seen->second.processes, std::move(look));
  }
}

std::vector<TopProcess> Board::top_processes(const model::ContainerId& container, TopBy by) const {
  const auto seen = seen_.find(container);
  if (seen == seen_.end() || !seen->second.processes) return {};
  return top_of(seen->second.processes_before, *seen->second.processes, by, ticks_a_second());
}

void Board::take_host(const HostLook& look, core::Instant now) {
  auto sample = last_host_look_ ? sample_between(*last_host_look_, look) : sample_of(look.usage);
  last_host_look_ = look;
  host_ = HostNow{look.usage, std::move(sample), wall_of(look.at, now)};
}

void Board::join_services() {
  for (auto& [key, service] : services_) service.containers.clear();
  for (const auto& each : containers_)
    services_[{each.container.deployment, each.container.service}].containers.push_back(&each);
  std::erase_if(services_, [](const auto& entry) { return entry.second.containers.empty(); });
  for (auto& [key, service] : services_) service.now = sum_of(service.containers);
}

void Board::forget() {
  seen_.clear();
  unseen_.clear();
  last_host_look_.reset();
  containers_.clear();
  services_.clear();
  host_.reset();
}

void Board::take_disks(std::vector<DiskUsage> disks) {
  std::sort(disks.begin(), disks.end(), [](const DiskUsage& one, const DiskUsage& other) {
    return one.mount_point < other.mount_point;
  });
  disks_ = std::move(disks);
}

std::optional<ServiceNow> Board::service(const model::DeploymentName& deployment,
                                         const model::ServiceName& service) const {
  const auto found = services_.find({deployment, service});
  return found == services_.end() ? std::nullopt : std::optional(found->second.now);
}

}  // namespace monitor
