#include "compose/interpolate.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <optional>

namespace compose {
namespace {

constexpr auto npos = std::string_view::npos;

bool is_name_start(char c) { return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_name_part(char c) { return is_name_start(c) || (c >= '0' && c <= '9'); }

// What stands between "${" and the brace that ends it.
struct Braced {
  std::string_view name, op, argument;
  std::size_t length = 0;  // with the braces, without the dollar
};

// ":-", "-", ":?", ..., or nothing.
std::string_view operator_at(std::string_view text) {
  const std::size_t colon = text.starts_with(':') ? 1 : 0;
  const bool known = text.size() > colon && std::string_view("-+?").find(text[colon]) != npos;
  return known ? text.substr(0, colon + 1) : std::string_view();
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
  return npos;
}

// Where the last brace of each line stands, found once a line: a text may hold thousands of
// variables.
class LastBraces {
 public:
  explicit LastBraces(std::string_view text) : text_(text) {}

  // In the line of `at`, nothing where there is none. `at` never goes back.
  std::size_t after(std::size_t at) {
    if (at >= line_end_) {
      line_end_ = std::min(text_.find('\n', at), text_.size());
      last_ = text_.substr(0, line_end_).rfind('}');
    }
    return last_ != npos && last_ > at ? last_ : npos;
  }

 private:
  std::string_view text_;
  std::size_t line_end_ = 0, last_ = npos;
};

core::Error too_long() {
  return core::invalid("variables expand to more than " + std::to_string(text_bytes_max) +
                       " bytes");
}

class Substitution {
 public:
  Substitution(const Environment& environment, UnsetNames& unset)
      : environment_(environment), unset_(unset) {}

  core::Result<std::string> all(std::string_view text) {
    if (depth_ > interpolation_depth_max)
      return core::invalid("variables are nested more than " +
                           std::to_string(interpolation_depth_max) + " levels deep");
    ++depth_;
    auto out = each(text);
    --depth_;
    return out;
  }

 private:
  core::Result<std::string> each(std::string_view text) {
    LastBraces braces(text);
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
      const auto dollar = text.find('$', at);
      out += text.substr(at, dollar - at);
      if (out.size() > text_bytes_max) return too_long();
      if (dollar == npos) break;
      at = dollar + 1;
      const auto after = text.substr(at);
      if (after.starts_with('{')) {
        const auto found = braced(text, at, braces);
        if (!found)
          return core::invalid("invalid interpolation format; write $$ where a dollar is meant");
        auto value = value_of(*found);
        if (!value) return value;
        out += *value;
        at += found->length;
        continue;
      }
      const auto name = name_length(after);
      out += name == 0 ? "$" : lookup(after.substr(0, name));
      at += after.starts_with('$') ? 1 : name;
    }
    return out;
  }

  // With an operator the last brace of the line must be there, and the brace that closes the first
  // one ends it; where none does, the last one.
  static std::optional<Braced> braced(std::string_view text, std::size_t brace,
                                      LastBraces& braces) {
    const auto inside = text.substr(brace + 1);
    const auto name = name_length(inside);
    if (name == 0 || name == inside.size()) return std::nullopt;
    Braced out{inside.substr(0, name), operator_at(inside.substr(name)), {}, name + 2};
    if (out.op.empty()) return inside[name] == '}' ? std::optional(out) : std::nullopt;
    const auto begin = brace + 1 + name + out.op.size();
    const auto last = braces.after(begin - 1);
    if (last == npos) return std::nullopt;
    const auto whole = text.substr(brace, last + 1 - brace);
    const auto end = std::min(first_closing_brace(whole), whole.size() - 1);
    out.argument = text.substr(begin, brace + end - begin);
    out.length = end + 1;
    return out;
  }

  core::Result<std::string> value_of(const Braced& braced) {
    if (braced.op.empty()) return lookup(braced.name);
    const auto other = all(braced.argument);
    if (!other) return other;
    const auto found = environment_.find(std::string(braced.name));
    const bool set =
        found != environment_.end() && (braced.op.size() == 1 || !found->second.empty());
    const auto value = found == environment_.end() ? "" : found->second;
    switch (braced.op.back()) {
      case '-': return set ? value : *other;
      case '+': return set ? *other : value;
      default: break;
    }
    if (set) return value;
    const auto missing = "required variable " + std::string(braced.name) + " is missing a value";
    return core::invalid(other->empty() ? missing : missing + ": " + *other);
  }

  std::string lookup(std::string_view name) {
    const auto found = environment_.find(std::string(name));
    if (found != environment_.end()) return found->second;
    unset_.add(name);
    return "";
  }

  const Environment& environment_;
  UnsetNames& unset_;
  int depth_ = 0;
};

}  // namespace

std::size_t name_length(std::string_view text) {
  if (text.empty() || !is_name_start(text[0])) return 0;
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_name_part) -
                                  text.begin());
}

core::Result<std::string> Interpolation::apply(std::string_view text, UnsetNames& unset) const {
  return Substitution(*environment_, unset).all(text);
}

}  // namespace compose
