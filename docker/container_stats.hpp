// The engine's own statistics, one look at a time. I/O thread only.
#pragma once

#include "docker/engine_client.hpp"
#include "monitor/ports.hpp"

#include <cstdint>

namespace docker {

constexpr Milliseconds stats_limit{10'000};  // engines before 25.0 take a second (ENGINE.md 5)

class ContainerStats final : public monitor::EngineStats {
 public:
  explicit ContainerStats(EngineClient& client) : client_(client) {}  // must outlive it

  awaitable<core::Result<monitor::Usage>> usage(model::ContainerId id) override;

 private:
  awaitable<void> learn_host_memory();

  EngineClient& client_;
  std::uint64_t host_memory_bytes_ = 0;  // of the engine's host; 0 until it is known
};

}  // namespace docker
