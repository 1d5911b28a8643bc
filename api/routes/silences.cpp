#include "api/codec/json_text.hpp"
#include "api/codec/notify_codec.hpp"
#include "api/codec/silence_body.hpp"
#include "api/parameters.hpp"
#include "api/routes/notifying.hpp"
#include "api/routes/numbered.hpp"
#include "api/routes/routes.hpp"

#include <nlohmann/json.hpp>

namespace api::routes {

awaitable<Response> list_silences(Backend& backend, const Request& request) {
  const auto page = numbered_page_of(request);
  if (!page) co_return to_response(page.error());
  if (backend.silences == nullptr) co_return to_response(not_notifying());
  const auto part = part_of(backend.silences->silences(), *page);
  const auto now = backend.clock.now().wall;
  auto items = nlohmann::ordered_json::array();
  for (const auto& each : part.items) items.push_back(to_json(each, now));
  co_return numbered_response(std::move(items), part.next);
}

awaitable<Response> add_silence(Backend& backend, const Request& request) {
  if (backend.silences == nullptr) co_return to_response(not_notifying());
  const auto now = backend.clock.now().wall;
  auto wanted = decode_silence(request, now);
  if (!wanted) co_return to_response(wanted.error());
  wanted->by = request.caller.by;
  wanted->made_at = now;
  const auto made = co_await backend.silences->silence(std::move(*wanted));
  if (!made) co_return to_response(problem_of(made.error()));
  auto response = json_response(201, json_text(to_json(*made, now)));
  response.headers.add("Location", "/v1/silences/" + std::to_string(made->id));
  co_return response;
}

// Its number is in the path, or as ?id of the list.
awaitable<Response> remove_silence(Backend& backend, const Request& request) {
  if (backend.silences == nullptr) co_return to_response(not_notifying());
  const auto id =
      request.path.contains("id") ? number_in_path(request) : needed_number_of(request, "id");
  if (!id) co_return to_response(id.error());
  const auto ended = co_await backend.silences->expire(*id, request.caller.by);
  if (!ended) co_return to_response(problem_of(ended.error()));
  co_return no_content();
}

}  // namespace api::routes
