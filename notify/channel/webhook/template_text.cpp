#include "notify/channel/webhook/template_text.hpp"

#include "core/text.hpp"
#include "core/time_text.hpp"
#include "core/yaml_value.hpp"
#include "notify/channel/fit_text.hpp"
#include "notify/render/plain_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace notify::webhook {
namespace {

using ValueOf = std::string (*)(const Message&);

struct NamedValue {
  std::string_view name;
  ValueOf value;
};

constexpr NamedValue named_values[] = {
    {"id", [](const Message& m) { return m.id; }},
    {"thread", [](const Message& m) { return m.thread; }},
    {"kind", [](const Message& m) { return std::string(name_of(m.kind)); }},
    {"severity", [](const Message& m) { return std::string(model::name_of(m.severity)); }},
    {"host", [](const Message& m) { return m.host; }},
    {"at", [](const Message& m) { return core::rfc3339(m.at); }},
    {"group", [](const Message& m) { return m.group; }},
    {"title", [](const Message& m) { return m.title; }},
    {"summary", [](const Message& m) { return m.summary; }},
    {"subject", [](const Message& m) { return subject_line(m); }},
    {"text", [](const Message& m) { return plain_text(m); }},
    {"count", [](const Message& m) { return std::to_string(m.items.size()); }},
    {"message", [](const Message& m) { return json_text(m); }},
};

core::Error template_mistake(const std::string& found) {
  return core::invalid("expected " + core::join(template_names(), ", ") +
                       " (behind `json ` or `url ` where it is to be escaped) in {{ }}, found '" +
                       found + "'" + core::did_you_mean(found, template_names()));
}

std::string value_of(std::string_view name, const Message& message) {
  for (const auto& each : named_values) {
    if (each.name == name) return each.value(message);
  }
  return {};
}

std::string json_string(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

const std::vector<std::string>& template_names() {
  static const auto names = [] {
    std::vector<std::string> all;
    for (const auto& each : named_values) all.emplace_back(each.name);
    return all;
  }();
  return names;
}

core::Result<TemplateText> TemplateText::of(std::string_view text) {
  if (text.size() > template_bytes_max)
    return core::invalid("expected a template of at most " + core::bytes_text(template_bytes_max));
  TemplateText parsed;
  while (!text.empty()) {
    const auto begin = std::min(text.find("{{"), text.size());
    parsed.pieces_.push_back({Form::literal, std::string(text.substr(0, begin))});
    if (begin == text.size()) break;
    const auto end = text.find("}}", begin);
    if (end == std::string_view::npos) return core::invalid("expected }} behind every {{");
    auto name = core::trim(text.substr(begin + 2, end - begin - 2));
    auto form = Form::plain;
    if (name.starts_with("json ")) form = Form::json;
    if (name.starts_with("url ")) form = Form::url;
    if (form != Form::plain) name = core::trim(name.substr(name.find(' ')));
    const auto& known = template_names();
    if (std::find(known.begin(), known.end(), name) == known.end())
      return template_mistake(std::string(name));
    parsed.pieces_.push_back({form, std::string(name)});
    text.remove_prefix(end + 2);
  }
  return parsed;
}

std::string TemplateText::rendered(const Message& message) const {
  const auto bounded = fit_message(message, message_bytes_max);
  std::string text;
  for (const auto& [form, part] : pieces_) {
    if (form == Form::literal) text += part;
    if (form == Form::plain) text += value_of(part, bounded);
    if (form == Form::json) text += json_string(value_of(part, bounded));
    if (form == Form::url) text += core::url_encode(value_of(part, bounded));
  }
  return text;
}

}  // namespace notify::webhook
