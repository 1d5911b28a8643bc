#include "api/codec/json_text.hpp"
#include "api/codec/mask.hpp"
#include "api/codec/view_codec.hpp"
#include "api/parameters.hpp"
#include "api/routes/answer.hpp"
#include "api/routes/routes.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>

namespace api::routes {
namespace {

using Json = nlohmann::ordered_json;
constexpr auto number_max = std::numeric_limits<std::int64_t>::max();

Json summary(const model::Generation& generation) {
  return {{"generation", generation.number},
          {"at", json_time(generation.at)},
          {"by", generation.by},
          {"reason", generation.reason},
          {"source", to_json(generation.source)}};
}

// Secrets leave the agent over the Unix socket only, and only when asked for.
Expected<bool> reveal_of(const Request& request) {
  const auto reveal = flag_of(request, "reveal", false);
  if (!reveal) return reveal.error();
  if (*reveal && !(request.caller.local && request.caller.scope == Scope::deploy))
    return problem(403, "?reveal=true is answered over the Unix socket only");
  return *reveal;
}

Expected<IntentQuery> intents_query(const model::DeploymentName& deployment,
                                    const Request& request) {
  const auto limit = limit_of(request);
  if (!limit) return limit.error();
  const auto after = number_of(request, "after", 0, number_max, 0);
  if (!after) return after.error();
  const auto newest = flag_of(request, "newest", false);
  if (!newest) return newest.error();
  return IntentQuery{deployment, text_of(request, "service"), *after, *limit, *newest};
}

Json numbered(const NumberedIntent& intent) {
  Json out = {{"id", intent.id}};
  out.update(to_json(intent.change));
  return out;
}

Json whole(const model::Generation& generation, bool reveal) {
  auto out = summary(generation);
  auto project = generation.spec ? Json::parse(generation.spec->canonical_json, nullptr, false)
                                 : Json(nullptr);
  if (project.is_discarded()) project = nullptr;
  if (!reveal) mask_project(project);
  out["project"] = std::move(project);
  return out;
}

}  // namespace

awaitable<Response> intents(Backend& backend, const Request& request) {
  const auto view = find_deployment(backend, request);
  if (!view) co_return to_response(view.error());
  auto query = intents_query(view->name, request);
  if (!query) co_return to_response(query.error());
  const auto limit = static_cast<std::size_t>(query->limit);
  const bool newest = query->newest;
  if (!newest) ++query->limit;  // one more: whether there is a next page
  auto changes = co_await backend.history.intents(std::move(*query));
  if (!changes) co_return to_response(problem_of(changes.error()));
  const bool more = changes->size() > limit;
  if (more) changes->resize(limit);
  auto items = Json::array();
  for (const auto& each : *changes) items.push_back(numbered(each));
  const Json next = more ? Json(changes->back().id) : Json(nullptr);
  co_return json_response(200, json_text({{"items", std::move(items)}, {"next", next}}));
}

awaitable<Response> generations(Backend& backend, const Request& request) {
  const auto view = find_deployment(backend, request);
  if (!view) co_return to_response(view.error());
  const auto limit = limit_of(request);
  if (!limit) co_return to_response(limit.error());
  const auto after = number_of(request, "after", 0, number_max, 0);
  if (!after) co_return to_response(after.error());
  auto known = co_await backend.history.generations(view->name);
  if (!known) co_return to_response(problem_of(known.error()));
  std::sort(known->begin(), known->end(),
            [](const auto& a, const auto& b) { return a.number < b.number; });
  auto items = Json::array();
  Json next = nullptr;
  for (const auto& each : *known) {
    if (each.number <= *after) continue;
    if (static_cast<int>(items.size()) == *limit) {
      next = items.back().at("generation");
      break;
    }
    items.push_back(summary(each));
  }
  co_return json_response(200, json_text({{"items", items}, {"next", next}}));
}

awaitable<Response> generation(Backend& backend, const Request& request) {
  const auto view = find_deployment(backend, request);
  if (!view) co_return to_response(view.error());
  const auto reveal = reveal_of(request);
  if (!reveal) co_return to_response(reveal.error());
  const auto known = co_await backend.history.generations(view->name);
  if (!known) co_return to_response(problem_of(known.error()));
  const auto& wanted = path_value(request, "g");
  const auto found = std::find_if(known->begin(), known->end(), [&](const auto& each) {
    return std::to_string(each.number) == wanted;
  });
  if (found == known->end())
    co_return to_response(problem(404, view->name + " has no generation " + wanted + "."));
  co_return json_response(200, json_text(whole(*found, *reveal)));
}

}  // namespace api::routes
