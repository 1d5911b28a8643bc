#include "cli/requests.hpp"
#include "cli/view_decode.hpp"

#include <nlohmann/json.hpp>

namespace cli {
namespace {

using Json = nlohmann::ordered_json;
constexpr auto page_size = "500";

std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

Expected<std::string> get(Client& client, const std::string& path,
                          std::vector<std::pair<std::string, std::string>> query) {
  Call call;
  call.path = path;
  call.query = std::move(query);
  auto reply = client.call(call);
  if (!reply) return reply.error();
  return std::move(reply->body);
}

Expected<std::vector<std::string>> get_all(Client& client, const Call& call) {
  std::vector<std::string> items;
  std::string after;
  do {
    auto page_call = call;
    page_call.query.emplace_back("limit", page_size);
    if (!after.empty()) {
      std::erase_if(page_call.query, [](const auto& pair) { return pair.first == "after"; });
      page_call.query.emplace_back("after", after);
    }
    const auto reply = client.call(page_call);
    if (!reply) return reply.error();
    auto page = decode_page(reply->body);
    items.insert(items.end(), page.items.begin(), page.items.end());
    after = page.next;
  } while (!after.empty());
  return items;
}

Expected<std::vector<std::string>> get_all(Client& client, const std::string& path,
                                           std::vector<std::pair<std::string, std::string>> query) {
  Call call;
  call.path = path;
  call.query = std::move(query);
  return get_all(client, call);
}

Expected<HostText> get_host(Client& client) {
  const auto body = get(client, "/v1/host");
  if (!body) return body.error();
  return decode_host(*body);
}

Expected<DeploymentText> get_deployment(Client& client, const std::string& name) {
  const auto body = get(client, deployment_path(name));
  if (!body) return body.error();
  return decode_deployment(*body);
}

std::string reason_body(const std::string& reason) {
  return reason.empty() ? "" : dumped({{"reason", reason}});
}

std::string hold_body(const HoldRequest& request) {
  Json out = Json::object();
  if (request.host) out["host"] = true;
  if (!request.duration.empty()) out["for"] = request.duration;
  if (!request.reason.empty()) out["reason"] = request.reason;
  return dumped(out);
}

}  // namespace cli
