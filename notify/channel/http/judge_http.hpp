// What an answer over HTTP means. Pure.
#pragma once

#include "core/clock.hpp"
#include "core/io/curl_http_client.hpp"
#include "notify/channel.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace notify {

// What is shown of an answer.
constexpr std::size_t shown_answer_bytes_max = 300;

// 2xx: delivered. 408, 425, 429, 5xx: retry, after `Retry-After` where it is said (RFC 9110 10.2.3,
// RFC 6585 4). 3xx: retry, as a redirect is not followed: it may be that of a portal on the way,
// and the owner may write the new address. Other 4xx: refused. The text is the status and the first
// words of the body: "HTTP 404: no_team".
Answer judge_http(const core::HttpResponse& response, core::WallTime now);

// Seconds, or a date (RFC 9110 5.6.7, IMF-fixdate), as time from `now`; at most a day.
std::optional<core::Milliseconds> retry_after(std::string_view value, core::WallTime now);

// The body as one short line.
std::string shown_answer(const core::HttpResponse& response);

}  // namespace notify
