#include "compose/interpolate.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace compose {
namespace {

bool is_name_start(char c) { return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_name_part(char c) { return is_name_start(c) || (c >= '0' && c <= '9'); }

std::size_t name_length(std::string_view text) {
  if (text.empty() || !is_name_start(text[0])) return 0;
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_name_part) -
                                  text.begin());
}

// What follows "${" up to the brace that ends it, or nothing. With an operator the last brace of
// the line counts: nested braces are sorted out later.
std::optional<std::string_view> braced(std::string_view after) {
  const auto name = name_length(after);
  if (name == 0 || name == after.size()) return std::nullopt;
  auto op = name;
  if (after[op] == ':' && op + 1 < after.size()) ++op;
  if (after[op] == '-' || after[op] == '+' || after[op] == '?') {
    const auto line = after.substr(0, after.find('\n', op));
    const auto close = line.rfind('}');
    if (close != std::string_view::npos && close > op) return after.substr(0, close);
  }
  if (after[name] == '}') return after.substr(0, name);
  return std::nullopt;
}

// The index of the brace that closes the first one; the character after an opening brace is never
// looked at.
std::size_t first_closing_brace(std::string_view text) {
  int open = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '}' && --open == 0) return i;
    if (text[i] == '{') {
      ++open;
      ++i;
    }
  }
  return std::string_view::npos;
}

constexpr std::array<std::string_view, 6> operators = {":?", "?", ":-", "-", ":+", "+"};

std::string_view first_operator(std::string_view text) {
  std::string_view first;
  std::size_t at = std::string_view::npos;
  for (const auto op : operators) {
    if (const auto found = text.find(op); found < at) {
      at = found;
      first = op;
    }
  }
  return first;
}

class Substitution {
 public:
  Substitution(const Environment& environment, std::vector<std::string>& unset)
      : environment_(environment), unset_(unset) {}

  core::Result<std::string> all(std::string_view text) {
    std::string out;
    while (!text.empty()) {
      const auto dollar = text.find('$');
      out += text.substr(0, dollar);
      if (dollar == std::string_view::npos) break;
      text.remove_prefix(dollar);
      auto part = one(text);
      if (!part) return part.error();
      out += *part;
    }
    return out;
  }

 private:
  // `text` begins with a dollar; what was used is cut off.
  core::Result<std::string> one(std::string_view& text) {
    const auto after = text.substr(1);
    if (after.starts_with('$')) {
      text.remove_prefix(2);
      return std::string("$");
    }
    if (after.starts_with('{')) {
      const auto inner = braced(after.substr(1));
      if (!inner)
        return core::invalid("invalid interpolation format; write $$ where a dollar is meant");
      const auto whole = text.substr(0, inner->size() + 3);
      text.remove_prefix(whole.size());
      return in_braces(whole);
    }
    const auto name = name_length(after);
    text.remove_prefix(name + 1);
    if (name == 0) return std::string("$");
    return lookup(after.substr(0, name));
  }

  core::Result<std::string> in_braces(std::string_view whole) {
    const auto op = first_operator(whole);
    const auto close = first_closing_brace(whole);
    const auto end = close == std::string_view::npos ? whole.size() - 1 : close;
    const auto content = braced(whole.substr(2, end - 1));
    if (!content)
      return core::invalid("invalid interpolation format; write $$ where a dollar is meant");
    const auto at = op.empty() ? std::string_view::npos : content->find(op);
    if (at == std::string_view::npos) return lookup(*content);
    auto value = with_operator(content->substr(0, at), op, content->substr(at + op.size()));
    if (!value) return value;
    auto rest = all(whole.substr(end + 1));
    if (!rest) return rest;
    return *value + *rest;
  }

  core::Result<std::string> with_operator(std::string_view name, std::string_view op,
                                          std::string_view argument) {
    const auto other = all(argument);
    if (!other) return other;
    const auto found = environment_.find(std::string(name));
    const bool set = found != environment_.end() && (op.size() == 1 || !found->second.empty());
    const auto value = found == environment_.end() ? "" : found->second;
    switch (op.back()) {
      case '-': return set ? value : *other;
      case '+': return set ? *other : value;
      default: break;
    }
    if (set) return value;
    const auto missing = "required variable " + std::string(name) + " is missing a value";
    return core::invalid(other->empty() ? missing : missing + ": " + *other);
  }

  std::string lookup(std::string_view name) {
    const auto found = environment_.find(std::string(name));
    if (found != environment_.end()) return found->second;
    if (std::find(unset_.begin(), unset_.end(), name) == unset_.end()) unset_.emplace_back(name);
    return "";
  }

  const Environment& environment_;
  std::vector<std::string>& unset_;
};

}  // namespace

core::Result<std::string> Interpolation::apply(std::string_view text,
                                               std::vector<std::string>& unset) const {
  return Substitution(*environment_, unset).all(text);
}

}  // namespace compose
