#include "api/session_stream.hpp"

#include <boost/asio/this_coro.hpp>

#include <array>
#include <cstdio>

namespace api {
namespace asio = boost::asio;
namespace {

struct Pump {
  std::shared_ptr<Connection> connection;
  std::unique_ptr<BodyStream> stream;
  StreamTerms terms;
  bool whole = false;  // the stream ended, and all of it was written
  bool done = false;
  bool left = false;  // who began it is gone, and the terms with him
};

std::string chunk_size(std::size_t bytes) {
  std::array<char, 32> line = {};
  std::snprintf(line.data(), line.size(), "%zx\r\n", bytes);
  return line.data();
}

awaitable<bool> write_piece(Pump& pump, std::string piece) {
  const auto size = pump.terms.chunked ? chunk_size(piece.size()) : std::string{};
  const std::string_view end = pump.terms.chunked ? "\r\n" : "";
  const Pieces pieces = {asio::buffer(size), asio::buffer(piece), asio::buffer(end)};
  pump.terms.before_write();
  const auto written = co_await pump.connection->write(pieces);
  if (!pump.left) pump.terms.after_write();
  co_return !std::get<0>(written);
}

// Wakes the one who waits for the peer, also when it is cancelled or the stream throws.
struct Woken {
  Pump& pump;
  ~Woken() {
    pump.done = true;
    pump.connection->cancel();
  }
};

awaitable<void> run(std::shared_ptr<Pump> pump) {
  const Woken woken{*pump};
  for (;;) {
    auto piece = co_await pump->stream->next();
    if (pump->left) co_return;
    if (!piece) break;
    if (piece->empty()) continue;
    const bool written = co_await write_piece(*pump, std::move(*piece));
    if (!written) co_return;
  }
  if (pump->terms.chunked) pump->whole = co_await write_piece(*pump, "");
}

}  // namespace

void LeftWriters::add(std::unique_ptr<core::TaskGroup> writer) {
  writers_.push_back(std::move(writer));
}

void LeftWriters::forget_ended() {
  std::erase_if(writers_, [](const auto& writer) { return writer->size() == 0; });
}

awaitable<bool> LeftWriters::join(core::Milliseconds limit) {
  const auto until = std::chrono::steady_clock::now() + limit;
  for (auto& writer : writers_) {
    const auto left = until - std::chrono::steady_clock::now();
    (void)co_await writer->join(std::chrono::ceil<core::Milliseconds>(left));
  }
  forget_ended();
  co_return writers_.empty();
}

awaitable<bool> write_stream(std::shared_ptr<Connection> connection,
                             std::unique_ptr<BodyStream> stream, StreamTerms terms,
                             LeftWriters& left) {
  // The writer must have ended, or own all it uses, before this frame goes: also when this task is
  // cancelled.
  co_await asio::this_coro::throw_if_cancelled(false);
  auto pump = std::make_shared<Pump>();
  pump->connection = std::move(connection);
  pump->stream = std::move(stream);
  pump->terms = std::move(terms);
  auto writer = std::make_unique<core::TaskGroup>(co_await asio::this_coro::executor, nullptr);
  writer->spawn("stream", run(pump));
  co_await pump->connection->peer_gone(pump->done);
  writer->cancel();
  bool ended = co_await writer->join(pump->terms.end_limit);
  if (!ended) {
    pump->connection->close();
    writer->terminate();
    ended = co_await writer->join(pump->terms.end_limit);
  }
  if (!ended) {
    pump->left = true;
    left.add(std::move(writer));
  }
  co_await asio::this_coro::throw_if_cancelled(true);
  co_return ended && pump->whole;
}

}  // namespace api
