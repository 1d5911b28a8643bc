#include "notify/channel/http/judge_http.hpp"

#include "core/time_text.hpp"
#include "notify/channel/http/hide_secrets.hpp"
#include "notify/channel/http/retry_in_body.hpp"
#include "support/catch.hpp"

using namespace std::chrono_literals;
using notify::Answer;
using notify::SendOutcome;

namespace {

const core::WallTime now = core::parse_rfc3339("2026-01-31T09:30:00Z").value();

Answer judged(int status, const std::string& body = "", const std::string& after = "") {
  core::HttpResponse response{.status = status, .body = body};
  if (!after.empty()) response.headers = {{"retry-after", after}};
  return notify::judge_http(response, now);
}

}  // namespace

TEST_CASE("a status says whether it was taken, may be tried again, or never will be taken") {
  for (const int status : {200, 201, 202, 204})
    CHECK(judged(status).outcome == SendOutcome::delivered);
  for (const int status : {400, 401, 403, 404, 405, 409, 410, 413, 422})
    CHECK(judged(status).outcome == SendOutcome::refused);
  for (const int status : {301, 302, 307, 308, 408, 425, 429, 500, 502, 503, 504, 520})
    CHECK(judged(status).outcome == SendOutcome::retry);
}

TEST_CASE("an answer is told exactly, on one line and not for ever") {
  CHECK(judged(404, "no_team").text == "HTTP 404: no_team");
  CHECK(judged(204).text == "HTTP 204");
  CHECK(judged(400, " {\"a\":\r\n 1}\n").text == "HTTP 400: {\"a\":   1}");
  CHECK(judged(302, "<html>moved").text == "HTTP 302: a redirect, which is not followed");
  const auto long_text = judged(500, std::string(60'000, 'x')).text;
  CHECK(long_text.size() <= 10 + notify::shown_answer_bytes_max);
  CHECK(long_text.ends_with("…"));
  CHECK(judged(500, "\xFF\x1b[31m").text == "HTTP 500: \uFFFD [31m");
}

TEST_CASE("when to come back is told in seconds or as a date") {
  CHECK(judged(429, "", "120").retry_after == 120s);
  CHECK(judged(503, "", " 7 ").retry_after == 7s);
  CHECK(judged(503, "", "Sat, 31 Jan 2026 09:31:30 GMT").retry_after == 90s);
  CHECK(judged(503, "", "Sat, 31 Jan 2026 09:00:00 GMT").retry_after == 0s);
  CHECK(judged(503, "", "Sat, 31 Jan 2099 09:00:00 GMT").retry_after == 24h);
  CHECK(judged(503, "", "-5").retry_after == 0s);
  for (const auto* wrong : {"soon", "", "1.5", "Sat, 31 Feb 2026 09:00:00 GMT",
                            "Sat, 31 Xxx 2026 09:00:00 GMT", "2026-01-31T09:31:30Z", "9999999999"})
    CHECK_FALSE(judged(503, "", wrong).retry_after);
  CHECK_FALSE(judged(404, "", "120").retry_after);
  CHECK_FALSE(judged(200, "", "120").retry_after);
}

TEST_CASE("when to come back may be told in the body") {
  using notify::retry_in_body;
  CHECK(retry_in_body(R"({"retry_after": 1.5})", {"retry_after"}, 1s) == 1500ms);
  CHECK(retry_in_body(R"({"parameters": {"retry_after": 35}})", {"parameters", "retry_after"},
                      1s) == 35s);
  CHECK(retry_in_body(R"({"retry_after_ms": 2000})", {"retry_after_ms"}, 1ms) == 2s);
  CHECK(retry_in_body(R"({"retry_after": 1e30})", {"retry_after"}, 1s) == 24h);
  for (const auto* wrong : {"", "{", "[]", "{\"retry_after\": \"5\"}", "{\"retry_after\": null}",
                            "{\"parameters\": 5}"}) {
    CHECK_FALSE(retry_in_body(wrong, {"retry_after"}, 1s));
    CHECK_FALSE(retry_in_body(wrong, {"parameters", "retry_after"}, 1s));
  }
}

TEST_CASE("an answer shows no secret, however the other side repeats it") {
  const std::vector<core::Secret> secrets{
      core::Secret("https://hooks.example.org/services/T0001111/B00022222/abcDEF123"),
      core::Secret("Bearer tok/en+12345"), core::Secret("")};
  const auto hidden = [&](const std::string& text) {
    return notify::hide_secrets(text, "https://h.example.org/bot123:ABCDEFGH/send?key=k12345678",
                                secrets);
  };
  for (const std::string leak :
       {"https://hooks.example.org/services/T0001111/B00022222/abcDEF123", "tok/en+12345",
        "Bearer tok/en+12345", "tok%2Fen%2B12345", "bot123:ABCDEFGH", "k12345678",
        "Cannot POST /services/T0001111/B00022222/abcDEF123", "\\/T0001111\\/B00022222\\/"}) {
    const auto shown = hidden("no: " + leak + "!");
    CAPTURE(leak, shown);
    CHECK(shown.starts_with("no: "));
    for (const auto* part :
         {"T0001111", "B00022222", "abcDEF123", "tok/en", "tok%2F", "123:ABCDEFGH", "k12345678"})
      CHECK(shown.find(part) == std::string::npos);
  }
  CHECK(hidden("HTTP 404: no_team") == "HTTP 404: no_team");
}
