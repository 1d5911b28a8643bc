#include "api/codec/json_text.hpp"
#include "api/codec/notify_codec.hpp"
#include "api/parameters.hpp"
#include "api/routes/answer.hpp"
#include "api/routes/notifying.hpp"
#include "api/routes/routes.hpp"
#include "core/text.hpp"

#include <nlohmann/json.hpp>

namespace api::routes {
namespace {

Problem no_such_channel(const notify::Channels& channels, const std::string& name) {
  std::vector<std::string> names;
  for (const auto& channel : channels.channels()) names.push_back(channel.name);
  const auto known = names.empty() ? " None is configured: nobody will be told."
                                   : " There are: " + core::join(names, ", ") + ".";
  const auto hint = hint_at(core::nearest(name, names));
  return problem(404, "There is no channel " + name + "." + (hint.empty() ? known : hint));
}

}  // namespace

awaitable<Response> list_channels(Backend& backend, const Request& request) {
  const auto page = page_of(request);
  if (!page) co_return to_response(page.error());
  if (backend.channels == nullptr) co_return to_response(not_notifying());
  auto items = nlohmann::ordered_json::array();
  nlohmann::ordered_json next = nullptr;
  for (const auto& channel : backend.channels->channels()) {
    if (!page->after.empty() && channel.name <= page->after) continue;
    if (items.size() == page->limit) {
      next = items.back().at("name");
      break;
    }
    items.push_back(to_json(channel));
  }
  nlohmann::ordered_json out = {{"items", std::move(items)}, {"next", std::move(next)}};
  co_return json_response(200, json_text(out));
}

// That the other side says no is what was asked for, and no failure of the request.
awaitable<Response> test_channel(Backend& backend, const Request& request) {
  if (backend.channels == nullptr) co_return to_response(not_notifying());
  const auto name = path_value(request, "c");
  const auto result = co_await backend.channels->test(name);
  if (result) co_return json_response(200, json_text(to_json(*result)));
  if (result.error().code == core::Errc::not_found)
    co_return to_response(no_such_channel(*backend.channels, name));
  co_return to_response(problem_of(result.error()));
}

}  // namespace api::routes
