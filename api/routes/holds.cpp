#include "api/codec/bodies.hpp"
#include "api/codec/json_text.hpp"
#include "api/codec/view_codec.hpp"
#include "api/parameters.hpp"
#include "api/routes/answer.hpp"
#include "api/routes/numbered.hpp"
#include "api/routes/routes.hpp"
#include "core/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>

namespace api::routes {
namespace {

using Json = nlohmann::ordered_json;
constexpr auto id_max = std::numeric_limits<std::int64_t>::max();

model::Hold hold_from(const HoldBody& body, const Request& request, core::WallTime now) {
  model::Hold out;
  out.deployment = body.deployment;
  out.service = body.service;
  out.by = request.caller.by;
  out.reason = body.reason;
  out.from = now;
  out.until = now + body.duration;
  return out;
}

// The subject must exist: a hold on a misspelled name would hold nothing and say so to nobody.
Expected<bool> check_subject(Backend& backend, const HoldBody& body) {
  if (body.deployment.empty()) return true;
  const auto view = backend.views.get(body.deployment);
  if (!view) return no_such_deployment(backend, body.deployment);
  if (body.service.empty()) return true;
  const auto service = check_service(*view, body.service);
  if (!service) return service.error();
  return true;
}

std::string subject_of(const std::string& deployment, const std::string& service) {
  if (deployment.empty()) return "the host";
  return service.empty() ? deployment : deployment + "/" + service;
}

// A hold ends by its own name: not by that of what it covers, or is covered by.
Problem not_ended(Backend& backend, const core::Error& error, const std::string& subject) {
  if (error.code != core::Errc::not_found) return problem_of(error);
  std::vector<std::string> held;
  for (const auto& each : backend.host.status().holds)
    held.push_back(subject_of(each.deployment, each.service) + " (hold " + std::to_string(each.id) +
                   ")");
  const auto what = subject + (subject.starts_with("hold ") ? " is not there" : " is not held");
  return problem(404, what + (held.empty() ? "; nothing is" : "; held: " + core::join(held, ", ")));
}

Response deployment_now(Backend& backend, const model::DeploymentView& before) {
  const auto view = backend.views.get(before.name);
  auto response = deployment_response(202, view ? *view : before, backend.measured());
  response.headers.add("Location", location_of(before.name));
  return response;
}

}  // namespace

awaitable<Response> hold(Backend& backend, const Request& request) {
  const auto view = find_to_write(backend, request);
  if (!view) co_return to_response(view.error());
  const auto service = find_service(*view, request);
  if (!service) co_return to_response(service.error());
  auto body = decode_hold(request);
  if (!body) co_return to_response(body.error());
  body->deployment = view->name;
  body->service = *service;
  auto wanted = hold_from(*body, request, backend.clock.now().wall);
  const auto held = co_await backend.desired.hold(std::move(wanted));
  if (!held) co_return to_response(problem_of(held.error()));
  co_return deployment_now(backend, *view);
}

// One that the specification does not name any more may still be held.
Expected<model::ServiceName> find_held(Backend& backend, const model::DeploymentView& view,
                                       const Request& request) {
  const auto named = request.path.find("s");
  const auto holds = backend.host.status().holds;
  const bool held = named != request.path.end() &&
                    std::any_of(holds.begin(), holds.end(), [&](const model::Hold& hold) {
                      return hold.deployment == view.name && hold.service == named->second;
                    });
  return held ? Expected<model::ServiceName>(named->second) : find_service(view, request);
}

awaitable<Response> resume(Backend& backend, const Request& request) {
  const auto view = find_to_write(backend, request);
  if (!view) co_return to_response(view.error());
  const auto service = find_held(backend, *view, request);
  if (!service) co_return to_response(service.error());
  reconcile::Caller caller{request.caller.by, request.reason};
  const auto ended = co_await backend.desired.resume(view->name, *service, 0, std::move(caller));
  if (!ended)
    co_return to_response(not_ended(backend, ended.error(), subject_of(view->name, *service)));
  co_return deployment_now(backend, *view);
}

awaitable<Response> list_holds(Backend& backend, const Request& request) {
  const auto limit = limit_of(request);
  if (!limit) co_return to_response(limit.error());
  const auto after = number_of(request, "after", 0, id_max, 0);
  if (!after) co_return to_response(after.error());
  auto holds = backend.host.status().holds;
  std::sort(holds.begin(), holds.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  auto items = Json::array();
  Json next = nullptr;
  for (const auto& each : holds) {
    if (each.id <= *after) continue;
    if (static_cast<int>(items.size()) == *limit) {
      next = items.back().at("id");
      break;
    }
    items.push_back(to_json(each));
  }
  co_return json_response(200, json_text({{"items", items}, {"next", next}}));
}

awaitable<Response> add_hold(Backend& backend, const Request& request) {
  const auto body = decode_hold_with_subject(request);
  if (!body) co_return to_response(body.error());
  const auto known = check_subject(backend, *body);
  if (!known) co_return to_response(known.error());
  auto wanted = hold_from(*body, request, backend.clock.now().wall);
  const auto held = co_await backend.desired.hold(std::move(wanted));
  if (!held) co_return to_response(problem_of(held.error()));
  auto response = json_response(201, json_text(to_json(*held)));
  response.headers.add("Location", "/v1/holds/" + std::to_string(held->id));
  co_return response;
}

awaitable<Response> remove_hold(Backend& backend, const Request& request) {
  const auto id = number_in_path(request);
  if (!id) co_return to_response(id.error());
  reconcile::Caller caller{request.caller.by, request.reason};
  const auto ended = co_await backend.desired.resume("", "", *id, std::move(caller));
  if (!ended)
    co_return to_response(not_ended(backend, ended.error(), "hold " + std::to_string(*id)));
  co_return no_content();
}

// By subject, for those who know what they held and not its number.
awaitable<Response> remove_holds(Backend& backend, const Request& request) {
  HoldBody body;
  body.deployment = text_of(request, "deployment");
  body.service = text_of(request, "service");
  const auto host = flag_of(request, "host", false);
  if (!host) co_return to_response(host.error());
  if (*host == !body.deployment.empty() || (*host && !body.service.empty()))
    co_return to_response(problem(400, "Say what to resume: ?host=true, or ?deployment=NAME"));
  const auto known = check_subject(backend, body);
  if (!known) co_return to_response(known.error());
  reconcile::Caller caller{request.caller.by, request.reason};
  const auto ended =
      co_await backend.desired.resume(body.deployment, body.service, 0, std::move(caller));
  if (!ended)
    co_return to_response(
        not_ended(backend, ended.error(), subject_of(body.deployment, body.service)));
  co_return no_content();
}

}  // namespace api::routes
