// The agent's socket on another machine as a socket here, by `ssh -N -L`, for as long as this
// object lives. ssh asks on the terminal for what it needs (a password, a host key); its messages
// go to standard error.
#pragma once

#include "cli/endpoint.hpp"
#include "cli/failure.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace cli {

class SshTunnel {
 public:
  // `program`: "ssh", or what tests take for it. Comes back once the socket is there; `unreachable`
  // where ssh ends before, or it is not there after a minute.
  static Expected<std::unique_ptr<SshTunnel>> open(const Endpoint& endpoint,
                                                   const std::string& program);
  ~SshTunnel();
  SshTunnel(const SshTunnel&) = delete;
  SshTunnel& operator=(const SshTunnel&) = delete;

  std::string socket() const { return folder_ + "/evenkeel.sock"; }

 private:
  explicit SshTunnel(std::string folder) : folder_(std::move(folder)) {}
  Expected<void> start(const Endpoint& endpoint, const std::string& program);
  Expected<void> wait_for_socket(const Endpoint& endpoint);

  std::string folder_;  // of its own, readable by nobody else
  int pid_ = 0;
};

// What is run.
std::vector<std::string> ssh_arguments(const Endpoint& endpoint, const std::string& program,
                                       const std::string& socket);

}  // namespace cli
