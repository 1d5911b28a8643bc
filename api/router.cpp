#include "api/router.hpp"

namespace api {
namespace {

bool is_hole(const std::string& segment) { return !segment.empty() && segment.front() == '{'; }

bool fits(const std::vector<std::string>& pattern, const std::vector<std::string>& segments) {
  if (pattern.size() != segments.size()) return false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (is_hole(pattern[i]) ? segments[i].empty() : pattern[i] != segments[i]) return false;
  }
  return true;
}

Found found(const Route& route, const std::vector<std::string>& pattern,
            const std::vector<std::string>& segments) {
  Found out{&route, {}};
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (is_hole(pattern[i]))
      out.path.emplace(pattern[i].substr(1, pattern[i].size() - 2), segments[i]);
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
  for (const auto& route : table)
    entries_.push_back({&route, parse_target(route.pattern).value().segments});
}

Match Router::match(Method method, const Target& target) const {
  for (const auto& entry : entries_) {
    if (entry.route->method == method && fits(entry.segments, target.segments))
      return found(*entry.route, entry.segments, target.segments);
  }
  return match_any(target);
}

Match Router::match_any(const Target& target) const {
  std::string allow;
  for (const auto& entry : entries_) {
    if (fits(entry.segments, target.segments)) add_method(allow, entry.route->method);
  }
  if (allow.empty()) return NoRoute{};
  return OtherMethods{std::move(allow)};
}

}  // namespace api
