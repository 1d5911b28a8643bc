// Reads the query of a request into typed values; a mistake is a 400 that names the parameter.
// Pure.
#pragma once

#include "api/problem.hpp"
#include "core/clock.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace api {

constexpr core::Milliseconds wait_max{600'000};  // CONTRACT.md: `?wait` is capped at 10 m
constexpr int page_limit_default = 100;
constexpr int page_limit_max = 1000;
constexpr std::size_t name_bytes_max = 255;

// "true" or "1" (or no value at all: `?start`), "false" or "0"; `otherwise` where it is absent.
Expected<bool> flag_of(const Request& request, std::string_view name, bool otherwise);
Expected<std::optional<bool>> flag_of(const Request& request, std::string_view name);
Expected<std::int64_t> number_of(const Request& request, std::string_view name, std::int64_t low,
                                 std::int64_t high, std::int64_t otherwise);
std::string text_of(const Request& request, std::string_view name);
// A time, or how long before `now`: "10m". nullopt where it is absent.
Expected<std::optional<core::WallTime>> moment_of(const Request& request, std::string_view name,
                                                  core::WallTime now);
// 400 at this parameter.
Problem bad_parameter(std::string_view name, const std::string& message);

// nullopt without `?wait`; a longer wait than `wait_max` becomes `wait_max`.
Expected<std::optional<core::Milliseconds>> wait_of(const Request& request);

// `limit` and `after` of a list that is ordered by a text key.
struct Page {
  std::size_t limit = page_limit_default;
  std::string after;
};
Expected<Page> page_of(const Request& request);
Expected<int> limit_of(const Request& request);

// A value of the path. Names are what Compose and the engine allow: [A-Za-z0-9][A-Za-z0-9_.-]*.
bool is_name(std::string_view text);
// Of a service Compose allows more: ^[a-zA-Z0-9._-]+$. `.` and `..` are left out: in a path they
// mean something else to whoever passes it on.
bool is_service_name(std::string_view text);
constexpr auto name_expected =
    "expected letters, digits, _ . -, the first a letter or digit, at most 255";
constexpr auto service_name_expected =
    "expected letters, digits, _ . - (not . or .. alone), at most 255";
const std::string& path_value(const Request& request, std::string_view name);

// `If-Match: "3"` (RFC 9110 13.1.1), with the quotes or without; nullopt where absent or `*`.
Expected<std::optional<std::int64_t>> if_match_of(const Request& request);
// `If-None-Match: *` (RFC 9110 13.1.2): only where there is none yet. 400 for anything else.
Expected<bool> if_none_match_of(const Request& request);

}  // namespace api
