#include "core/io/stream_http.hpp"

#include "core/io/socket_peer.hpp"
#include "core/io/stream_connect.hpp"
#include "core/io/stream_http_request.hpp"
#include "core/io/stream_tls.hpp"
#include "core/io/timing.hpp"
#include "core/text.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>

#include <array>
#include <limits>

#include <sys/socket.h>

namespace core {
namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::awaitable;
using boost::system::error_code;
namespace {

using TlsStream = asio::ssl::stream<PlainStream>;
using Parser = http::response_parser<http::buffer_body>;
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t piece_bytes_max = 16 * 1024;  // twice of it for each kept connection
constexpr std::size_t head_bytes_max = 64 * 1024;

PlainStream& plain(PlainStream& stream) { return stream; }
PlainStream& plain(TlsStream& stream) { return stream.next_layer(); }

Error error_of(const error_code& code, std::string_view doing) {
  const std::string what = std::string(doing) + ": " + code.message();
  if (code == asio::error::access_denied) return {Errc::denied, what};
  if (code == http::error::body_limit || code == http::error::header_limit)
    return {Errc::too_large, what};
  if (code == http::error::end_of_stream || code == http::error::partial_message ||
      code == asio::ssl::error::stream_truncated)
    return {Errc::unavailable, std::string(doing) + ": connection closed"};
  if (code.category() == http::make_error_code(http::error::bad_version).category())
    return {Errc::corrupt, what};
  return {Errc::unavailable, what};
}

std::string text_of(const StreamPeer& peer) {
  return peer.unix_path.empty() ? peer.host + ":" + peer.port : peer.unix_path;
}

template <class Stream> class ConnectionOver final : public StreamConnection {
 public:
  // `certificate`: the file that the server has been shown, for the text of its refusal.
  ConnectionOver(Stream stream, std::string host, std::string certificate = "")
      : stream_(std::move(stream)), host_(std::move(host)), certificate_(std::move(certificate)) {
    buffer_.reserve(piece_bytes_max);  // Beast reads as much as there is room for, and 512 bytes
                                       // where there is none
  }

  awaitable<Result<StreamHead>> send(StreamRequest request,
                                     std::optional<Milliseconds> limit) override {
    begin();
    auto work = send_unlimited(stream_request_text(request, host_, false));
    co_return co_await limited(std::move(work), limit);
  }

  awaitable<Result<StreamHead>> send_from(StreamRequest request, StreamBodySource& source,
                                          Milliseconds limit) override {
    begin();
    auto head = stream_request_text(request, host_, true);
    auto written = co_await with_timeout(write(std::move(head)), limit);
    for (bool last = false; written && !last;) {
      auto piece = co_await source.next();
      if (!piece) {
        close();
        co_return piece.error();
      }
      last = piece->empty();
      auto chunk = stream_chunk(*piece);
      written = co_await with_timeout(write(std::move(chunk)), limit);
    }
    auto work = read_answer(std::move(written));
    co_return co_await limited(std::move(work), limit);
  }

  awaitable<Result<std::string>> read_some(std::optional<Milliseconds> limit) override {
    co_return co_await limited(read_piece(), limit);
  }

  bool answer_begun() const override { return answer_begun_; }

  bool reusable() override {
    if (!parser_ || !parser_->is_done() || !parser_->keep_alive() || buffer_.size() != 0 ||
        !plain(stream_).is_open())
      return false;
    char byte = 0;
    const auto seen = ::recv(plain(stream_).native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return seen < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
  }

  int peer_pid() const override {
    return socket_peer_pid(const_cast<ConnectionOver*>(this)->descriptor());
  }

  void close() override {
    error_code ignored;
    plain(stream_).close(ignored);
  }

 private:
  int descriptor() { return plain(stream_).native_handle(); }

  // Whatever ends early leaves half a message on the wire: the connection cannot be used again.
  template <class T>
  awaitable<Result<T>> limited(awaitable<Result<T>> work, std::optional<Milliseconds> limit) {
    if (limit) work = with_timeout(std::move(work), *limit);
    auto result = co_await std::move(work);
    if (!result) close();
    co_return result;
  }

  // Until the answer has been read whole the connection cannot be used again, whoever is cancelled
  // on the way.
  void begin() {
    answer_begun_ = false;
    parser_.reset();
  }

  awaitable<Result<bool>> write(std::string bytes) {
    const auto written = co_await asio::async_write(stream_, asio::buffer(bytes), as_result);
    if (const auto code = std::get<0>(written)) co_return failure(code, "writing the request");
    co_return true;
  }

  awaitable<Result<StreamHead>> send_unlimited(std::string bytes) {
    auto written = co_await write(std::move(bytes));
    co_return co_await read_answer(std::move(written));
  }

  // A server that refuses early answers, or names its reason, before it has read all: that says
  // more than the broken pipe.
  awaitable<Result<StreamHead>> read_answer(Result<bool> written) {
    if (!written && written.error().code == Errc::timeout) co_return written.error();
    auto head = co_await read_head();
    if (!head && !written && head.error().code != Errc::denied) co_return written.error();
    co_return head;
  }

  Error failure(const error_code& code, std::string_view doing) const {
    if (!is_tls_alert(code)) return error_of(code, doing);
    return {Errc::denied, std::string(doing) + ": " + tls_alert_text(code, certificate_)};
  }

  awaitable<Result<StreamHead>> read_head() {
    parser_.emplace();
    parser_->header_limit(head_bytes_max);
    parser_->body_limit(boost::none);
    const auto read = co_await http::async_read_header(stream_, buffer_, *parser_, as_result);
    answer_begun_ = std::get<1>(read) > 0 || parser_->got_some();
    if (const auto code = std::get<0>(read)) co_return failure(code, "reading the answer");
    StreamHead head;
    head.status = static_cast<int>(parser_->get().result_int());
    for (const auto& field : parser_->get())
      head.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    co_return head;
  }

  awaitable<Result<std::string>> read_piece() {
    if (!parser_) co_return Error{Errc::internal, "reading a body before a request"};
    while (!parser_->is_done()) {
      auto& body = parser_->get().body();
      body.data = piece_.data();
      body.size = piece_.size();
      body.more = true;
      const auto read = co_await http::async_read_some(stream_, buffer_, *parser_, as_result);
      const auto code = std::get<0>(read);
      if (code && code != http::error::need_buffer) co_return failure(code, "reading the answer");
      const auto got = piece_.size() - parser_->get().body().size;
      if (got > 0) co_return std::string(piece_.data(), got);
    }
    co_return std::string();
  }

  Stream stream_;
  std::string host_, certificate_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  std::vector<char> piece_ = std::vector<char>(piece_bytes_max);
  bool answer_begun_ = false;
};

using Opened = Result<std::unique_ptr<StreamConnection>>;

awaitable<Opened> open_unix(StreamPeer peer) {
  auto socket = co_await connect_unix(std::move(peer.unix_path));
  if (!socket) co_return socket.error();
  co_return std::make_unique<ConnectionOver<PlainStream>>(std::move(*socket), "engine");
}

awaitable<Opened> open_tls(StreamPeer peer) {
  auto context = tls_client_context(*peer.tls);
  if (!context) co_return context.error();
  auto socket = co_await connect_tcp(peer);
  if (!socket) co_return socket.error();
  TlsStream stream(std::move(*socket), *context);
  stream.set_verify_callback(asio::ssl::host_name_verification(peer.host));
  const auto shaken = co_await stream.async_handshake(asio::ssl::stream_base::client, as_result);
  if (const auto code = std::get<0>(shaken))
    co_return tls_handshake_error(code, ::SSL_get_verify_result(stream.native_handle()), peer);
  co_return std::make_unique<ConnectionOver<TlsStream>>(
      std::move(stream), peer.host + ":" + peer.port, peer.tls->cert);
}

awaitable<Opened> open_unlimited(StreamPeer peer) {
  if (!peer.unix_path.empty()) co_return co_await open_unix(std::move(peer));
  if (peer.tls) co_return co_await open_tls(std::move(peer));
  auto socket = co_await connect_tcp(peer);
  if (!socket) co_return socket.error();
  co_return std::make_unique<ConnectionOver<PlainStream>>(std::move(*socket),
                                                          peer.host + ":" + peer.port);
}

}  // namespace

awaitable<Opened> StreamConnection::open(StreamPeer peer, Milliseconds limit) {
  auto opened = co_await with_timeout(open_unlimited(peer), limit);
  if (!opened && opened.error().code == Errc::timeout)
    co_return opened.error().with("connecting to " + text_of(peer));
  co_return opened;
}

awaitable<Result<StreamResponse>> StreamConnection::exchange(StreamRequest request,
                                                             Milliseconds limit,
                                                             std::size_t body_bytes_max) {
  auto result = co_await with_timeout(exchange_whole(std::move(request), body_bytes_max), limit);
  if (!result) close();
  co_return result;
}

awaitable<Result<StreamResponse>> StreamConnection::exchange_whole(StreamRequest request,
                                                                   std::size_t body_bytes_max) {
  StreamResponse response;
  auto head = co_await send(std::move(request), std::nullopt);
  if (!head) co_return head.error();
  response.head = std::move(*head);
  for (;;) {
    auto piece = co_await read_some(std::nullopt);
    if (!piece) co_return piece.error();
    if (piece->empty()) co_return response;
    if (response.body.size() + piece->size() > body_bytes_max) {
      co_return Error{Errc::too_large,
                      "the answer is larger than " + std::to_string(body_bytes_max) + " bytes"};
    }
    response.body += *piece;
  }
}

}  // namespace core
