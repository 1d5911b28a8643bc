// Running containers and looks at them, made up.
#pragma once

#include "monitor/board.hpp"

#include <cstdint>
#include <string>

inline monitor::Running running(const std::string& deployment, const std::string& service,
                                const std::string& id) {
  return {deployment, service, id, deployment + "-" + service + "-" + id, 42, {}};
}

inline monitor::Taken taken(const std::string& id, core::MonoTime at, std::uint64_t cpu_ns,
                            std::uint64_t memory_bytes, bool anew = false) {
  monitor::Usage usage;
  usage.cpu_ns = cpu_ns;
  usage.memory_bytes = memory_bytes;
  usage.pids = 1;
  return {id, {at, usage}, anew};
}
