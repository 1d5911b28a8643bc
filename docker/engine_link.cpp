#include "docker/engine_link.hpp"

#include "core/io/atomic_file.hpp"
#include "core/io/work_within.hpp"
#include "core/text.hpp"
#include "docker/decode.hpp"
#include "docker/errors.hpp"
#include "docker/peer.hpp"

namespace docker {
namespace {

constexpr std::size_t config_bytes_max = 4 * 1024 * 1024;
constexpr Milliseconds config_limit{2'000};  // a disk that hangs tells nothing of a stop

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
awaitable<Outcome<reconcile::Greeting>> DockerLink::connect(std::int64_t since_nano) {
  events_.close();
  const auto engine = co_await client_.negotiate();
  if (!engine) co_return engine.error();
  const auto opened = co_await events_.open();
  if (!opened) co_return opened.error();
  auto info = co_await describe();
  if (!info) co_return info.error();
  info->version = engine->version;
  data_root_ = client_.endpoint().local() ? info->data_root : std::string();
  reconcile::Greeting greeting;
  greeting.info = std::move(*info);
  if (since_nano > 0) {
    const auto remembered = co_await remember(since_nano, greeting);
    if (!remembered) co_return remembered.error();
  }
  co_return std::move(greeting);
}

awaitable<Outcome<reconcile::EngineInfo>> DockerLink::describe() {
  auto ask = get("asking the engine about itself", "/info");
  const auto reply = co_await client_.call(ask);
  if (!reply) co_return reply.error();
  auto info = decode_info(reply->body);
  if (!info) co_return fault_of_transport(info.error(), ask.doing);
  if (info->time == core::WallTime{})
    info->time = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
  info->api_version = text_of(client_.version());
  info->peer_start = engine_start_of_process(client_.peer_pid());
  co_return std::move(*info);
}

// Up to the engine's own time, which was told after the stream had begun: what is later is in the
// stream. An engine refuses a past that begins after its end, as after a step back of its clock.
awaitable<Outcome<void>> DockerLink::remember(std::int64_t since_nano,
                                              reconcile::Greeting& greeting) {
  constexpr Milliseconds told_to{1};
  const auto until = std::chrono::nanoseconds((greeting.info.time + told_to).time_since_epoch());
  if (until.count() <= since_nano) co_return Outcome<void>();
  auto past = co_await events_.past(since_nano, until.count());
  if (!past) co_return past.error();
  greeting.past = std::move(past->events);
  greeting.remembers = past->from_the_beginning;
  co_return Outcome<void>();
}

awaitable<Outcome<std::vector<reconcile::EngineEvent>>> DockerLink::next_events() {
  return events_.next();
}

awaitable<reconcile::Reaction> DockerLink::reaction(Milliseconds limit) {
  return client_.reaction(limit);
}

awaitable<std::optional<bool>> DockerLink::manually_stopped(model::ContainerId id) {
  if (data_root_.empty() || !is_id(id)) co_return std::nullopt;
  const std::string path = data_root_ + "/containers/" + id + "/config.v2.json";
  auto read = [path] { return core::read_file(path, config_bytes_max); };
  const auto text = co_await core::run_within(files_, config_limit, std::move(read));
  if (!text || !*text) co_return std::nullopt;
  co_return decode_manually_stopped(**text);
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
