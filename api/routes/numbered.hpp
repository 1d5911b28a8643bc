// Lists whose items have a number, which they are ordered and paged by.
#pragma once

#include "api/parameters.hpp"

#include <nlohmann/json_fwd.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace api::routes {

struct NumberedPage {
  std::size_t limit = page_limit_default;
  std::int64_t after = 0;
  bool newest = false;  // the newest `limit` of them, still ascending; then there is no next page
};
// Of `limit`, `after` and `newest`.
Expected<NumberedPage> numbered_page_of(const Request& request);

// The value of {id}; 400 where it is no number from 1 on.
Expected<std::int64_t> number_in_path(const Request& request);
// The same of a parameter that must be there.
Expected<std::int64_t> needed_number_of(const Request& request, std::string_view name);

template <class T> struct Part {
  std::vector<T> items;
  std::optional<std::int64_t> next;  // the key after which the next page begins
};

// `all`: ascending by `id`.
template <class T> Part<T> part_of(std::vector<T> all, const NumberedPage& page) {
  std::erase_if(all, [&](const T& each) { return each.id <= page.after; });
  const auto limit = static_cast<std::ptrdiff_t>(std::min(page.limit, all.size()));
  const bool more = all.size() > page.limit;
  if (page.newest)
    all.erase(all.begin(), all.end() - limit);
  else
    all.erase(all.begin() + limit, all.end());
  Part<T> part{std::move(all), std::nullopt};
  if (more && !page.newest) part.next = part.items.back().id;
  return part;
}

// {"items": [...], "next": NUMBER|null}
Response numbered_response(nlohmann::ordered_json items, std::optional<std::int64_t> next);

}  // namespace api::routes
