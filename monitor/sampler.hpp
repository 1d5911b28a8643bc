// Looks at all containers that run, and the host, by the kernel's files.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "monitor/cgroup_reader.hpp"
#include "monitor/host_reader.hpp"
#include "monitor/processes.hpp"
#include "monitor/rates.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace monitor {

struct LookTarget {
  model::ContainerId id;
  int pid = 0;                     // of its first process; 0 where not known
  bool processes = false;          // they are to be looked at, too
  core::MonoTime touched_at = {};  // its limits may have been set then; where it is known
  bool operator==(const LookTarget&) const = default;
};

struct Taken {
  model::ContainerId id;
  Look look;
  bool anew = false;  // its counters may have begun at 0 since the look before
  std::optional<ProcessLook> processes = {};
  bool by_engine = false;  // it is the engine that says so
};

struct Missed {
  model::ContainerId id;
  core::Error why;
};

struct Looks {
  std::vector<Taken> taken;    // in the order of the targets
  std::vector<Missed> missed;  // ended meanwhile, or its files cannot be seen
  std::optional<HostLook> host;
  std::size_t descriptors = 0;  // open by then
};

struct SamplerOptions {
  CgroupReaderOptions reader;
  // Files of containers are left closed beyond it; those containers are missed.
  std::size_t descriptors_max = 512;
};

// Owns the descriptors: opened when a container is seen first or has been started anew, closed when
// it is no target any more. Any one thread at a time; it does not wait for anything but the kernel.
class Sampler {
 public:
  Sampler(const core::Clock& clock, SamplerOptions options);

  Looks look(const std::vector<LookTarget>& targets);
  // The processes of those that the last look saw.
  std::map<model::ContainerId, ProcessLook> look_at_processes(
      const std::set<model::ContainerId>& containers) const;

 private:
  struct Followed {
    CgroupReader reader;
    std::string processes;        // the folder that tells them
    core::MonoTime read_at = {};  // all of it, not the CPU's counter alone
    core::MonoTime touched_at = {};
    bool wanted = true;  // it is among the targets
  };

  void drop_all_but(const std::vector<LookTarget>& targets);
  core::Result<Taken> look_at(const LookTarget& target);
  core::Result<Followed*> follow(const LookTarget& target);
  core::Result<Followed> open(const LookTarget& target);
  std::optional<ProcessLook> processes_in(const std::string& folder) const;
  std::optional<HostLook> look_at_host();

  const core::Clock& clock_;
  SamplerOptions options_;
  std::vector<Mount> mounts_;
  std::optional<HostReader> host_;
  std::unordered_map<model::ContainerId, Followed> followed_;
  std::size_t descriptors_ = 0;
};

}  // namespace monitor
