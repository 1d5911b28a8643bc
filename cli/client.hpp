// The agent's API as the commands see it: a reply of 2xx, or a failure with its exit code.
#pragma once

#include "cli/endpoint.hpp"
#include "cli/failure.hpp"
#include "cli/ssh_tunnel.hpp"
#include "cli/world.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cli {

struct Access {
  std::string host, token, token_file;  // of the flags; "" = not said
};

struct Call {
  std::string method = "GET";
  std::string path;                                        // "/v1/deployments/shop", encoded
  std::vector<std::pair<std::string, std::string>> query;  // not encoded
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;                                // JSON
  core::Milliseconds timeout{30'000};              // zero: a stream, without a limit
  std::function<bool(std::string_view)> on_chunk;  // as in core::HttpRequest
  std::function<bool()> on_idle;                   // as in core::HttpRequest
  bool* reached = nullptr;                         // as in core::HttpRequest
};

struct Reply {
  int status = 0;
  std::string body;
};

class Client {
 public:
  Client(World& world, Access access);

  // Where the agent is and who asks is looked up with the first call: commands that need no agent
  // do not care.
  Expected<Reply> call(const Call& call);
  // Nothing before the first call.
  const std::optional<Endpoint>& endpoint() const { return endpoint_; }

 private:
  Expected<void> find_agent();
  Expected<void> find_token();
  core::HttpRequest request_of(const Call& call) const;

  World& world_;
  Access access_;
  std::optional<Endpoint> endpoint_;
  std::unique_ptr<SshTunnel> tunnel_;  // for ssh://
  std::string token_;
};

// "/v1/deployments/shop/services/web" + rest; no service: of the deployment.
std::string deployment_path(const std::string& deployment, const std::string& rest = "");
std::string service_path(const std::string& deployment, const std::string& service,
                         const std::string& rest);

}  // namespace cli
