// The `api` section of the configuration, as values.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace api {

struct Tls {
  std::filesystem::path certificate, key;  // PEM; both or none
  std::filesystem::path client_ca;         // where set, a client must show a certificate of it
  bool enabled() const { return !certificate.empty(); }
  bool operator==(const Tls&) const = default;
};

enum class Auth { token, none };
inline std::string_view name_of(Auth auth) { return auth == Auth::none ? "none" : "token"; }

// Listeners for GET /metrics, /healthz and /readyz alone.
struct MetricsListeners {
  std::vector<std::string> listen;  // as Config::listen; TCP speaks TLS where that is enabled
  Auth auth = Auth::token;          // none: who can connect may read, and any address may be used
  bool operator==(const MetricsListeners&) const = default;
};

struct Config {
  std::vector<std::string> listen;  // "unix:///run/evenkeel/evenkeel.sock", "127.0.0.1:7315",
                                    // "[::1]:7315"
  std::string group;                // may open the Unix socket beside root and the agent's user
  std::filesystem::path token_file;
  Tls tls;  // for the TCP listeners; required to listen beyond loopback
  MetricsListeners metrics;
  bool operator==(const Config&) const = default;
};

}  // namespace api
