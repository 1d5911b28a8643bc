#include "cli/top/look.hpp"

#include "cli/requests.hpp"
#include "cli/view_decode.hpp"
#include "core/time_text.hpp"

namespace cli {
namespace {

Expected<std::vector<std::string>> ask_deployments(Client& client,
                                                   const std::optional<Subject>& subject,
                                                   Call call) {
  if (!subject) {
    call.path = "/v1/deployments";
    return get_all(client, call);
  }
  call.path = deployment_path(subject->deployment);
  auto reply = client.call(call);
  if (!reply) return reply.error();
  const bool wants_service = !subject->service.empty();
  const std::vector<std::string> found = {std::move(reply->body)};
  if (wants_service && rows_of({decode_deployment(found.front())}, subject->service).empty())
    return failed("There is no service " + subject->service + " in " + subject->deployment + ".");
  return found;
}

}  // namespace

TopLook TopReply::look(const std::string& service) const {
  std::vector<DeploymentText> decoded;
  for (const auto& each : deployments) decoded.push_back(decode_deployment(each));
  return {decode_host(host), rows_of(decoded, service)};
}

Expected<TopReply> ask_top(Client& client, const std::optional<Subject>& subject,
                           core::Milliseconds timeout, const GoOn& go_on) {
  Call call;
  call.timeout = timeout;
  call.on_idle = go_on;
  call.path = "/v1/host";
  auto host = client.call(call);
  if (!host) return host.error();
  auto deployments = ask_deployments(client, subject, call);
  if (!deployments) return deployments.error();
  return TopReply{std::move(host->body), std::move(*deployments)};
}

Expected<Trace> ask_trace(Client& client, const std::string& subject, const std::string& metric,
                          core::Milliseconds timeout, const GoOn& go_on) {
  Call call;
  call.path = "/v1/samples";
  call.query = {
      {"subject", subject},
      {"metric", metric},
      {"from", core::duration_text(Trail::cell_time * static_cast<int>(Trail::cells_max))},
      {"step", core::duration_text(Trail::cell_time)},
      {"aggregation", "mean"}};
  call.timeout = timeout;
  call.on_idle = go_on;
  const auto reply = client.call(call);
  if (!reply) return reply.error();
  const auto samples = decode_samples(reply->body);
  return cells_of(samples.values, samples.step);
}

}  // namespace cli
