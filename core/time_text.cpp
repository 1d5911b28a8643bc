#include "core/time_text.hpp"

#include "core/text.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <limits>
#include <optional>

namespace core {
namespace {

using namespace std::chrono_literals;

// Longer is a slip, and sums of such values must not overflow.
constexpr Milliseconds duration_max = std::chrono::hours(24 * 36'525);

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Reads from the front of what is left, and only what is exactly there.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool done() const { return rest_.empty(); }
  bool literal(char wanted) {
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool one_of(char a, char b) { return literal(a) || literal(b); }
  std::string_view digits() {
    std::size_t count = 0;
    while (count < rest_.size() && is_digit(rest_[count])) ++count;
    return take(count);
  }
  std::optional<int> number(std::size_t width) {
    if (rest_.size() < width) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < width; ++i) {
      if (!is_digit(rest_[i])) return std::nullopt;
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(width);
    return value;
  }
  std::string_view letters() {
    std::size_t count = 0;
    while (count < rest_.size() && !is_digit(rest_[count]) && rest_[count] != '.') ++count;
    return take(count);
  }
  // Digits, and a fraction where there is one; at least one digit in front.
  std::optional<double> decimal() {
    const auto start = rest_;
    if (digits().empty()) return std::nullopt;
    if (literal('.') && digits().empty()) return std::nullopt;
    const auto text = start.substr(0, start.size() - rest_.size());
    double value = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc{})
      return std::nullopt;
    return value;
  }

 private:
  std::string_view take(std::size_t count) {
    const auto taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }
  std::string_view rest_;
};

std::optional<std::chrono::sys_days> scan_date(Scanner& scanner) {
  const auto year = scanner.number(4);
  if (!year || !scanner.literal('-')) return std::nullopt;
  const auto month = scanner.number(2);
  if (!month || !scanner.literal('-')) return std::nullopt;
  const auto day = scanner.number(2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days{date};
}

std::optional<Milliseconds> scan_fraction(Scanner& scanner) {
  if (!scanner.literal('.')) return 0ms;
  auto digits = std::string(scanner.digits());
  if (digits.empty()) return std::nullopt;
  digits.resize(3, '0');
  return Milliseconds(std::stoi(digits));
}

std::optional<Milliseconds> scan_time_of_day(Scanner& scanner) {
  const auto hour = scanner.number(2);
  if (!hour || *hour > 23 || !scanner.literal(':')) return std::nullopt;
  const auto minute = scanner.number(2);
  if (!minute || *minute > 59 || !scanner.literal(':')) return std::nullopt;
  const auto second = scanner.number(2);
  if (!second || *second > 60) return std::nullopt;
  const auto fraction = scan_fraction(scanner);
  if (!fraction) return std::nullopt;
  return std::chrono::hours(*hour) + std::chrono::minutes(*minute) + std::chrono::seconds(*second) +
         *fraction;
}

std::optional<Milliseconds> scan_offset(Scanner& scanner) {
  if (scanner.one_of('Z', 'z')) return 0ms;
  const bool west = scanner.literal('-');
  if (!west && !scanner.literal('+')) return std::nullopt;
  const auto hours = scanner.number(2);
  if (!hours || *hours > 23 || !scanner.literal(':')) return std::nullopt;
  const auto minutes = scanner.number(2);
  if (!minutes || *minutes > 59) return std::nullopt;
  const Milliseconds offset = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
  return west ? -offset : offset;
}

std::optional<WallTime> scan_rfc3339(std::string_view text) {
  Scanner scanner(text);
  const auto date = scan_date(scanner);
  if (!date || !(scanner.one_of('T', 't') || scanner.literal(' '))) return std::nullopt;
  const auto time = scan_time_of_day(scanner);
  if (!time) return std::nullopt;
  const auto offset = scan_offset(scanner);
  if (!offset || !scanner.done()) return std::nullopt;
  // The zero time of engines means "never".
  if (*date < std::chrono::sys_days{std::chrono::year{2} / 1 / 1}) return WallTime{};
  return WallTime{*date} + *time - *offset;
}

struct DurationUnit {
  std::string_view name;
  Milliseconds value;
};
constexpr std::array<DurationUnit, 6> duration_units{{{"w", std::chrono::hours(168)},
                                                      {"d", std::chrono::hours(24)},
                                                      {"h", 1h},
                                                      {"m", 1min},
                                                      {"s", 1s},
                                                      {"ms", 1ms}}};

Error bad_duration(std::string_view text) {
  return invalid(
      "'" + std::string(text) +
      "' is not a duration: write a number with its unit, such as 30s, 5m or 1h30m (ms s m h d w)");
}

// The unit's place in the table, or its end. Units must come largest first, so the search starts
// behind the last one.
std::size_t find_unit(std::string_view name, std::size_t from) {
  for (auto i = from; i < duration_units.size(); ++i) {
    if (duration_units[i].name == name) return i;
  }
  return duration_units.size();
}

constexpr std::string_view byte_units = "kmgtp";

// 1 for "" and "b", 1024 for "k", "kb" and "kib", and so on; nothing for anything else.
std::optional<double> byte_factor(std::string_view written) {
  const auto unit = lowercase(written);
  if (unit.empty() || unit == "b") return 1;
  const auto power = byte_units.find(unit.front());
  const auto rest = std::string_view(unit).substr(1);
  if (power == std::string_view::npos || !(rest.empty() || rest == "b" || rest == "ib"))
    return std::nullopt;
  return std::pow(1024.0, static_cast<double>(power + 1));
}

}  // namespace

std::string rfc3339(WallTime at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss<Milliseconds> time{at - day};
  char text[48];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()),
                static_cast<int>(time.subseconds().count()));
  return text;
}

Result<WallTime> parse_rfc3339(std::string_view text) {
  if (const auto at = scan_rfc3339(text)) return *at;
  return invalid("'" + std::string(text) + "' is not a time: write it as 2026-01-31T09:30:00Z");
}

std::string local_text(WallTime at) {
  const std::time_t seconds =
      std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
  std::tm parts{};
  ::localtime_r(&seconds, &parts);
  char text[64];
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %z", &parts);
  std::string result = text;
  if (result.size() > 5) result.insert(result.size() - 2, ":");
  return result;
}

std::string duration_text(Milliseconds duration) {
  if (duration == 0ms) return "0s";
  std::string text = duration < 0ms ? "-" : "";
  auto rest = duration < 0ms ? -duration : duration;
  for (const auto& unit : duration_units) {
    if (rest < unit.value) continue;
    text += std::to_string(rest / unit.value) + std::string(unit.name);
    rest %= unit.value;
  }
  return text;
}

Result<Milliseconds> parse_duration(std::string_view text) {
  if (text == "0") return Milliseconds{0};
  Scanner scanner(text);
  double total = 0;
  std::size_t from = 0;
  do {
    const auto number = scanner.decimal();
    if (!number) return bad_duration(text);
    const auto unit = find_unit(scanner.letters(), from);
    if (unit == duration_units.size()) return bad_duration(text);
    total += *number * static_cast<double>(duration_units[unit].value.count());
    from = unit + 1;
  } while (!scanner.done());
  if (total > static_cast<double>(duration_max.count()))
    return Error{Errc::too_large, "'" + std::string(text) + "' is longer than a hundred years"};
  return Milliseconds(std::llround(total));
}

std::string bytes_text(long long bytes) {
  static constexpr std::array<const char*, 6> units{"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  // 1023.95 and more would be printed as 1024.0.
  while (std::abs(value) >= (unit == 0 ? 1024 : 1023.95) && unit + 1 < units.size()) {
    value /= 1024;
    ++unit;
  }
  char text[64];
  std::snprintf(text, sizeof text, "%.1f", value);
  std::string result = text;
  if (result.ends_with(".0")) result.resize(result.size() - 2);
  return result + units[unit];
}

Result<long long> parse_bytes(std::string_view text) {
  Scanner scanner(text);
  const auto number = scanner.decimal();
  scanner.literal(' ');
  const auto factor = byte_factor(scanner.letters());
  if (!number || !factor || !scanner.done())
    return invalid("'" + std::string(text) + "' is not a size: write it as 512MiB or 2g");
  const auto value = *number * *factor;
  if (value >= static_cast<double>(std::numeric_limits<long long>::max()))
    return Error{Errc::too_large, "'" + std::string(text) + "' is too large a size"};
  return std::llround(value);
}

}  // namespace core
