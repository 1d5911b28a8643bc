#include "docker/logs.hpp"

#include "core/text.hpp"
#include "docker/decode.hpp"
#include "docker/errors.hpp"

#include <cstdio>

namespace docker {
namespace {

constexpr Milliseconds piece_limit{30'000};  // of a log that is not followed

std::string seconds_text(core::WallTime at) {
  const auto millis = at.time_since_epoch().count();
  char text[40];
  std::snprintf(text, sizeof text, "%lld.%03lld", static_cast<long long>(millis / 1000),
                static_cast<long long>(millis % 1000));
  return text;
}

Call logs_call(const model::ContainerId& container, const LogQuery& query) {
  Call call;
  call.doing = "reading the logs of " + container.substr(0, 12);
  call.path = "/containers/" + core::url_encode(container) + "/logs";
  call.subject = container;
  call.query = {
      {"stdout", "1"}, {"stderr", "1"}, {"tail", query.tail ? std::to_string(*query.tail) : "all"}};
  if (query.follow) call.query.emplace_back("follow", "1");
  if (query.timestamps) call.query.emplace_back("timestamps", "1");
  if (query.since) call.query.emplace_back("since", seconds_text(*query.since));
  return call;
}

}  // namespace

LogStream::LogStream(EngineStream stream, bool tty, std::optional<Milliseconds> limit)
    : stream_(std::move(stream)), frames_(tty), limit_(limit) {}

awaitable<Outcome<LogStream>> LogStream::open(EngineClient& client, model::ContainerId container,
                                              LogQuery query) {
  Call look;
  look.doing = "looking at " + container.substr(0, 12);
  look.path = "/containers/" + core::url_encode(container) + "/json";
  look.subject = container;
  const auto reply = co_await client.call(look);
  if (!reply) co_return reply.error();
  const auto seen = decode_container(reply->body);
  if (!seen) co_return fault_of_transport(seen.error(), look.doing);
  auto call = logs_call(container, query);
  auto stream = co_await client.stream(std::move(call));
  if (!stream) co_return stream.error();
  const auto limit = query.follow ? std::optional<Milliseconds>() : piece_limit;
  co_return LogStream(std::move(*stream), seen->tty, limit);
}

awaitable<Outcome<std::optional<LogChunk>>> LogStream::next() {
  while (ready_.empty()) {
    const auto piece = co_await stream_.next(limit_);
    if (!piece) co_return piece.error();
    if (piece->empty()) {
      if (frames_.inside())
        co_return protocol_fault("the log ended in the middle of a frame", "reading logs");
      co_return std::optional<LogChunk>();
    }
    for (auto& chunk : frames_.feed(*piece)) ready_.push_back(std::move(chunk));
    if (frames_.broken())
      co_return protocol_fault("the log is not framed as the engine frames logs", "reading logs");
  }
  std::optional<LogChunk> chunk = std::move(ready_.front());
  ready_.pop_front();
  co_return std::move(chunk);
}

}  // namespace docker
