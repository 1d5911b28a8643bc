#include "api/codec/json_text.hpp"
#include "api/parameters.hpp"
#include "api/routes/answer.hpp"
#include "api/routes/routes.hpp"

#include <nlohmann/json.hpp>

namespace api::routes {
namespace {

using Json = nlohmann::ordered_json;

struct Asked {
  reconcile::DeleteRequest request;
  model::GenerationNumber generation = 0;
  std::optional<core::Milliseconds> wait;
};

Expected<Asked> read_delete(Backend& backend, const Request& request) {
  const auto view = find_to_write(backend, request);
  if (!view) return view.error();
  const auto containers = flag_of(request, "containers", false);
  if (!containers) return containers.error();
  const auto volumes = flag_of(request, "volumes", false);
  if (!volumes) return volumes.error();
  if (*volumes && !*containers)
    return problem(
        400, "?volumes=true needs ?containers=true: volumes are removed after what uses them");
  const auto wait = wait_of(request);
  if (!wait) return wait.error();
  return Asked{{view->name,
                *containers,
                *volumes,
                {request.caller.by, request.reason},
                *if_match_of(request)},
               view->generation,
               *wait};
}

Response deleted_response(int status, const std::string& name, bool containers, bool done) {
  Json out = {{"name", name}, {containers ? "deleted" : "released", done}, {"converged", done}};
  return json_response(status, json_text(out));
}

}  // namespace

awaitable<Response> list_deployments(Backend& backend, const Request& request) {
  const auto page = page_of(request);
  if (!page) co_return to_response(page.error());
  Response response;
  response.content_type = "application/json";
  response.body = backend.list.body(backend.views, backend.changes, backend.measured(), *page);
  co_return response;
}

awaitable<Response> get_deployment(Backend& backend, const Request& request) {
  const auto view = find_deployment(backend, request);
  if (!view) co_return to_response(view.error());
  const auto wait = wait_of(request);
  if (!wait) co_return to_response(wait.error());
  if (*wait) co_return co_await answer_wait(backend, view->name, **wait);
  co_return deployment_response(200, *view, backend.measured());
}

awaitable<Response> delete_deployment(Backend& backend, const Request& request) {
  const auto asked = read_delete(backend, request);
  if (!asked) co_return to_response(asked.error());
  const auto& wanted = asked->request;
  const auto removed = co_await backend.desired.remove(wanted);
  if (!removed) co_return to_response(problem_of(removed.error()));
  if (!wanted.containers) co_return deleted_response(200, wanted.deployment, false, true);
  if (!asked->wait) co_return deleted_response(202, wanted.deployment, true, false);
  const auto outcome =
      co_await backend.views.wait(wanted.deployment, asked->generation, *asked->wait);
  const bool gone = outcome == reconcile::WaitOutcome::gone;
  co_return deleted_response(gone ? 200 : 202, wanted.deployment, true, gone);
}

}  // namespace api::routes
