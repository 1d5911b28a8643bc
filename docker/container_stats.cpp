#include "docker/container_stats.hpp"

#include "docker/decode.hpp"
#include "docker/decode_stats.hpp"
#include "docker/requests.hpp"

namespace docker {
namespace {

core::Errc code_of(const model::Fault& fault) {
  switch (fault.kind) {
    case model::FaultKind::no_such_container:
    case model::FaultKind::not_found:
    case model::FaultKind::not_running: return core::Errc::not_found;
    case model::FaultKind::engine_timeout: return core::Errc::timeout;
    default: return core::Errc::unavailable;
  }
}

}  // namespace

awaitable<core::Result<monitor::Usage>> ContainerStats::usage(model::ContainerId id) {
  if (host_memory_bytes_ == 0) co_await learn_host_memory();
  auto ask = container_get("asking for statistics of " + id.substr(0, 12), id, "/stats");
  ask.query = {{"stream", "false"}, {"one-shot", "true"}};
  ask.limit = stats_limit;
  auto reply = co_await client_.call(std::move(ask));
  if (!reply) co_return core::Error{code_of(reply.error()), reply.error().text()};
  co_return decode_stats(reply->body, host_memory_bytes_);
}

awaitable<void> ContainerStats::learn_host_memory() {
  Call ask;
  ask.doing = "asking the engine about itself";
  ask.path = "/info";
  auto reply = co_await client_.call(std::move(ask));
  if (!reply) co_return;
  const auto info = decode_info(reply->body);
  if (info && info->memory_bytes > 0)
    host_memory_bytes_ = static_cast<std::uint64_t>(info->memory_bytes);
}

}  // namespace docker
