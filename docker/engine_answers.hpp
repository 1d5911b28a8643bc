// Whether the engine answers, for a check. I/O thread only.
#pragma once

#include "docker/engine_client.hpp"
#include "monitor/ports.hpp"
#include "reconcile/ports.hpp"

namespace docker {

class EngineAnswers final : public monitor::EngineAnswers {
 public:
  // Both must outlive it. `units` is asked first: where systemd listens for an engine that does not
  // run, a connection would start it.
  EngineAnswers(EngineClient& client, reconcile::HostUnits& units)
      : client_(client), units_(units) {}

  awaitable<core::Status> answers(core::Milliseconds limit) override;

 private:
  awaitable<core::Status> ask(core::Milliseconds limit);

  EngineClient& client_;
  reconcile::HostUnits& units_;
};

}  // namespace docker
