#include "cli/client.hpp"

#include "cli/problem.hpp"
#include "core/io/atomic_file.hpp"
#include "core/text.hpp"

namespace cli {
namespace {

constexpr std::string_view api = "/v1/deployments/";

std::string query_text(const Call& call) {
  std::string out;
  for (const auto& [name, value] : call.query)
    out += (out.empty() ? "?" : "&") + core::url_encode(name) + "=" + core::url_encode(value);
  return out;
}

Expected<std::string> read_token(const std::string& path) {
  constexpr std::size_t token_file_bytes_max = 4096;
  const auto text = core::read_file_or_pipe(path, token_file_bytes_max);
  if (!text) return wrong_usage("--token-file " + path + " cannot be read: " + text.error().what);
  return std::string(core::trim(*text));
}

}  // namespace

Client::Client(World& world, Access access) : world_(world), access_(std::move(access)) {}

Expected<void> Client::find_token() {
  if (!access_.token.empty() && !access_.token_file.empty())
    return wrong_usage("say either --token or --token-file");
  token_ = access_.token;
  if (!token_.empty()) return {};
  if (access_.token_file.empty()) {
    token_ = world_.variable("EVENKEEL_TOKEN");
    return {};
  }
  auto read = read_token(access_.token_file);
  if (!read) return read.error();
  token_ = std::move(*read);
  return {};
}

Expected<void> Client::find_agent() {
  if (endpoint_) return {};
  auto found = find_endpoint(access_.host, world_);
  if (!found) return found.error();
  auto token = find_token();
  if (!token) return token.error();
  if (!found->ssh_target.empty()) {
    auto tunnel = SshTunnel::open(*found, "ssh");
    if (!tunnel) return tunnel.error();
    tunnel_ = std::move(*tunnel);
  }
  endpoint_ = std::move(*found);
  return {};
}

core::HttpRequest Client::request_of(const Call& call) const {
  core::HttpRequest request;
  request.method = call.method;
  request.url = endpoint_->base_url + call.path + query_text(call);
  request.unix_socket = tunnel_ ? tunnel_->socket() : endpoint_->unix_socket;
  request.ca_file = world_.variable("SSL_CERT_FILE");  // as other programs that speak TLS know it
  request.headers = call.headers;
  if (!call.body.empty()) request.headers.emplace_back("Content-Type", "application/json");
  if (!token_.empty()) request.headers.emplace_back("Authorization", "Bearer " + token_);
  request.body = call.body;
  request.timeout = call.timeout;
  request.on_chunk = call.on_chunk;
  request.on_idle = call.on_idle;
  request.reached = call.reached;
  return request;
}

Expected<Reply> Client::call(const Call& call) {
  auto ready = find_agent();
  if (!ready) return ready.error();
  auto response = world_.exchange(request_of(call));
  if (!response) return failure_of(response.error(), *endpoint_);
  if (response->status < 200 || response->status > 299) return failure_of(*response, *endpoint_);
  return Reply{response->status, std::move(response->body)};
}

std::string deployment_path(const std::string& deployment, const std::string& rest) {
  return std::string(api) + core::url_encode(deployment) + rest;
}

std::string service_path(const std::string& deployment, const std::string& service,
                         const std::string& rest) {
  if (service.empty()) return deployment_path(deployment, rest);
  return deployment_path(deployment, "/services/" + core::url_encode(service) + rest);
}

}  // namespace cli
