#include "docker/engine_link.hpp"

#include "core/io/atomic_file.hpp"
#include "core/text.hpp"
#include "docker/decode.hpp"
#include "docker/errors.hpp"
#include "docker/peer.hpp"

#include <algorithm>

namespace docker {
namespace {

constexpr std::size_t config_bytes_max = 4 * 1024 * 1024;

// What is not an id must not become part of a path.
bool is_id(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

Call get(std::string doing, std::string path) {
  Call call;
  call.doing = std::move(doing);
  call.path = std::move(path);
  return call;
}

}  // namespace

DockerLink::DockerLink(EngineClient& client, core::TaskGroup& tasks, core::BlockingPool& files,
                       boost::asio::any_io_executor executor)
    : client_(client), files_(files), events_(client, tasks, std::move(executor)) {}

// Events first: what happens while the rest is asked must not be missed.
awaitable<Outcome<reconcile::EngineInfo>> DockerLink::connect(std::int64_t since_nano) {
  events_.close();
  const auto engine = co_await client_.negotiate();
  if (!engine) co_return engine.error();
  const auto opened = co_await events_.open(since_nano);
  if (!opened) co_return opened.error();
  auto ask = get("asking the engine about itself", "/info");
  const auto reply = co_await client_.call(ask);
  if (!reply) co_return reply.error();
  auto info = decode_info(reply->body);
  if (!info) co_return fault_of_transport(info.error(), ask.doing);
  info->version = engine->version;
  info->api_version = text_of(client_.version());
  info->peer_start = engine_start_of_process(client_.peer_pid());
  info->remembers = since_nano > 0 && events_.holds(since_nano);
  data_root_ = client_.endpoint().local() ? info->data_root : std::string();
  co_return std::move(*info);
}

awaitable<Outcome<std::vector<reconcile::EngineEvent>>> DockerLink::next_events() {
  return events_.next();
}

awaitable<bool> DockerLink::answers(Milliseconds limit) { return client_.answers(limit); }

awaitable<std::optional<bool>> DockerLink::manually_stopped(model::ContainerId id) {
  if (data_root_.empty() || !is_id(id)) co_return std::nullopt;
  const std::string path = data_root_ + "/containers/" + id + "/config.v2.json";
  auto read = [path] { return core::read_file(path, config_bytes_max); };
  const auto text = co_await files_.run(std::move(read));
  if (!text) co_return std::nullopt;
  co_return decode_manually_stopped(*text);
}

awaitable<Outcome<std::vector<model::Container>>> DockerLink::list_all() {
  auto call = get("listing all containers", "/containers/json");
  call.query = {{"all", "1"}};
  const auto reply = co_await client_.call(call);
  if (!reply) co_return reply.error();
  auto containers = decode_container_list(reply->body);
  if (!containers) co_return fault_of_transport(containers.error(), call.doing);
  co_return std::move(*containers);
}

}  // namespace docker
