#include "api/session_stream.hpp"

#include "core/check.hpp"
#include "core/io/task_group.hpp"

#include <boost/asio/this_coro.hpp>

#include <array>
#include <cstdio>

namespace api {
namespace asio = boost::asio;
namespace {

constexpr core::Milliseconds end_limit{5'000};

struct Pump {
  Connection& connection;
  BodyStream& stream;
  StreamTerms terms;
  bool whole = false;  // the stream ended, and all of it was written
  bool done = false;
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
  const auto written = co_await pump.connection.write(pieces);
  pump.terms.after_write();
  co_return !std::get<0>(written);
}

// Wakes the one who waits for the peer, also when it is cancelled or the stream throws.
struct Woken {
  Pump& pump;
  ~Woken() {
    pump.done = true;
    pump.connection.cancel();
  }
};

awaitable<void> run(Pump& pump) {
  const Woken woken{pump};
  for (;;) {
    auto piece = co_await pump.stream.next();
    if (!piece) break;
    if (piece->empty()) continue;
    const bool written = co_await write_piece(pump, std::move(*piece));
    if (!written) co_return;
  }
  if (pump.terms.chunked) pump.whole = co_await write_piece(pump, "");
}

}  // namespace

awaitable<bool> write_stream(Connection& connection, BodyStream& stream, StreamTerms terms) {
  // The writer must have ended before this frame goes, also when this task is cancelled.
  co_await asio::this_coro::throw_if_cancelled(false);
  Pump pump{connection, stream, std::move(terms)};
  core::TaskGroup writer(co_await asio::this_coro::executor, nullptr);
  writer.spawn("stream", run(pump));
  co_await connection.peer_gone(pump.done);
  writer.cancel();
  bool ended = co_await writer.join(end_limit);
  if (!ended) {
    connection.close();
    writer.terminate();
    ended = co_await writer.join(end_limit);
  }
  CHECK(ended);
  co_await asio::this_coro::throw_if_cancelled(true);
  co_return pump.whole;
}

}  // namespace api
