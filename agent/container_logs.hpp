// Port Logs of the API over the engine's logs of each container. I/O thread only.
#pragma once

#include "api/ports.hpp"
#include "core/io/task_group.hpp"
#include "docker/engine_client.hpp"
#include "reconcile/ports.hpp"

namespace agent {

class ContainerLogs final : public api::Logs {
 public:
  // All must outlive it, and the streams that it opens.
  ContainerLogs(docker::EngineClient& client, const reconcile::Views& views, core::TaskGroup& tasks,
                boost::asio::any_io_executor executor)
      : client_(client), views_(views), tasks_(tasks), executor_(executor) {}

  api::awaitable<core::Result<std::unique_ptr<api::LogStream>>> open(
      api::LogRequest request) override;

 private:
  docker::EngineClient& client_;
  const reconcile::Views& views_;
  core::TaskGroup& tasks_;
  boost::asio::any_io_executor executor_;
};

}  // namespace agent
