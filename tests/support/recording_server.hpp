// An HTTP server that keeps what it was asked.
#pragma once

#include "core/text.hpp"
#include "support/loopback_server.hpp"

#include <cstdlib>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace support {

// A request as it came over the wire.
struct Seen {
  std::string method, path;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

inline Seen parsed_request(const std::string& head) {
  Seen seen;
  const auto lines = core::split(head, '\n');
  const auto words = core::split(lines.at(0), ' ');
  seen.method = words.at(0);
  seen.path = words.at(1);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto colon = lines[i].find(':');
    if (colon != std::string::npos)
      seen.headers[core::lowercase(lines[i].substr(0, colon))] =
          core::trim(lines[i].substr(colon + 1));
  }
  return seen;
}

// Keeps what it is asked and gives each the same answer.
class RecordingServer {
 public:
  explicit RecordingServer(std::string answer = ok("{}"))
      : answer_(std::move(answer)), server_([this](LoopbackPeer& peer) { serve(peer); }) {}

  static std::string ok(const std::string& body) { return reply("200 OK", body); }
  static std::string reply(const std::string& status, const std::string& body,
                           const std::string& headers = "") {
    return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           headers + "Connection: close\r\n\r\n" + body;
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()); }
  int connections() const { return server_.connections(); }
  std::vector<Seen> take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(seen_, {});
  }

 private:
  void serve(LoopbackPeer& peer) {
    auto seen = parsed_request(peer.read_until("\r\n\r\n"));
    const auto length = std::strtoul(seen.headers["content-length"].c_str(), nullptr, 10);
    seen.body = peer.read_bytes(length);
    {
      const std::lock_guard lock(mutex_);
      seen_.push_back(std::move(seen));
    }
    peer.write(answer_);
  }

  std::string answer_;
  std::mutex mutex_;
  std::vector<Seen> seen_;
  LoopbackServer server_;  // last: its threads use the others
};

}  // namespace support
