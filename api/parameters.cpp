#include "api/parameters.hpp"

#include "core/check.hpp"
#include "core/text.hpp"
#include "core/time_text.hpp"

#include <algorithm>
#include <charconv>

namespace api {
namespace {

std::optional<std::int64_t> integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool has_name_characters(std::string_view text) {
  return !text.empty() && text.size() <= name_bytes_max &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_alphanumeric(c) || c == '_' || c == '.' || c == '-'; });
}

}  // namespace

Expected<bool> flag_of(const Request& request, std::string_view name, bool otherwise) {
  const auto flag = flag_of(request, name);
  if (!flag) return flag.error();
  return flag->value_or(otherwise);
}

Expected<std::optional<bool>> flag_of(const Request& request, std::string_view name) {
  const auto found = request.query.find(name);
  if (found == request.query.end()) return std::optional<bool>();
  const auto& value = found->second;
  if (value == "true" || value == "1") return std::optional<bool>(true);
  if (value == "false" || value == "0") return std::optional<bool>(false);
  return bad_parameter(name, "expected true or false, not " + (value.empty() ? "nothing" : value));
}

Expected<std::int64_t> number_of(const Request& request, std::string_view name, std::int64_t low,
                                 std::int64_t high, std::int64_t otherwise) {
  const auto found = request.query.find(name);
  if (found == request.query.end()) return otherwise;
  const auto value = integer(found->second);
  if (!value || *value < low || *value > high)
    return bad_parameter(name, "expected a number from " + std::to_string(low) + " to " +
                                   std::to_string(high) + ", not " + found->second);
  return *value;
}

std::string text_of(const Request& request, std::string_view name) {
  const auto found = request.query.find(name);
  return found == request.query.end() ? "" : found->second;
}

Expected<std::optional<core::WallTime>> moment_of(const Request& request, std::string_view name,
                                                  core::WallTime now) {
  const auto text = text_of(request, name);
  if (text.empty()) return std::optional<core::WallTime>{};
  if (const auto ago = core::parse_duration(text)) return std::optional(now - *ago);
  if (const auto at = core::parse_rfc3339(text)) return std::optional(*at);
  return bad_parameter(name, "expected a duration such as 10m or a time such as " +
                                 core::rfc3339(now) + ", not " + text);
}

Problem bad_parameter(std::string_view name, const std::string& message) {
  const std::string path = "?" + std::string(name);
  return problem(400, path + ": " + message, {{path, message}});
}

Expected<std::optional<core::Milliseconds>> wait_of(const Request& request) {
  const auto found = request.query.find("wait");
  if (found == request.query.end()) return std::optional<core::Milliseconds>{};
  const auto limit = core::parse_duration(found->second);
  if (!limit) return bad_parameter("wait", limit.error().what);
  return std::optional(std::min(*limit, wait_max));
}

Expected<int> limit_of(const Request& request) {
  const auto limit = number_of(request, "limit", 1, page_limit_max, page_limit_default);
  if (!limit) return limit.error();
  return static_cast<int>(*limit);
}

Expected<Page> page_of(const Request& request) {
  const auto limit = limit_of(request);
  if (!limit) return limit.error();
  return Page{static_cast<std::size_t>(*limit), text_of(request, "after")};
}

bool is_name(std::string_view text) {
  return has_name_characters(text) && is_alphanumeric(text.front());
}

bool is_service_name(std::string_view text) {
  return has_name_characters(text) && text != "." && text != "..";
}

const std::string& path_value(const Request& request, std::string_view name) {
  const auto found = request.path.find(name);
  CHECK(found != request.path.end());
  return found->second;
}

Expected<std::optional<std::int64_t>> if_match_of(const Request& request) {
  const auto* text = request.headers.find("If-Match");
  if (text == nullptr || *text == "*") return std::optional<std::int64_t>{};
  std::string_view tag = *text;
  if (tag.size() >= 2 && tag.front() == '"' && tag.back() == '"')
    tag = tag.substr(1, tag.size() - 2);
  const auto value = integer(tag);
  if (!value)
    return problem(400, "If-Match must be the ETag of a deployment, such as \"3\", not " + *text);
  return std::optional(*value);
}

Expected<bool> if_none_match_of(const Request& request) {
  const auto* text = request.headers.find("If-None-Match");
  if (text == nullptr) return false;
  if (core::trim(*text) == "*") return true;
  return problem(400, "If-None-Match must be *, which asks that there is none yet, not " + *text);
}

}  // namespace api
