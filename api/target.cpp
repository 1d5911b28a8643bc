#include "api/target.hpp"

#include "core/text.hpp"
#include "core/utf8.hpp"

#include <optional>

namespace api {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

enum class Plus { literal, space };

std::optional<std::string> decode(std::string_view text, Plus plus) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '+' && plus == Plus::space) c = ' ';
    if (c == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_value(text[i + 1]), low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    if (c == '\0') return std::nullopt;
    out += c;
  }
  if (!core::is_utf8(out)) return std::nullopt;
  return out;
}

core::Error broken(std::string_view part) {
  return core::invalid("The address holds a broken escape or bytes that are not UTF-8: " +
                       std::string(part.substr(0, 100)));
}

core::Status read_query(std::string_view text, Query& query) {
  for (const auto& pair : core::split(text, '&')) {
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    auto key = decode(std::string_view(pair).substr(0, equals), Plus::space);
    // A name alone is a flag that is set; `name=`, what an unset variable of a script leaves, is
    // not.
    auto value = equals == std::string::npos
                     ? std::optional<std::string>("true")
                     : decode(std::string_view(pair).substr(equals + 1), Plus::space);
    if (!key || !value) return broken(pair);
    if (!query.emplace(*key, *value).second)
      return core::invalid("The parameter " + *key + " is given twice");
  }
  return {};
}

// The absolute form "http://host/path" of RFC 9112 3.2.2; who the host is does not matter here.
std::string_view without_origin(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (core::lowercase(target.substr(0, scheme.size())) != scheme) continue;
    const auto path = target.find_first_of("/?", scheme.size());
    if (path == target.npos || path == scheme.size()) return path == target.npos ? "/" : "";
    return target.substr(path);
  }
  return target;
}

}  // namespace

core::Result<Target> parse_target(std::string_view target) {
  target = without_origin(target);
  if (target.empty() || target.front() != '/')
    return core::invalid("The address must be a path that begins with /");
  const auto mark = target.find('?');
  Target out;
  for (const auto& part :
       core::split(target.substr(1, mark == target.npos ? mark : mark - 1), '/')) {
    auto segment = decode(part, Plus::literal);
    if (!segment) return broken(part);
    out.segments.push_back(std::move(*segment));
  }
  if (out.segments.back().empty()) out.segments.pop_back();
  if (mark == target.npos) return out;
  const auto read = read_query(target.substr(mark + 1), out.query);
  if (!read) return read.error();
  return out;
}

}  // namespace api
