#include "api/codec/incident_codec.hpp"
#include "api/codec/json_text.hpp"
#include "api/codec/plan_text.hpp"
#include "api/codec/view_codec.hpp"
#include "api/parameters.hpp"
#include "api/routes/answer.hpp"
#include "api/routes/routes.hpp"

#include <nlohmann/json.hpp>

namespace api::routes {

using Json = nlohmann::ordered_json;

awaitable<Response> plan(Backend& backend, const Request& request) {
  const auto view = find_deployment(backend, request);
  if (!view) co_return to_response(view.error());
  const auto text = co_await backend.views.plan_text(view->name, std::nullopt);
  if (!text) co_return to_response(problem_of(text.error()));
  co_return plan_response(*text);
}

awaitable<Response> explain(Backend& backend, const Request& request) {
  const auto view = find_deployment(backend, request);
  if (!view) co_return to_response(view.error());
  auto service = text_of(request, "service");
  if (!service.empty()) {
    const auto known = check_service(*view, service);
    if (!known) co_return to_response(known.error());
  }
  const auto explained = co_await backend.views.explain(view->name, std::move(service));
  if (!explained) co_return to_response(problem_of(explained.error()));
  auto services = Json::array();
  for (const auto& each : *explained) {
    services.push_back(to_json(each));
    services.back()["incident"] = open_incident_json(backend.incidents, view->name, each.service);
  }
  Json out = {{"deployment", view->name},
              {"phase", model::name_of(view->phase)},
              {"hold", view->hold ? to_json(*view->hold) : Json(nullptr)},
              {"services", std::move(services)}};
  co_return json_response(200, json_text(out));
}

}  // namespace api::routes
