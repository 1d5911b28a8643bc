#include "compose/short_units.hpp"

#include "compose/cast.hpp"
#include "core/text.hpp"

#include <cmath>
#include <limits>
#include <utility>

namespace compose {
namespace {

using std::chrono::nanoseconds;

std::int64_t unit_nanoseconds(std::string_view unit) {
  static const std::vector<std::pair<std::string_view, std::int64_t>> units = {
      {"ns", 1},
      {"us", 1'000},
      {"\xC2\xB5s", 1'000},
      {"\xCE\xBCs", 1'000},
      {"ms", 1'000'000},
      {"s", 1'000'000'000},
      {"m", 60'000'000'000},
      {"h", 3'600'000'000'000},
      {"d", 86'400'000'000'000},
      {"w", 604'800'000'000'000}};
  for (const auto& [name, size] : units) {
    if (name == unit) return size;
  }
  return 0;
}

bool is_number_part(char c) { return c == '.' || (c >= '0' && c <= '9'); }

std::size_t run_of(std::string_view text, bool numbers) {
  std::size_t n = 0;
  while (n < text.size() && is_number_part(text[n]) == numbers) ++n;
  return n;
}

// "1.5" with a fraction cut to what the unit can hold, as exact as integers are.
long double amount(std::string_view number, std::int64_t unit) {
  return std::floor(std::strtold(std::string(number).c_str(), nullptr) *
                    static_cast<long double>(unit));
}

std::string trimmed_fraction(std::int64_t value, std::int64_t unit) {
  auto text = std::to_string(value / unit);
  auto rest = std::to_string(unit + value % unit).substr(1);
  while (!rest.empty() && rest.back() == '0') rest.pop_back();
  return rest.empty() ? text : text + "." + rest;
}

core::Error bad_size(std::string_view text) {
  return core::invalid("expected a size such as 512m or 1.5gb, got `" + std::string(text) + "`");
}

double size_of_suffix(std::string_view suffix) {
  static constexpr std::string_view letters = "kmgtp";
  const auto at = letters.find(suffix[0]);
  const auto tail = suffix.substr(1);
  if (at == std::string_view::npos || !(tail.empty() || tail == "b" || tail == "ib")) return 0;
  return std::pow(1024.0, static_cast<double>(at + 1));
}

}  // namespace

core::Result<nanoseconds> parse_go_duration(std::string_view text) {
  const auto refused =
      core::invalid("expected a duration such as 1m30s, got `" + std::string(text) + "`");
  auto rest = text;
  const bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+')) rest.remove_prefix(1);
  if (rest == "0") return nanoseconds(0);
  if (rest.empty()) return refused;
  long double total = 0;
  while (!rest.empty()) {
    const auto digits = run_of(rest, true);
    const auto number = rest.substr(0, digits);
    rest.remove_prefix(digits);
    const auto letters = run_of(rest, false);
    const auto unit = unit_nanoseconds(rest.substr(0, letters));
    rest.remove_prefix(letters);
    const auto dots = core::split(number, '.').size() - 1;
    if (unit == 0 || number.empty() || number == "." || dots > 1) return refused;
    total += amount(number, unit);
  }
  if (total > static_cast<long double>(std::numeric_limits<std::int64_t>::max())) return refused;
  const auto count = static_cast<std::int64_t>(total);
  return nanoseconds(negative ? -count : count);
}

std::string go_duration_text(nanoseconds duration) {
  const std::int64_t count = duration.count();
  if (count == 0) return "0s";
  const std::string sign = count < 0 ? "-" : "";
  const std::int64_t size = std::abs(count);
  if (size < 1'000) return sign + std::to_string(size) + "ns";
  if (size < 1'000'000) return sign + trimmed_fraction(size, 1'000) + "\xC2\xB5s";
  if (size < 1'000'000'000) return sign + trimmed_fraction(size, 1'000'000) + "ms";
  const std::int64_t minutes = size / 60'000'000'000;
  std::string text = trimmed_fraction(size % 60'000'000'000, 1'000'000'000) + "s";
  if (minutes > 0) text.insert(0, std::to_string(minutes % 60) + "m");
  if (minutes >= 60) text.insert(0, std::to_string(minutes / 60) + "h");
  return sign + text;
}

core::Result<std::int64_t> parse_bytes(std::string_view text) {
  const auto sep = text.find_last_of("0123456789. ");
  if (sep == std::string_view::npos) return bad_size(text);
  const auto number = text.substr(0, text[sep] == ' ' ? sep : sep + 1);
  const auto suffix = core::lowercase(text.substr(sep + 1));
  auto size = to_real(number);
  if (!size || *size < 0 || suffix.size() > 3) return bad_size(text);
  const double unit = suffix.empty() || suffix == "b" ? 1 : size_of_suffix(suffix);
  if (unit == 0 || *size * unit >= 9.2e18) return bad_size(text);
  return static_cast<std::int64_t>(*size * unit);
}

namespace {

class WordSplitter {
 public:
  core::Result<std::vector<std::string>> split(std::string_view line) {
    for (const char c : line) {
      if (!take(c)) break;
    }
    if (started_) words_.push_back(word_);
    if (failed_ || escaped_ || single_ || double_ || back_ || dollar_) {
      return core::invalid("the quotes or brackets of `" + std::string(line) +
                           "` are not closed; write the command as a list");
    }
    return words_;
  }

 private:
  void add(char c) {
    started_ = true;
    word_ += c;
  }

  bool take_space(char c) {
    if (single_ || double_ || back_ || dollar_) {
      word_ += c;
    } else if (started_) {
      words_.push_back(std::exchange(word_, {}));
      started_ = false;
    }
    return true;
  }

  // False at the end of the command.
  bool take(char c) {
    if (escaped_) {
      escaped_ = false;
      add(c);
      return true;
    }
    if (c == '\\') {
      if (single_) {
        word_ += c;
      } else {
        escaped_ = true;
      }
      return true;
    }
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') return take_space(c);
    return take_special(c);
  }

  bool take_special(char c) {
    const bool quoted = single_ || double_;
    if (c == '"' && !single_ && !dollar_) return toggle(double_);
    if (c == '\'' && !double_ && !dollar_) return toggle(single_);
    if (c == '`' && !quoted && !dollar_) back_ = !back_;
    if (c == ')' && !quoted && !back_) dollar_ = !dollar_;
    if (c == '(' && !quoted && !back_) {
      if (dollar_ || !word_.ends_with('$')) {
        failed_ = true;
        return false;
      }
      dollar_ = true;
      word_ += c;
      return true;
    }
    if (std::string_view(";&|<>").find(c) != std::string_view::npos && !quoted && !back_ &&
        !dollar_) {
      // `2>file`: the digit belongs to the redirection.
      if (c == '>' && !word_.empty() && word_[0] >= '0' && word_[0] <= '9') started_ = false;
      return false;
    }
    add(c);
    return true;
  }

  bool toggle(bool& quote) {
    if (quote) started_ = true;
    quote = !quote;
    return true;
  }

  std::vector<std::string> words_;
  std::string word_;
  bool started_ = false, escaped_ = false, single_ = false, double_ = false, back_ = false,
       dollar_ = false, failed_ = false;
};

}  // namespace

core::Result<std::vector<std::string>> shell_words(std::string_view line) {
  return WordSplitter().split(line);
}

}  // namespace compose
