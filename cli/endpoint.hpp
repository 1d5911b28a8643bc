// Where the agent is: what --host and EVENKEEL_HOST may say.
#pragma once

#include "cli/failure.hpp"
#include "cli/world.hpp"

#include <string>

namespace cli {

struct Endpoint {
  std::string unix_socket;  // "" for TCP and ssh
  std::string base_url;     // http://host:port, without a slash at the end
  // ssh: who is asked (user@box), its port where it is not 22, and the socket over there.
  std::string ssh_target, ssh_port, remote_socket;
  bool operator==(const Endpoint&) const = default;

  // As in messages.
  std::string text() const;
};

// `text` in one of the forms unix://PATH, http(s)://HOST[:PORT], ssh://[USER@]HOST[:PORT][/SOCKET].
// Usage error otherwise, which names who said it: "--host".
Expected<Endpoint> parse_endpoint(const std::string& text, const std::string& remote_socket,
                                  const std::string& said_by = "--host");

// `flag`, else EVENKEEL_HOST, else the socket of the user's own agent where there is one, else the
// system's.
Expected<Endpoint> find_endpoint(const std::string& flag, const World& world);

}  // namespace cli
