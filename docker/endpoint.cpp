#include "docker/endpoint.hpp"

#include <charconv>
#include <cstdint>
#include <cstdlib>

#include <unistd.h>

namespace docker {
namespace {

using core::Result;

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

Result<Endpoint> unix_endpoint(std::string_view path) {
  if (!path.starts_with('/'))
    return core::invalid("the engine's socket must be an absolute path: unix://" +
                         std::string(path));
  Endpoint endpoint;
  endpoint.peer.unix_path = path;
  endpoint.text = "unix://" + std::string(path);
  return endpoint;
}

core::TlsFiles tls_files(const EndpointEnvironment& environment) {
  const std::string directory =
      environment.cert_path.empty() ? environment.home + "/.docker" : environment.cert_path;
  return {directory + "/ca.pem", directory + "/cert.pem", directory + "/key.pem"};
}

bool is_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), port);
  return failed == std::errc{} && end == text.data() + text.size() && port > 0;
}

// "host", "host:port", "[v6]", "[v6]:port".
Result<std::pair<std::string, std::string>> split_address(std::string_view address) {
  std::string_view host = address, port;
  if (address.starts_with('[')) {
    const auto end = address.find(']');
    if (end == std::string_view::npos)
      return core::invalid("no ] in the engine's address " + std::string(address));
    host = address.substr(1, end - 1);
    port = address.substr(end + 1);
    if (!port.empty() && !take_prefix(port, ":"))
      return core::invalid("no port after ] in the engine's address " + std::string(address));
  } else if (const auto colon = address.rfind(':'); colon != std::string_view::npos) {
    host = address.substr(0, colon);
    port = address.substr(colon + 1);
  }
  if (host.empty())
    return core::invalid("the engine's address names no host: " + std::string(address));
  if (!port.empty() && !is_port(port))
    return core::invalid("no port from 1 to 65535 in the engine's address: " +
                         std::string(address));
  return std::pair{std::string(host), std::string(port)};
}

Result<Endpoint> tcp_endpoint(std::string_view scheme, std::string_view address, bool tls,
                              const EndpointEnvironment& environment) {
  if (const auto slash = address.find('/'); slash != std::string_view::npos) {
    if (slash + 1 != address.size())
      return core::invalid("an engine under a path is not supported: " + std::string(address));
    address.remove_suffix(1);
  }
  const auto parts = split_address(address);
  if (!parts) return parts.error();
  Endpoint endpoint;
  endpoint.peer.host = parts->first;
  endpoint.peer.port = parts->second.empty() ? (tls ? "2376" : "2375") : parts->second;
  if (tls) endpoint.peer.tls = tls_files(environment);
  endpoint.text = std::string(scheme) + std::string(address);
  return endpoint;
}

}  // namespace

EndpointEnvironment endpoint_environment() {
  return {variable("DOCKER_HOST"), variable("DOCKER_TLS_VERIFY"), variable("DOCKER_CERT_PATH"),
          variable("HOME"),        variable("XDG_RUNTIME_DIR"),   ::getuid()};
}

Result<Endpoint> parse_endpoint(std::string_view host, const EndpointEnvironment& environment) {
  const bool tls = !environment.tls_verify.empty();
  auto rest = host;
  if (host.starts_with('/')) return unix_endpoint(host);
  if (take_prefix(rest, "unix://")) return unix_endpoint(rest);
  if (take_prefix(rest, "tcp://")) return tcp_endpoint("tcp://", rest, tls, environment);
  if (take_prefix(rest, "https://")) return tcp_endpoint("https://", rest, true, environment);
  if (take_prefix(rest, "http://")) return tcp_endpoint("http://", rest, tls, environment);
  return core::invalid(
      "cannot use the engine at \"" + std::string(host) +
      "\": expected unix:///path, tcp://host:port, http://host:port or https://host:port");
}

std::vector<std::string> usual_sockets(const EndpointEnvironment& environment) {
  const std::string runtime = environment.runtime_dir.empty()
                                  ? "/run/user/" + std::to_string(environment.uid)
                                  : environment.runtime_dir;
  std::vector<std::string> sockets = {"/var/run/docker.sock", "/run/docker.sock",
                                      runtime + "/docker.sock"};
  if (!environment.home.empty()) {
    for (const auto* below :
         {"/.docker/run/docker.sock", "/.docker/desktop/docker.sock", "/.orbstack/run/docker.sock",
          "/.colima/default/docker.sock", "/.colima/docker.sock", "/.rd/docker.sock"}) {
      sockets.push_back(environment.home + below);
    }
  }
  if (environment.uid != 0) sockets.push_back(runtime + "/podman/podman.sock");
  sockets.emplace_back("/run/podman/podman.sock");
  return sockets;
}

Result<Endpoint> find_endpoint(const EndpointEnvironment& environment,
                               const std::function<bool(const std::string&)>& exists) {
  if (!environment.docker_host.empty()) return parse_endpoint(environment.docker_host, environment);
  const auto sockets = usual_sockets(environment);
  for (const auto& path : sockets) {
    if (exists(path)) return unix_endpoint(path);
  }
  return unix_endpoint(sockets.front());
}

}  // namespace docker
