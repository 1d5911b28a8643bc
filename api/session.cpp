#include "api/session.hpp"

#include "api/response_head.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace api {
namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
namespace {

constexpr std::size_t read_bytes = 16 * 1024;
constexpr std::size_t drained_bytes_max = 64 * 1024 * 1024;
constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";

std::string text_of(boost::beast::string_view text) { return {text.data(), text.size()}; }

Problem problem_of_parser(const error_code& failed, const Limits& limits) {
  if (failed == http::error::header_limit)
    return problem(
        431, "The header is larger than " + std::to_string(limits.header_bytes_max) + " bytes");
  if (failed == http::error::body_limit)
    return problem(413,
                   "The body is larger than " + std::to_string(limits.body_bytes_max) + " bytes");
  return problem(400, "This is not HTTP/1.1: " + failed.message());
}

// RFC 9112 3.2: exactly one since HTTP/1.1.
std::optional<Problem> wrong_host(const http::request<http::string_body>& message) {
  const auto hosts = message.count(http::field::host);
  if (hosts == 1 || (hosts == 0 && message.version() < 11)) return std::nullopt;
  return problem(400, hosts == 0 ? "The header Host is missing" : "The header Host comes twice");
}

}  // namespace

struct Session::Buffer {
  boost::beast::flat_buffer bytes;
};

struct Session::Reading {
  http::request_parser<http::string_body> parser;
  error_code failed;
  std::size_t header_bytes = 0;

  Head head() {
    const auto& message = parser.get();
    Head out{text_of(message.method_string()), text_of(message.target()), {}};
    for (const auto& field : message)
      out.headers.add(text_of(field.name_string()), text_of(field.value()));
    return out;
  }
  // `held`: bytes that the parser has not taken.
  bool begun(std::size_t held) const { return held > 0 || parser.got_some(); }
  bool expects_continue() const {
    const auto found = parser.get().find(http::field::expect);
    return found != parser.get().end() && found->value() == "100-continue";
  }
};

Session::Session(SessionTerms& terms, Dispatcher& dispatcher,
                 std::shared_ptr<Connection> connection, Peer peer)
    : terms_(terms),
      dispatcher_(dispatcher),
      connection_(std::move(connection)),
      peer_(std::move(peer)),
      buffer_(std::make_unique<Buffer>()) {}

Session::~Session() = default;

awaitable<void> Session::run() {
  enter(Phase::header);
  const auto failed = co_await connection_->handshake();
  if (failed) co_return;
  bool next = true;
  while (next && !terms_.stopping) next = co_await one_request();
  if (phase_ != Phase::draining) connection_->shutdown_send();
}

void Session::enter(Phase phase) {
  phase_ = phase;
  const auto limit = limit_of(phase);
  deadline_.reset();
  if (limit > core::Milliseconds{0}) deadline_ = terms_.clock.now().mono + limit;
}

core::Milliseconds Session::limit_of(Phase phase) const {
  const auto& limits = terms_.limits;
  switch (phase) {
    case Phase::idle: return limits.idle_timeout;
    case Phase::header: return limits.header_timeout;
    case Phase::body: return limits.body_timeout;
    case Phase::writing: return limits.write_timeout;
    case Phase::draining: return limits.drain_timeout;
    case Phase::answering:         // what the handlers wait for has limits of its own
    case Phase::streaming: break;  // each of its writes is `writing`
  }
  return core::Milliseconds{0};
}

void Session::sweep(core::MonoTime now) {
  if (!deadline_ || now < *deadline_) return;
  deadline_.reset();
  too_slow_ = true;
  const bool can_be_told = phase_ == Phase::header || phase_ == Phase::body;
  if (can_be_told)
    connection_->cancel();
  else
    connection_->close();
}

void Session::stop() {
  if (phase_ != Phase::answering && phase_ != Phase::writing) connection_->close();
}

awaitable<bool> Session::more(Phase phase) {
  if (phase_ != phase) enter(phase);
  auto& bytes = buffer_->bytes;
  const auto space = bytes.prepare(read_bytes);
  const auto got = co_await connection_->read_some(space);
  bytes.commit(std::get<1>(got));
  co_return !std::get<0>(got) && std::get<1>(got) > 0;
}

// The parser forgets what it has taken, so that many small fields would pass its own limit.
bool Session::parse_header(Reading& reading) {
  auto& bytes = buffer_->bytes;
  const auto used = reading.parser.put(bytes.data(), reading.failed);
  bytes.consume(used);
  reading.header_bytes += used;
  if (reading.failed == http::error::need_more) reading.failed = {};
  const auto held = reading.parser.is_header_done() ? 0 : bytes.size();
  if (!reading.failed && reading.header_bytes + held > terms_.limits.header_bytes_max)
    reading.failed = http::error::header_limit;
  return !reading.failed;
}

awaitable<bool> Session::read_header(Reading& reading) {
  auto& parser = reading.parser;
  auto& bytes = buffer_->bytes;
  parser.header_limit(terms_.limits.header_bytes_max);
  parser.body_limit(terms_.limits.body_bytes_max);
  while (!parser.is_header_done()) {
    if (bytes.size() > 0) {
      const bool fits = parse_header(reading);
      if (!fits) co_return false;
      if (parser.is_header_done()) break;
    }
    const bool waiting = !first_ && !reading.begun(bytes.size());
    const bool got = co_await more(waiting ? Phase::idle : Phase::header);
    if (!got) co_return false;
  }
  first_ = false;
  co_return true;
}

awaitable<bool> Session::read_body(Reading& reading) {
  auto& parser = reading.parser;
  auto& bytes = buffer_->bytes;
  parser.eager(true);
  if (parser.is_done()) co_return true;
  enter(Phase::body);
  if (reading.expects_continue() && bytes.size() == 0) {
    const Pieces pieces = {asio::buffer(go_on), {}, {}};
    const auto written = co_await connection_->write(pieces);
    if (std::get<0>(written)) co_return false;
  }
  while (!parser.is_done()) {
    if (bytes.size() > 0) {
      bytes.consume(parser.put(bytes.data(), reading.failed));
      if (parser.is_done()) break;
      if (!reading.failed) continue;
      if (reading.failed != http::error::need_more) co_return false;
      reading.failed = {};
    }
    const bool got = co_await more(Phase::body);
    if (!got) co_return false;
  }
  reading.failed = {};
  co_return true;
}

// Tells the sender of a request that cannot be read what is wrong with it; then the connection
// ends.
awaitable<bool> Session::one_request() {
  Reading reading;
  const bool has_header = co_await read_header(reading);
  if (has_header) {
    bool keep_alive = reading.parser.keep_alive();
    auto response = co_await respond(reading, keep_alive);
    if (response) {
      const bool with_body = reading.parser.get().method() != http::verb::head;
      const bool chunked = reading.parser.get().version() >= 11;
      auto written = write(std::move(*response), keep_alive, with_body, chunked);
      co_return co_await std::move(written);
    }
  }
  if (reading.failed) co_await refuse(problem_of_parser(reading.failed, terms_.limits));
  const bool reads = phase_ == Phase::header || phase_ == Phase::body;
  if (too_slow_ && reads && reading.begun(buffer_->bytes.size()))
    co_await refuse(problem(408, "The request came too slowly"));
  co_return false;
}

// nullopt: the body did not come. Who is not let in is answered before the body is read.
awaitable<std::optional<Response>> Session::respond(Reading& reading, bool& keep_alive) {
  const auto wrong = wrong_host(reading.parser.get());
  auto admitted = wrong ? Expected<Admitted>(*wrong) : dispatcher_.admit(reading.head(), peer_);
  if (!admitted) {
    const bool body_follows = !reading.parser.is_done();
    if (!body_follows) co_return to_response(admitted.error());
    co_await refuse(admitted.error());
    co_return std::nullopt;
  }
  const bool has_body = co_await read_body(reading);
  if (!has_body) co_return std::nullopt;
  admitted->request.body = std::move(reading.parser.get().body());
  enter(Phase::answering);
  auto work = dispatcher_.answer(std::move(*admitted));
  auto response = co_await std::move(work);
  if (terms_.stopping) keep_alive = false;
  co_return response;
}

awaitable<bool> Session::write(Response response, bool keep_alive, bool with_body, bool chunked) {
  enter(Phase::writing);
  const bool streams = response.stream != nullptr;
  if (streams && !chunked) keep_alive = false;
  const auto framing = !streams  ? Framing::length
                       : chunked ? Framing::chunked
                                 : Framing::until_close;
  const auto head = response_head(response, {terms_.date, keep_alive, framing});
  const std::string_view body = with_body && !streams ? std::string_view(response.text()) : "";
  const Pieces pieces = {asio::buffer(head), asio::buffer(body), {}};
  const auto written = co_await connection_->write(pieces);
  if (std::get<0>(written)) co_return false;
  if (!streams || !with_body) co_return keep_alive;
  enter(Phase::streaming);
  StreamTerms terms{chunked, [this] { enter(Phase::writing); }, [this] { enter(Phase::streaming); },
                    terms_.limits.leave_timeout};
  auto written_out =
      write_stream(connection_, std::move(response.stream), std::move(terms), terms_.left_writers);
  const bool whole = co_await std::move(written_out);
  co_return whole&& keep_alive;
}

// The answer must arrive although the peer still sends: closing at once would reset the connection
// and take the answer with it.
awaitable<void> Session::refuse(Problem problem) {
  enter(Phase::writing);
  const auto response = to_response(problem);
  const auto head = response_head(response, {terms_.date, false, Framing::length});
  const Pieces pieces = {asio::buffer(head), asio::buffer(response.text()), {}};
  const auto written = co_await connection_->write(pieces);
  if (std::get<0>(written)) co_return;
  connection_->shutdown_send();
  co_await drain();
}

awaitable<void> Session::drain() {
  enter(Phase::draining);
  auto& bytes = buffer_->bytes;
  bytes.clear();
  for (std::size_t drained = 0; drained < drained_bytes_max;) {
    const auto got = co_await connection_->read_some(bytes.prepare(read_bytes));
    if (std::get<0>(got) || std::get<1>(got) == 0) co_return;
    drained += std::get<1>(got);
  }
}

}  // namespace api
