// An engine that does as it is told, on a Unix socket of its own and the test's io_context:
// answers, garbage, half an answer, silence. Honest in what it is: it keeps connections as HTTP/1.1
// does, and records every request.
#pragma once

#include "core/io/task_group.hpp"
#include "core/io/timing.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <atomic>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <unistd.h>

namespace fakes {

// What is written for one request, byte for byte, and then.
struct Behavior {
  enum class Then { keep, close, hang };
  std::vector<std::string> pieces;  // written one after the other, a turn of the loop apart
  Then then = Then::keep;
};

inline Behavior answer(int status, const std::string& body) {
  const bool empty = status == 204 || status == 304;
  return {{"HTTP/1.1 " + std::to_string(status) + " X\r\n" +
           (empty ? "\r\n" : "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body)},
          Behavior::Then::keep};
}
inline Behavior raw(std::vector<std::string> pieces, Behavior::Then then = Behavior::Then::close) {
  return {std::move(pieces), then};
}
inline Behavior silence() { return {{}, Behavior::Then::hang}; }
inline Behavior closed() { return {{}, Behavior::Then::close}; }
inline std::string stream_head() { return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"; }
inline std::string chunk(const std::string& text) {
  char size[20];
  std::snprintf(size, sizeof size, "%zx\r\n", text.size());
  return size + text + "\r\n";
}

class ScriptedEngine {
 public:
  explicit ScriptedEngine(boost::asio::io_context& io)
      : path_(unused_path()),
        tasks_(io.get_executor(), {}),
        acceptor_(io, boost::asio::local::stream_protocol::endpoint(path_)) {
    on("GET /version",
       answer(200, R"({"Version":"fake","ApiVersion":"1.44","MinAPIVersion":"1.24"})"));
    on("GET /_ping", answer(200, "OK"));
    tasks_.spawn("accept", accept());
  }
  ~ScriptedEngine() { std::filesystem::remove(path_); }

  // The behaviors for "METHOD /path" below the version, in turn; the last one stays.
  template <class... Behaviors> void on(const std::string& request, Behaviors... behaviors) {
    script_[request] = {std::move(behaviors)...};
  }

  // Ends every connection and listens no more. Run this before the engine goes.
  boost::asio::awaitable<void> stop() {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    tasks_.cancel();
    (void)co_await tasks_.join(to_end);
  }

  const std::string& path() const { return path_; }
  const std::vector<std::string>& requests() const {
    return requests_;
  }  // "GET /v1.44/containers/json"
  const std::vector<std::string>& bodies() const { return bodies_; }
  const std::vector<std::string>& heads() const { return heads_; }
  int connections() const { return connections_; }

 private:
  using Socket = boost::asio::local::stream_protocol::socket;
  static constexpr core::Milliseconds a_turn{1}, to_end{5000}, very_long{3'600'000};
  static constexpr auto as_result = boost::asio::as_tuple(boost::asio::use_awaitable);

  static std::string unused_path() {
    static std::atomic<int> number = 0;
    return (std::filesystem::temp_directory_path() /
            ("ek-fake-" + std::to_string(::getpid()) + "-" + std::to_string(++number) + ".sock"))
        .string();
  }

  boost::asio::awaitable<void> accept() {
    for (;;) {
      auto accepted = co_await acceptor_.async_accept(as_result);
      if (std::get<0>(accepted)) co_return;
      ++connections_;
      tasks_.spawn("session", serve(std::move(std::get<1>(accepted))));
    }
  }

  boost::asio::awaitable<void> serve(Socket socket) {
    std::string buffer;
    for (;;) {
      const auto read = co_await boost::asio::async_read_until(
          socket, boost::asio::dynamic_buffer(buffer), "\r\n\r\n", as_result);
      if (std::get<0>(read)) co_return;
      const auto head = buffer.substr(0, std::get<1>(read));
      buffer.erase(0, head.size());
      const auto length = content_length(head);
      while (buffer.size() < length) {
        const auto more =
            co_await boost::asio::async_read(socket, boost::asio::dynamic_buffer(buffer),
                                             boost::asio::transfer_at_least(1), as_result);
        if (std::get<0>(more)) co_return;
      }
      heads_.push_back(head);
      bodies_.push_back(buffer.substr(0, length));
      buffer.erase(0, length);
      requests_.push_back(head.substr(0, head.find(" HTTP/")));
      const auto behavior = next_for(requests_.back());
      for (const auto& piece : behavior.pieces) {
        co_await boost::asio::async_write(socket, boost::asio::buffer(piece), as_result);
        co_await core::wait_for(a_turn);
      }
      if (behavior.then == Behavior::Then::close) co_return;
      if (behavior.then == Behavior::Then::hang) co_await core::wait_for(very_long);
    }
  }

  static std::size_t content_length(const std::string& head) {
    const auto at = head.find("Content-Length: ");
    return at == std::string::npos ? 0 : std::strtoul(head.c_str() + at + 16, nullptr, 10);
  }

  // "GET /v1.44/x?y" -> "GET /x"
  static std::string without_version(std::string request) {
    request = request.substr(0, request.find('?'));
    const auto slash = request.find('/');
    if (request.compare(slash, 2, "/v") == 0 && std::isdigit(request[slash + 2]))
      request.erase(slash, request.find('/', slash + 1) - slash);
    return request;
  }

  Behavior next_for(const std::string& request) {
    const auto found = script_.find(without_version(request));
    if (found == script_.end()) return answer(404, R"({"message":"page not found"})");
    auto behavior = found->second.front();
    if (found->second.size() > 1) found->second.pop_front();
    return behavior;
  }

  std::string path_;
  core::TaskGroup tasks_;
  boost::asio::local::stream_protocol::acceptor acceptor_;
  std::map<std::string, std::deque<Behavior>> script_;
  std::vector<std::string> requests_, bodies_, heads_;
  int connections_ = 0;
};

}  // namespace fakes
