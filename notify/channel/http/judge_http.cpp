#include "notify/channel/http/judge_http.hpp"

#include "core/text.hpp"
#include "notify/channel/fit_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace notify {
namespace {

using namespace std::chrono_literals;

constexpr core::Milliseconds http_retry_after_max = 24h;

std::optional<int> number_in(std::string_view text) {
  int value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size())
    return std::nullopt;
  return value;
}

// "Sun, 06 Nov 1994 08:49:37 GMT"
std::optional<core::WallTime> http_date(std::string_view text) {
  static constexpr std::array<std::string_view, 12> months{
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (text.size() != 29 || !text.ends_with(" GMT")) return std::nullopt;
  const auto month = std::find(months.begin(), months.end(), text.substr(8, 3)) - months.begin();
  const auto day = number_in(text.substr(5, 2)), year = number_in(text.substr(12, 4));
  const auto hour = number_in(text.substr(17, 2)), minute = number_in(text.substr(20, 2));
  const auto second = number_in(text.substr(23, 2));
  if (month == 12 || !day || !year || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(month) + 1),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  const auto at = std::chrono::sys_days(date) + std::chrono::hours(*hour) +
                  std::chrono::minutes(*minute) + std::chrono::seconds(*second);
  return std::chrono::time_point_cast<core::WallTime::duration>(at);
}

bool asks_to_come_back(int status) {
  return status == 408 || status == 425 || status == 429 || status >= 500 ||
         (status >= 300 && status < 400);
}

}  // namespace

std::optional<core::Milliseconds> retry_after(std::string_view value, core::WallTime now) {
  value = core::trim(value);
  std::optional<core::Milliseconds> wait;
  if (const auto seconds = number_in(value)) wait = std::chrono::seconds(*seconds);
  if (const auto date = http_date(value))
    wait = std::chrono::duration_cast<core::Milliseconds>(*date - now);
  if (!wait) return std::nullopt;
  return std::clamp(*wait, core::Milliseconds(0), http_retry_after_max);
}

std::string shown_answer(const core::HttpResponse& response) {
  const auto text = core::trim(response.body);
  return fit_text(text.substr(0, 4 * shown_answer_bytes_max),
                  {.max = shown_answer_bytes_max, .unit = LengthUnit::bytes, .one_line = true});
}

Answer judge_http(const core::HttpResponse& response, core::WallTime now) {
  Answer answer;
  answer.text = "HTTP " + std::to_string(response.status);
  if (const auto body = shown_answer(response); !body.empty()) answer.text += ": " + body;
  if (response.status >= 300 && response.status < 400)
    answer.text = "HTTP " + std::to_string(response.status) + ": a redirect, which is not followed";
  if (response.status >= 200 && response.status < 300) return answer;
  answer.outcome = asks_to_come_back(response.status) ? SendOutcome::retry : SendOutcome::refused;
  if (answer.outcome != SendOutcome::retry) return answer;
  answer.retry_after = retry_after(response.header("retry-after"), now);
  answer.saw_it = response.status == 408 || response.status >= 500;
  return answer;
}

}  // namespace notify
