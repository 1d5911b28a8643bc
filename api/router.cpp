#include "api/router.hpp"

#include "core/check.hpp"
#include "core/text.hpp"

#include <algorithm>

namespace api {
namespace {

using Segments = std::vector<std::string>;

bool is_hole(const std::string& segment) { return !segment.empty() && segment.front() == '{'; }

// How many segments each hole takes: one, but of an id with slashes all that are left.
std::size_t hole_width(const Route& route, const Segments& pattern, const Segments& segments) {
  const bool several = route.id_has_slashes && segments.size() > pattern.size();
  return several ? 1 + segments.size() - pattern.size() : 1;
}

bool fits(const Route& route, const Segments& pattern, const Segments& segments) {
  const auto width = hole_width(route, pattern, segments);
  if (segments.size() != pattern.size() + width - 1) return false;
  std::size_t at = 0;
  for (const auto& wanted : pattern) {
    if (!is_hole(wanted)) {
      if (segments[at++] != wanted) return false;
      continue;
    }
    for (const auto end = at + width; at < end; ++at)
      if (segments[at].empty()) return false;
  }
  return true;
}

Found found(const Route& route, const Segments& pattern, const Segments& segments) {
  const auto width = hole_width(route, pattern, segments);
  Found out{&route, {}};
  auto at = segments.begin();
  for (const auto& wanted : pattern) {
    const auto end = at + static_cast<std::ptrdiff_t>(is_hole(wanted) ? width : 1);
    if (is_hole(wanted))
      out.path.emplace(wanted.substr(1, wanted.size() - 2), core::join({at, end}, "/"));
    at = end;
  }
  return out;
}

void add_method(std::string& allow, Method method) {
  if (!allow.empty()) allow += ", ";
  allow += name_of(method);
  if (method == Method::get) allow += ", HEAD";
}

}  // namespace

Router::Router(const std::vector<Route>& table) {
  for (const auto& route : table) {
    auto segments = parse_target(route.pattern).value().segments;
    CHECK(!route.id_has_slashes || std::count_if(segments.begin(), segments.end(), is_hole) == 1);
    entries_.push_back({&route, std::move(segments)});
  }
}

Match Router::match(Method method, const Target& target) const {
  for (const auto& entry : entries_) {
    if (entry.route->method == method && fits(*entry.route, entry.segments, target.segments))
      return found(*entry.route, entry.segments, target.segments);
  }
  return match_any(target);
}

Match Router::match_any(const Target& target) const {
  std::string allow;
  for (const auto& entry : entries_) {
    if (fits(*entry.route, entry.segments, target.segments)) add_method(allow, entry.route->method);
  }
  if (allow.empty()) return NoRoute{};
  return OtherMethods{std::move(allow)};
}

}  // namespace api
