// A container's processes as this host's kernel has them, for when its engine has lost them.
#pragma once

#include "core/result.hpp"
#include "model/ids.hpp"

#include <memory>
#include <string>
#include <vector>

namespace docker {

struct HostProcess {
  int pid = 0;
  bool is_outermost = false;  // its parent is not of the container: what a stop would tell
  bool operator==(const HostProcess&) const = default;
};

// Blocking: call it in a pool.
class HostProcesses {
 public:
  virtual ~HostProcesses() = default;
  // Containers of an engine on this host are processes of this kernel.
  virtual bool can_see() const = 0;
  // Those in the control group of exactly this container, by its whole id, that have not ended.
  // None where the engine is on another host, or keeps its containers in a virtual machine, or out
  // of our PID namespace.
  virtual std::vector<HostProcess> of(const model::ContainerId& container) const = 0;
  // Sent only where the process is of the container still: its number may have gone to another one.
  // Errors: not_found, denied, unsupported.
  virtual core::Status signal(int pid, const model::ContainerId& container, int number) const = 0;
};

// `proc`: where the kernel tells of processes.
std::unique_ptr<HostProcesses> host_processes(std::string proc = "/proc");

}  // namespace docker
