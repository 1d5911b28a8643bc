#include "api/codec/event_codec.hpp"
#include "api/codec/json_text.hpp"
#include "api/event_stream.hpp"
#include "api/parameters.hpp"
#include "api/routes/routes.hpp"

#include <nlohmann/json.hpp>

#include <limits>

namespace api::routes {
namespace {

using Json = nlohmann::ordered_json;
constexpr auto id_max = std::numeric_limits<std::int64_t>::max();

Expected<EventFilter> filter_of(const Request& request) {
  EventFilter filter{text_of(request, "type"), text_of(request, "deployment"), std::nullopt};
  const auto severity = text_of(request, "severity");
  if (severity.empty()) return filter;
  filter.severity = model::severity_from(severity);
  if (filter.severity) return filter;
  return problem(400, "?severity: expected info, warning or critical, not " + severity,
                 {{"?severity", "expected info, warning or critical"}});
}

Expected<EventQuery> query_of(const Request& request) {
  auto filter = filter_of(request);
  if (!filter) return filter.error();
  const auto limit = limit_of(request);
  if (!limit) return limit.error();
  const auto after = number_of(request, "after", 0, id_max, 0);
  if (!after) return after.error();
  const auto newest = flag_of(request, "newest", false);
  if (!newest) return newest.error();
  return EventQuery{std::move(*filter), *after, *limit, *newest};
}

// The header is what a browser sends by itself when it comes back; it knows better than the
// address.
Expected<std::optional<model::EventId>> resume_point(const Request& request) {
  const auto* header = request.headers.find("Last-Event-ID");
  if (header == nullptr || header->empty()) {
    if (!request.query.contains("after")) return std::optional<model::EventId>{};
    const auto after = number_of(request, "after", 0, id_max, 0);
    if (!after) return after.error();
    return std::optional<model::EventId>(*after);
  }
  Request as_query = {};
  as_query.query["id"] = *header;
  const auto id = number_of(as_query, "id", 0, id_max, 0);
  if (id) return std::optional<model::EventId>(*id);
  return problem(400, "Last-Event-ID: expected the id of an event, not " + *header,
                 {{"Last-Event-ID", "expected the id of an event"}});
}

}  // namespace

awaitable<Response> list_events(Backend& backend, const Request& request) {
  auto query = query_of(request);
  if (!query) co_return to_response(query.error());
  const auto limit = static_cast<std::size_t>(query->limit);
  const bool more_may_follow = !query->newest;
  const auto events = co_await backend.events.query(std::move(*query));
  if (!events) co_return to_response(problem_of(events.error()));
  auto items = Json::array();
  for (const auto& event : *events) items.push_back(to_json(event));
  const bool full = more_may_follow && events->size() >= limit;
  const Json next = full ? Json(events->back().id) : Json(nullptr);
  co_return json_response(200, json_text({{"items", std::move(items)}, {"next", next}}));
}

awaitable<Response> stream_events(Backend& backend, const Request& request) {
  auto filter = filter_of(request);
  if (!filter) co_return to_response(filter.error());
  const auto after = resume_point(request);
  if (!after) co_return to_response(after.error());
  Response response;
  response.content_type = "text/event-stream";
  response.headers.add("Cache-Control", "no-store");
  auto subscription = backend.events.subscribe(std::move(*filter), *after);
  response.stream = std::make_unique<EventStream>(std::move(subscription), backend.turns);
  co_return response;
}

}  // namespace api::routes
