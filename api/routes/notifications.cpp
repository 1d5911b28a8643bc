#include "api/codec/json_text.hpp"
#include "api/codec/notify_codec.hpp"
#include "api/parameters.hpp"
#include "api/routes/answer.hpp"
#include "api/routes/notifying.hpp"
#include "api/routes/numbered.hpp"
#include "api/routes/routes.hpp"
#include "core/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace api::routes {
namespace {

Expected<std::optional<notify::DeliveryState>> delivery_state_of(const Request& request) {
  const auto text = text_of(request, "state");
  if (text.empty()) return std::optional<notify::DeliveryState>{};
  if (const auto state = notify::delivery_state_from(text)) return std::optional(*state);
  return bad_parameter("state", "expected pending, sent, failed, dropped or merged, not " + text);
}

Expected<notify::DeliveryQuery> delivery_query_of(const Request& request) {
  const auto page = numbered_page_of(request);
  if (!page) return page.error();
  const auto state = delivery_state_of(request);
  if (!state) return state.error();
  return notify::DeliveryQuery{*state, text_of(request, "channel"), page->after,
                               static_cast<int>(page->limit), page->newest};
}

}  // namespace

awaitable<Response> list_notifications(Backend& backend, const Request& request) {
  const auto query = delivery_query_of(request);
  if (!query) co_return to_response(query.error());
  if (backend.notifications == nullptr) co_return to_response(not_notifying());
  const auto deliveries = co_await backend.notifications->notifications(*query);
  if (!deliveries) co_return to_response(problem_of(deliveries.error()));
  auto items = nlohmann::ordered_json::array();
  for (const auto& each : *deliveries) items.push_back(to_json(each));
  const bool full = !query->newest && deliveries->size() >= static_cast<std::size_t>(query->limit);
  co_return numbered_response(std::move(items),
                              full ? std::optional(deliveries->back().id) : std::nullopt);
}

awaitable<Response> retry_notification(Backend& backend, const Request& request) {
  if (backend.notifications == nullptr) co_return to_response(not_notifying());
  const auto id = number_in_path(request);
  if (!id) co_return to_response(id.error());
  const auto tried = co_await backend.notifications->retry(*id);
  if (!tried) co_return to_response(problem_of(tried.error()));
  co_return json_response(202, json_text(to_json(*tried)));
}

}  // namespace api::routes
