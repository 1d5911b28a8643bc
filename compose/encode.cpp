#include "compose/encode.hpp"

#include "compose/encode_value.hpp"
#include "compose/go_text.hpp"
#include "core/text.hpp"

#include <cmath>

namespace compose {
namespace {

using Json = std::optional<std::string>;  // nullopt: left out

std::string object(const std::vector<std::string>& members) {
  return "{" + core::join(members, ",") + "}";
}

class Encoder {
 public:
  Encoder(Problems& problems, const std::set<std::string>& skipped)
      : problems_(problems), skipped_(skipped) {}

  std::string section(const Value& value, const Layout& layout, const Path& path,
                      const std::string& prefix) {
    std::vector<std::string> members;
    for (const auto& field : layout) {
      const auto relative = prefix + std::string(field.key);
      if (skipped_.count(relative) > 0) continue;
      const auto* entry = value.find(field.key);
      const auto name = field.printed.empty() ? field.key : field.printed;
      if (entry == nullptr && !field.printed.empty()) entry = value.find(field.printed);
      auto json = this->field(entry, field, path.key(field.key), relative + ".");
      if (json) members.push_back(go_json_string(name) + ":" + *json);
    }
    return object(members);
  }

 private:
  Json field(const Value* value, const Field& field, const Path& path, const std::string& prefix) {
    const bool absent = value == nullptr || value->is_null();
    switch (field.form) {
      case Form::section: return section(absent ? Value() : *value, field.nested(), path, prefix);
      case Form::section_if_set:
        return absent ? Json() : section(*value, field.nested(), path, prefix);
      case Form::sections: return absent ? Json() : sections(*value, field.nested(), path);
      case Form::section_map:
        return absent ? Json() : section_map(*value, field.nested(), path, false);
      case Form::dependencies:
        return absent ? Json() : section_map(*value, field.nested(), path, true);
      default: break;
    }
    auto json = encode_value(value, field.form);
    if (json) return *json;
    const auto& error = json.error();
    problems_.add(value == nullptr ? Position() : value->position(), path, error.what);
    return Json();
  }

  Json sections(const Value& value, const Layout& layout, const Path& path) {
    const auto* list = value.as_list();
    if (list == nullptr || list->empty()) return Json();
    std::vector<std::string> items;
    for (std::size_t i = 0; i < list->size(); ++i)
      items.push_back(section((*list)[i], layout, path.item(i), "."));
    return "[" + core::join(items, ",") + "]";
  }

  Json section_map(const Value& value, const Layout& layout, const Path& path, bool any_name) {
    const auto* map = value.as_map();
    if (map == nullptr || map->empty()) return Json();
    std::vector<std::string> members;
    for (const auto& [key, entry] : *map) {
      if (key.starts_with("x-") && !any_name)
        problems_.add(entry.position(), path.key(key), "a name here must not begin with x-");
      members.push_back(go_json_string(key) + ":" +
                        (entry.is_null() ? "null" : section(entry, layout, path.key(key), ".")));
    }
    return object(members);
  }

  Problems& problems_;
  const std::set<std::string>& skipped_;
};

struct AnyVisitor {
  std::string operator()(std::monostate) const { return "null"; }
  std::string operator()(bool flag) const { return flag ? "true" : "false"; }
  std::string operator()(std::int64_t number) const { return std::to_string(number); }
  std::string operator()(std::uint64_t number) const { return std::to_string(number); }
  // JSON has no other word for what is no finite number.
  std::string operator()(double number) const {
    return std::isfinite(number) ? go_json_number(number) : go_json_string(go_float(number));
  }
  std::string operator()(const Timestamp& at) const { return go_json_string(at.rfc3339); }
  std::string operator()(const std::string& text) const { return go_json_string(text); }
  std::string operator()(const Value::List& list) const {
    std::vector<std::string> items;
    for (const auto& item : list) items.push_back(encode_any(item));
    return "[" + core::join(items, ",") + "]";
  }
  std::string operator()(const Value::Map& map) const {
    std::vector<std::string> members;
    for (const auto& [key, item] : map)
      members.push_back(go_json_string(key) + ":" + encode_any(item));
    return object(members);
  }
};

}  // namespace

std::string encode_section(const Value& value, const Layout& layout, const Path& path,
                           Problems& problems, const std::set<std::string>& skipped) {
  return Encoder(problems, skipped).section(value, layout, path, "");
}

std::string encode_any(const Value& value) { return std::visit(AnyVisitor{}, value.data()); }

std::string indent_json(std::string_view compact) {
  std::string out;
  std::size_t depth = 0;
  bool quoted = false;
  const auto line = [&] { out += "\n" + std::string(depth * 2, ' '); };
  for (std::size_t i = 0; i < compact.size(); ++i) {
    const char c = compact[i];
    if (quoted) {
      out += c;
      if (c == '\\') out += compact[++i];
      if (c == '"') quoted = false;
      continue;
    }
    const bool opens = c == '{' || c == '[';
    if (opens && compact[i + 1] == c + 2) {  // {} and [] stay on their line
      out += {c, compact[++i]};
    } else if (opens) {
      out += c;
      ++depth;
      line();
    } else if (c == '}' || c == ']') {
      --depth;
      line();
      out += c;
    } else {
      quoted = c == '"';
      out += c == ':' ? std::string(": ") : std::string(1, c);
      if (c == ',') line();
    }
  }
  return out;
}

}  // namespace compose
