#include "api/routes/numbered.hpp"

#include "api/codec/json_text.hpp"

#include <nlohmann/json.hpp>

#include <limits>

namespace api::routes {
namespace {

constexpr auto number_max = std::numeric_limits<std::int64_t>::max();

}  // namespace

Expected<NumberedPage> numbered_page_of(const Request& request) {
  const auto limit = limit_of(request);
  if (!limit) return limit.error();
  const auto after = number_of(request, "after", 0, number_max, 0);
  if (!after) return after.error();
  const auto newest = flag_of(request, "newest", false);
  if (!newest) return newest.error();
  return NumberedPage{static_cast<std::size_t>(*limit), *after, *newest};
}

Expected<std::int64_t> number_in_path(const Request& request) {
  Request as_query;
  as_query.query["id"] = path_value(request, "id");
  const auto number = number_of(as_query, "id", 1, number_max, 0);
  if (number) return *number;
  return problem(400, "{id}: expected a number, not " + path_value(request, "id"),
                 {{"{id}", "expected a number"}});
}

Expected<std::int64_t> needed_number_of(const Request& request, std::string_view name) {
  if (!request.query.contains(name)) return bad_parameter(name, "expected the number of one");
  return number_of(request, name, 1, number_max, 0);
}

Response numbered_response(nlohmann::ordered_json items, std::optional<std::int64_t> next) {
  nlohmann::ordered_json out = {{"items", std::move(items)}, {"next", nullptr}};
  if (next) out["next"] = *next;
  return json_response(200, json_text(out));
}

}  // namespace api::routes
