#include "monitor/sampler.hpp"

#include <utility>

namespace monitor {

Sampler::Sampler(const core::Clock& clock, SamplerOptions options)
    : clock_(clock), options_(std::move(options)) {}

Looks Sampler::look(const std::vector<LookTarget>& targets) {
  Looks looks;
  drop_all_but(targets);
  looks.host = look_at_host();
  looks.taken.reserve(targets.size());
  for (const auto& target : targets) {
    if (auto taken = look_at(target))
      looks.taken.push_back(std::move(*taken));
    else
      looks.missed.push_back({target.id, taken.error()});
  }
  looks.descriptors = descriptors_;
  return looks;
}

void Sampler::drop_all_but(const std::vector<LookTarget>& targets) {
  for (auto& [id, followed] : followed_) followed.wanted = false;
  for (const auto& target : targets)
    if (const auto found = followed_.find(target.id); found != followed_.end())
      found->second.wanted = true;
  std::erase_if(followed_, [&](const auto& entry) {
    if (!entry.second.wanted) descriptors_ -= entry.second.reader.count();
    return !entry.second.wanted;
  });
}

core::Result<Taken> Sampler::look_at(const LookTarget& target) {
  const bool known = followed_.contains(target.id);
  auto followed = follow(target);
  if (!followed) return followed.error();
  if (std::exchange((*followed)->touched_at, target.touched_at) < target.touched_at)
    (*followed)->reader.expect_changes();
  auto usage = (*followed)->reader.read();
  bool anew = !known;
  if (!usage && known) {
    // Its group is gone: it ended, or has been started anew since.
    descriptors_ -= (*followed)->reader.count();
    followed_.erase(target.id);
    followed = follow(target);
    if (!followed) return followed.error();
    usage = (*followed)->reader.read();
    anew = true;
  }
  if (!usage) return usage.error();
  const auto now = clock_.now().mono;
  if (!(*followed)->reader.rests()) (*followed)->read_at = now;
  Taken taken{target.id, {now, *usage, now - (*followed)->read_at}, anew};
  if (target.processes) taken.processes = processes_in((*followed)->processes);
  return taken;
}

core::Result<Sampler::Followed*> Sampler::follow(const LookTarget& target) {
  const auto known = followed_.find(target.id);
  if (known != followed_.end()) return &known->second;
  auto followed = open(target);
  if (!followed) return followed.error();
  descriptors_ += followed->reader.count();
  return &followed_.insert_or_assign(target.id, std::move(*followed)).first->second;
}

core::Result<Sampler::Followed> Sampler::open(const LookTarget& target) {
  if (target.pid <= 0) return core::not_found("the container's process is not known yet");
  if (descriptors_ + CgroupReader::descriptors_max > options_.descriptors_max)
    return core::Error{core::Errc::unavailable,
                       "too many open files: raise the agent's limit (LimitNOFILE=)"};
  if (mounts_.empty()) {
    auto mounts = read_cgroup_mounts(options_.reader.proc);
    if (!mounts) return mounts.error();
    mounts_ = std::move(*mounts);
  }
  const auto place = look_up_cgroup(target.pid, target.id, mounts_, options_.reader.proc);
  if (!place) return place.error();
  auto reader = CgroupReader::open(*place, target.pid, options_.reader);
  if (!reader) return reader.error();
  return Followed{std::move(*reader), processes_folder(*place)};
}

std::map<model::ContainerId, ProcessLook> Sampler::look_at_processes(
    const std::set<model::ContainerId>& containers) const {
  std::map<model::ContainerId, ProcessLook> looks;
  for (const auto& id : containers) {
    const auto followed = followed_.find(id);
    if (followed == followed_.end()) continue;
    if (auto look = processes_in(followed->second.processes)) looks.emplace(id, std::move(*look));
  }
  return looks;
}

std::optional<ProcessLook> Sampler::processes_in(const std::string& folder) const {
  auto processes = read_processes(folder, options_.reader.proc);
  if (!processes) return std::nullopt;
  return ProcessLook{clock_.now().mono, std::move(*processes)};
}

std::optional<HostLook> Sampler::look_at_host() {
  if (!host_) {
    auto opened = HostReader::open(options_.reader.proc);
    if (!opened) return std::nullopt;
    host_ = std::move(*opened);
  }
  const auto usage = host_->read();
  if (!usage) return std::nullopt;
  options_.reader.host_memory_bytes = usage->memory.total_bytes.value_or(0);
  return HostLook{clock_.now().mono, *usage};
}

}  // namespace monitor
