// A real server on a Unix socket and on loopback, and a client that speaks bytes.
#pragma once

#include "api/server.hpp"
#include "fakes/api_backend.hpp"
#include "support/run_coroutine.hpp"
#include "support/temp_dir.hpp"

#include <boost/asio/generic/stream_protocol.hpp>

#include <string>

namespace stage {

using boost::asio::awaitable;

struct Reply {
  int status = 0;
  std::string head, body;
};

// One connection of a client. Every wait ends after ten seconds with an exception.
class Wire {
 public:
  explicit Wire(boost::asio::io_context& io) : socket_(io) {}
  awaitable<void> open(std::string address);  // as Server::addresses() names it
  awaitable<void> send(std::string text);
  awaitable<Reply> reply();  // one answer with a Content-Length
  awaitable<std::string> until(std::string mark);
  awaitable<std::string> rest();  // until the server closes
  void close() { socket_.close(); }
  // Makes the kernel's buffer for what comes in as small as it can be.
  void read_slowly();

 private:
  awaitable<bool> more();

  boost::asio::generic::stream_protocol::socket socket_;
  std::string received_;
};

struct Stage {
  explicit Stage(api::Limits limits = {}, api::Tls tls = {}, api::MetricsListeners metrics = {});

  std::string local() const { return server.addresses().at(0); }
  std::string tcp() const { return server.addresses().at(1); }
  std::string metrics() const { return server.addresses().at(2); }  // the first of that kind
  awaitable<Reply> ask(std::string address, std::string text);      // on a connection of its own

  support::TempDir dir;
  boost::asio::io_context io{1};
  fakes::ApiWorld world;
  core::SystemClock real_clock;
  api::Backend backend{world.desired,
                       world.views,
                       world.views,
                       world.host,
                       world.counts,
                       world.events,
                       world.logs,
                       world.history,
                       world.idempotency,
                       world.reload,
                       {world.pool, world.pool},
                       world.pool,
                       real_clock,
                       world.samples,
                       world.latest,
                       world.spikes,
                       world.checks,
                       world.uptimes,
                       world.counts,
                       world.lag,
                       {"box", {}, "0.1.0"}};
  api::Config config;
  api::Server server;
};

using Scenario = awaitable<void> (*)(Stage& on);
// Opens the server, plays the scenario, stops the server whatever came of it.
void play(Stage& on, Scenario scenario);

inline const std::string get_list = "GET /v1/deployments HTTP/1.1\r\nHost: x\r\n\r\n";
inline const std::string token = "0123456789abcdef";
std::string get(const std::string& path, const std::string& headers = "");
std::string post(const std::string& path, const std::string& body, const std::string& headers = "");

}  // namespace stage
