#include "api/routes/answer.hpp"

#include "api/codec/json_text.hpp"
#include "api/codec/view_codec.hpp"
#include "api/parameters.hpp"
#include "core/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace api::routes {
namespace {

using Json = nlohmann::ordered_json;
using reconcile::WaitOutcome;

std::string_view name_of(WaitOutcome outcome) {
  switch (outcome) {
    case WaitOutcome::converged: return "converged";
    case WaitOutcome::time_ran_out: return "time_ran_out";
    case WaitOutcome::cannot_converge: return "cannot_converge";
    case WaitOutcome::gone: return "gone";
  }
  return "";
}

// A deployment that was never looked at has no view yet.
Json view_of(Backend& backend, const reconcile::Applied& applied) {
  const auto view = backend.views.get(applied.deployment);
  if (view) return to_json(*view, backend.measured());
  return {{"name", applied.deployment},
          {"generation", applied.generation},
          {"observed_generation", 0},
          {"phase", "unknown"},
          {"converged", false}};
}

awaitable<WaitOutcome> wait_for_any_wish(Backend& backend, const model::DeploymentName& name,
                                         core::Milliseconds limit) {
  const auto until = backend.clock.now().mono + limit;
  for (;;) {
    const auto view = backend.views.get(name);
    if (!view) co_return WaitOutcome::gone;
    const auto rest = std::max(until - backend.clock.now().mono, core::MonoTime::duration::zero());
    const auto outcome = co_await backend.views.wait(
        name, view->generation, std::chrono::duration_cast<core::Milliseconds>(rest));
    if (outcome != WaitOutcome::cannot_converge) co_return outcome;
    // Asked anew, another intent is no obstacle any more: what still is one needs a person.
    const core::Milliseconds at_once{0};
    const auto now = co_await backend.views.wait(name, view->generation, at_once);
    if (now != WaitOutcome::time_ran_out || rest == rest.zero()) co_return now;
  }
}

// " There are a, b, c and 4 more."
std::string those_there_are(std::vector<std::string> names) {
  constexpr std::size_t named_max = 10;
  if (names.empty()) return " There is none yet: `evenkeel apply -f compose.yaml` makes one.";
  const auto more = names.size() - std::min(names.size(), named_max);
  names.resize(names.size() - more);
  return " There are: " + core::join(names, ", ") +
         (more == 0 ? "." : " and " + std::to_string(more) + " more.");
}

void add_write_headers(Response& response, const reconcile::Applied& applied) {
  response.headers.add("Location", location_of(applied.deployment));
  response.headers.add("ETag", "\"" + std::to_string(applied.generation) + "\"");
}

}  // namespace

std::string hint_at(const std::string& near) {
  return near.empty() ? "" : " Did you mean " + near + "?";
}

Problem no_such_deployment(const Backend& backend, const model::DeploymentName& name) {
  std::vector<std::string> known;
  for (const auto& view : backend.views.list()) known.push_back(view.name);
  const auto hint = hint_at(core::nearest(name, known));
  return problem(
      404, "There is no deployment " + name + "." + (hint.empty() ? those_there_are(known) : hint));
}

Expected<model::DeploymentView> find_deployment(Backend& backend, const Request& request) {
  const auto& name = path_value(request, "d");
  auto view = backend.views.get(name);
  if (view) return std::move(*view);
  return no_such_deployment(backend, name);
}

Problem there_already(const model::DeploymentName& name) {
  return problem(412, "There is a deployment " + name + " already");
}

Expected<model::DeploymentView> find_to_write(Backend& backend, const Request& request) {
  auto view = find_deployment(backend, request);
  if (!view) return view;
  const auto wanted = if_match_of(request);
  if (!wanted) return wanted.error();
  if (*wanted && **wanted != view->generation) return other_generation(*view, **wanted);
  const auto if_new = if_none_match_of(request);
  if (!if_new) return if_new.error();
  if (*if_new) return there_already(view->name);
  return view;
}

Problem other_generation(const model::DeploymentView& view, model::GenerationNumber wanted) {
  return problem(412, view.name + " is at generation " + std::to_string(view.generation) +
                          ", not " + std::to_string(wanted));
}

Expected<model::ServiceName> check_service(const model::DeploymentView& view,
                                           const model::ServiceName& name) {
  std::vector<std::string> known;
  for (const auto& service : view.services) known.push_back(service.name);
  if (std::find(known.begin(), known.end(), name) != known.end()) return name;
  return problem(404, "There is no service " + name + " in " + view.name + "; it has " +
                          core::join(known, ", ") + "." + hint_at(core::nearest(name, known)));
}

Expected<model::ServiceName> find_service(const model::DeploymentView& view,
                                          const Request& request) {
  const auto found = request.path.find("s");
  if (found == request.path.end()) return model::ServiceName{};
  return check_service(view, found->second);
}

awaitable<Response> answer_write(Backend& backend, reconcile::Applied applied,
                                 std::optional<core::Milliseconds> wait,
                                 std::vector<std::string> warnings) {
  int status = applied.created ? 201 : 202;
  std::optional<WaitOutcome> outcome;
  if (wait) {
    outcome = co_await backend.views.wait(applied.deployment, applied.generation, *wait);
    status = outcome == WaitOutcome::converged ? 200 : 202;
  }
  auto json = view_of(backend, applied);
  if (outcome) {
    json["converged"] = outcome == WaitOutcome::converged;
    json["wait"] = name_of(*outcome);
  } else if (json["generation"] != json["observed_generation"]) {
    json["converged"] = false;
  }
  json["changed"] = applied.changed;
  json["left_stopped"] = applied.left_stopped;
  if (!warnings.empty()) json["warnings"] = warnings;
  auto response = json_response(status, json_text(json));
  add_write_headers(response, applied);
  co_return response;
}

awaitable<Response> answer_wait(Backend& backend, const model::DeploymentName& name,
                                core::Milliseconds limit) {
  const auto outcome = co_await wait_for_any_wish(backend, name, limit);
  const auto view = backend.views.get(name);
  if (!view) co_return to_response(no_such_deployment(backend, name));
  auto json = to_json(*view, backend.measured());
  json["converged"] = outcome == WaitOutcome::converged;
  json["wait"] = name_of(outcome);
  auto response = json_response(200, json_text(json));
  response.headers.add("ETag", "\"" + std::to_string(view->generation) + "\"");
  co_return response;
}

std::string location_of(const model::DeploymentName& deployment) {
  return "/v1/deployments/" + core::url_encode(deployment);
}

Response deployment_response(int status, const model::DeploymentView& view,
                             const Measured& measured) {
  auto response = json_response(status, json_text(to_json(view, measured)));
  response.headers.add("ETag", "\"" + std::to_string(view.generation) + "\"");
  return response;
}

}  // namespace api::routes
