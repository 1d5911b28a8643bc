#include "compose/short_mount.hpp"

#include "compose/file_path.hpp"
#include "core/text.hpp"

#include <set>

namespace compose {
namespace {

struct Parts {
  std::string source, target, propagation, selinux;
  bool read_only = false, nocopy = false;
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Sections parted by colons; a colon after a single letter belongs to a drive, one inside ${...} to
// a variable.
std::vector<std::string> sections_of(std::string_view text) {
  std::vector<std::string> sections;
  std::string section;
  int variables = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool opens = c == '$' && i + 1 < text.size() && text[i + 1] == '{';
    const bool closes = c == '}' && variables > 0;
    if (opens) ++variables;
    if (closes) --variables;
    const bool drive = section.size() == 1 && is_letter(section[0]);
    if (c == ':' && !drive && variables == 0) {
      sections.push_back(std::move(section));
      section.clear();
    } else {
      section += c;
    }
  }
  if (variables == 0) sections.push_back(std::move(section));
  return sections;
}

void read_options(std::string_view text, Parts& parts) {
  static const std::set<std::string> propagations = {"rprivate", "private", "rshared",
                                                     "shared",   "rslave",  "slave"};
  for (const auto& option : core::split(text, ',')) {
    if (option == "ro") parts.read_only = true;
    if (option == "rw") parts.read_only = false;
    if (option == "nocopy") parts.nocopy = true;
    if (option == "z" || option == "Z") parts.selinux = option;
    if (propagations.count(option) > 0) parts.propagation = option;
  }
}

core::Result<Parts> take_apart(std::string_view text) {
  const auto refuse = [&](std::string_view why) {
    return core::invalid("`" + std::string(text) + "`: " + std::string(why));
  };
  auto sections = sections_of(text);
  for (const auto& section : sections) {
    if (section.empty()) return refuse("empty section between colons");
  }
  if (sections.size() > 3) return refuse("too many colons");
  Parts parts;
  if (sections.size() == 1) {
    parts.target = sections[0];
    return parts;
  }
  if (sections.size() > 1) {
    parts.source = sections[0];
    parts.target = sections[1];
  }
  if (sections.size() == 3) read_options(sections[2], parts);
  return parts;
}

bool is_host_path(std::string_view source) {
  if (source.empty()) return false;
  if (source[0] == '.' || source[0] == '/' || source[0] == '~' || source.starts_with("\\\\"))
    return true;
  return source.size() > 1 && is_letter(source[0]) && source[1] == ':';
}

Value section_of(const Parts& parts, bool bind, const Position& at) {
  Value::Map map;
  if (bind) map.emplace("create_host_path", Value::flag(true, at));
  if (!parts.propagation.empty()) map.emplace("propagation", Value::text(parts.propagation, at));
  if (!parts.selinux.empty()) map.emplace("selinux", Value::text(parts.selinux, at));
  return Value::map(std::move(map), at);
}

Value volume_section(const Parts& parts, const Position& at) {
  Value::Map map;
  if (parts.nocopy) map.emplace("nocopy", Value::flag(true, at));
  return Value::map(std::move(map), at);
}

}  // namespace

core::Result<Value> parse_mount(std::string_view text, const Position& at) {
  if (text.empty()) return core::invalid("an empty volume");
  Value::Map map;
  if (text.size() <= 2) {
    map.emplace("type", Value::text("volume", at));
    map.emplace("target", Value::text(clean_path(text), at));
    return Value::map(std::move(map), at);
  }
  const auto parts = take_apart(text);
  if (!parts) return parts.error();
  const bool bind = is_host_path(parts->source);
  map.emplace("type", Value::text(bind ? "bind" : "volume", at));
  if (!parts->source.empty()) map.emplace("source", Value::text(parts->source, at));
  if (!parts->target.empty()) map.emplace("target", Value::text(clean_path(parts->target), at));
  if (parts->read_only) map.emplace("read_only", Value::flag(true, at));
  if (bind || !parts->propagation.empty() || !parts->selinux.empty())
    map.emplace("bind", section_of(*parts, bind, at));
  if (!bind || parts->nocopy) map.emplace("volume", volume_section(*parts, at));
  return Value::map(std::move(map), at);
}

}  // namespace compose
