#include "cli/endpoint.hpp"

#include <filesystem>

namespace cli {
namespace {

constexpr auto expected =
    "expected unix:///path/to/evenkeel.sock, http://host:port, https://host:port or "
    "ssh://user@host";

bool is_number(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

// Why is told where the whole address is known.
const Failure no_address = wrong_usage("no address");

Expected<Endpoint> parse_unix(const std::string& path) {
  if (!path.starts_with('/')) return no_address;
  return Endpoint{path, "http://evenkeel", "", "", ""};
}

Expected<Endpoint> parse_http(const std::string& scheme, std::string rest) {
  while (rest.ends_with('/')) rest.pop_back();
  if (rest.empty() || rest.find_first_of("/?#@ ") != rest.npos) return no_address;
  return Endpoint{"", scheme + "://" + rest, "", "", ""};
}

// A target that begins with a dash would be an option of ssh.
Expected<Endpoint> parse_ssh(std::string target, std::string socket) {
  if (const auto slash = target.find('/'); slash != target.npos) {
    if (slash + 1 < target.size()) socket = target.substr(slash);
    target.erase(slash);
  }
  std::string port;
  if (const auto colon = target.rfind(':'); colon != target.npos) {
    port = target.substr(colon + 1);
    target.erase(colon);
    if (!is_number(port)) return no_address;
  }
  if (target.empty() || target.starts_with('-') || target.find_first_of(" \t") != target.npos)
    return no_address;
  return Endpoint{"", "http://evenkeel", target, port, socket};
}

Expected<Endpoint> parse_any(const std::string& text, const std::string& remote_socket) {
  const auto end = text.find("://");
  if (end == text.npos) return no_address;
  const auto scheme = text.substr(0, end), rest = text.substr(end + 3);
  if (scheme == "unix") return parse_unix(rest);
  if (scheme == "http" || scheme == "https") return parse_http(scheme, rest);
  if (scheme == "ssh") return parse_ssh(rest, remote_socket);
  return no_address;
}

}  // namespace

std::string Endpoint::text() const {
  if (!ssh_target.empty()) return "ssh://" + ssh_target + (ssh_port.empty() ? "" : ":" + ssh_port);
  return unix_socket.empty() ? base_url : "unix://" + unix_socket;
}

Expected<Endpoint> parse_endpoint(const std::string& text, const std::string& remote_socket,
                                  const std::string& said_by) {
  auto endpoint = parse_any(text, remote_socket);
  if (endpoint) return endpoint;
  return wrong_usage(said_by + " " + text + " is no address of an agent: " + expected);
}

Expected<Endpoint> find_endpoint(const std::string& flag, const World& world) {
  if (!flag.empty()) return parse_endpoint(flag, world.system_socket, "--host");
  const auto variable = world.variable("EVENKEEL_HOST");
  if (!variable.empty())
    return parse_endpoint(variable, world.system_socket, "the variable EVENKEEL_HOST:");
  std::error_code unreadable;
  const bool own = std::filesystem::exists(world.own_socket, unreadable);
  return Endpoint{own ? world.own_socket : world.system_socket, "http://evenkeel", "", "", ""};
}

}  // namespace cli
