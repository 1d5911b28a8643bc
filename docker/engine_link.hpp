// Port EngineLink over the Engine API. I/O thread only.
#pragma once

#include "core/io/blocking.hpp"
#include "docker/event_stream.hpp"
#include "reconcile/ports.hpp"

namespace docker {

class DockerLink final : public reconcile::EngineLink {
 public:
  // All must outlive it; `files` reads the engine's data root.
  DockerLink(EngineClient& client, core::TaskGroup& tasks, core::BlockingPool& files,
             boost::asio::any_io_executor executor);

  awaitable<Outcome<reconcile::Greeting>> connect(std::int64_t since_nano) override;
  awaitable<Outcome<std::vector<reconcile::EngineEvent>>> next_events() override;
  awaitable<reconcile::Reaction> reaction(Milliseconds limit) override;
  awaitable<std::optional<bool>> manually_stopped(model::ContainerId id) override;
  awaitable<Outcome<std::vector<model::Container>>> list_all() override;
  void close() { events_.close(); }  // before the task group is joined

 private:
  awaitable<Outcome<reconcile::EngineInfo>> describe();
  awaitable<Outcome<void>> remember(std::int64_t since_nano, reconcile::Greeting& greeting);

  EngineClient& client_;
  core::BlockingPool& files_;
  EventStream events_;
  std::string data_root_;  // "" where the engine is not on this machine
};

}  // namespace docker
