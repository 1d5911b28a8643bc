#include "api/stage.hpp"

#include "core/io/timing.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <stdexcept>

namespace stage {
namespace asio = boost::asio;
namespace {

using namespace std::chrono_literals;

asio::generic::stream_protocol::endpoint endpoint_of(const std::string& address) {
  constexpr std::string_view scheme = "unix://";
  if (address.rfind(scheme, 0) == 0)
    return asio::local::stream_protocol::endpoint(address.substr(scheme.size()));
  const auto colon = address.rfind(':');
  return asio::ip::tcp::endpoint(asio::ip::make_address(address.substr(0, colon)),
                                 static_cast<unsigned short>(std::stoi(address.substr(colon + 1))));
}

std::size_t length_in(const std::string& head) {
  const auto at = head.find("Content-Length: ");
  return at == std::string::npos ? 0 : static_cast<std::size_t>(std::stoul(head.substr(at + 16)));
}

awaitable<void> guarded(Stage& on, Scenario scenario) {
  std::exception_ptr failure;
  try {
    co_await scenario(on);
  } catch (...) {
    failure = std::current_exception();
  }
  co_await on.server.stop();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace

awaitable<void> Wire::open(std::string address) {
  co_await socket_.async_connect(endpoint_of(address), asio::use_awaitable);
}

awaitable<void> Wire::send(std::string text) {
  co_await asio::async_write(socket_, asio::buffer(text), asio::use_awaitable);
}

void Wire::read_slowly() { socket_.set_option(asio::socket_base::receive_buffer_size(1)); }

awaitable<bool> Wire::more() {
  std::array<char, 4096> bytes;
  auto work = socket_.async_read_some(asio::buffer(bytes), asio::as_tuple(asio::use_awaitable));
  const auto got = co_await core::within(std::move(work), 10s);
  if (!got) throw std::runtime_error("the server sent nothing for ten seconds");
  received_.append(bytes.data(), std::get<1>(*got));
  co_return !std::get<0>(*got);
}

awaitable<std::string> Wire::until(std::string mark) {
  for (;;) {
    const auto found = received_.find(mark);
    if (found != std::string::npos) {
      auto text = received_.substr(0, found + mark.size());
      received_.erase(0, found + mark.size());
      co_return text;
    }
    const bool open = co_await more();
    if (!open) throw std::runtime_error("the server closed, after: " + received_);
  }
}

awaitable<Reply> Wire::reply() {
  Reply out;
  out.head = co_await until("\r\n\r\n");
  out.status = std::stoi(out.head.substr(9, 3));
  const auto length = length_in(out.head);
  while (received_.size() < length) {
    const bool open = co_await more();
    if (!open) throw std::runtime_error("the server closed in the middle of a body");
  }
  out.body = received_.substr(0, length);
  received_.erase(0, length);
  co_return out;
}

awaitable<std::string> Wire::rest() {
  for (bool open = true; open;) open = co_await more();
  co_return std::exchange(received_, "");
}

Stage::Stage(api::Limits limits, api::Tls tls, api::MetricsListeners metrics)
    : config{{"unix://" + (dir.path() / "s").string(), "127.0.0.1:0"},
             "",
             "",
             std::move(tls),
             std::move(metrics)},
      server(io.get_executor(), config,
             api::Tokens({{"bootstrap", core::Secret(token), api::Scope::deploy}}), backend,
             limits) {
  world.views.all["shop"] = fakes::the_shop();
  world.host.now.last_progress = real_clock.now().mono;
}

awaitable<Reply> Stage::ask(std::string address, std::string text) {
  Wire wire(io);
  co_await wire.open(std::move(address));
  co_await wire.send(std::move(text));
  auto reply = co_await wire.reply();
  co_return reply;
}

void play(Stage& on, Scenario scenario) {
  const auto opened = on.server.open();
  if (!opened) throw std::runtime_error(opened.error().what);
  on.server.start();
  support::run(on.io, guarded(on, scenario));
}

std::string get(const std::string& path, const std::string& headers) {
  return "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n";
}

std::string post(const std::string& path, const std::string& body, const std::string& headers) {
  return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace stage
