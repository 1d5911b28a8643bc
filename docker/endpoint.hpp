// Where the engine listens: DOCKER_HOST, or the first of the usual sockets that exists.
#pragma once

#include "core/io/stream_http.hpp"
#include "core/result.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace docker {

// What of the environment matters, as the Docker command line reads it.
struct EndpointEnvironment {
  std::string docker_host;  // DOCKER_HOST
  std::string tls_verify;   // DOCKER_TLS_VERIFY: anything not empty asks for TLS
  std::string cert_path;    // DOCKER_CERT_PATH, else ~/.docker
  std::string home;         // HOME
  std::string runtime_dir;  // XDG_RUNTIME_DIR
  unsigned uid = 0;
};

EndpointEnvironment endpoint_environment();  // of this process

struct Endpoint {
  core::StreamPeer peer;
  std::string text;  // as DOCKER_HOST would have it
  bool local() const { return !peer.unix_path.empty(); }
  bool operator==(const Endpoint&) const = default;
};

// unix:///path, /path, tcp://host[:port], http://, https://. The port is from 1 to 65535; where
// none is said, 2375, with TLS 2376. Errors: invalid.
core::Result<Endpoint> parse_endpoint(std::string_view host,
                                      const EndpointEnvironment& environment);

// Docker, rootless, Desktop, OrbStack, Colima, Rancher, Podman, in this order.
std::vector<std::string> usual_sockets(const EndpointEnvironment& environment);

// What DOCKER_HOST says, else the first usual socket that `exists`, else Docker's own (it may
// appear later). Errors: invalid.
core::Result<Endpoint> find_endpoint(const EndpointEnvironment& environment,
                                     const std::function<bool(const std::string&)>& exists);

}  // namespace docker
