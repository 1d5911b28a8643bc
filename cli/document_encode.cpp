#include "cli/document.hpp"

#include "core/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <ostream>
#include <utility>

namespace cli {
namespace {

using Json = nlohmann::ordered_json;
constexpr auto replace = Json::error_handler_t::replace;

// Words that some reader of YAML takes for something else than text.
bool is_reserved(const std::string& text) {
  static const std::vector<std::string> words = {"true", "false", "yes", "no", "on",
                                                 "off",  "null",  "y",   "n"};
  const auto lower = core::lowercase(text);
  return std::find(words.begin(), words.end(), lower) != words.end();
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Anything that could be read as a number, a time or a mark of YAML is quoted.
bool is_plain(const std::string& text) {
  constexpr auto safe = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:@=+,";
  return !text.empty() && (is_letter(text.front()) || text.front() == '/') &&
         !text.ends_with(':') && text.find_first_not_of(safe) == text.npos && !is_reserved(text);
}

// A JSON string is a YAML string in double quotes.
std::string scalar(const Json& value) {
  if (value.is_string() && is_plain(value.get_ref<const std::string&>())) return value;
  return value.dump(-1, ' ', false, replace);
}

std::string key_text(const std::string& key) { return scalar(Json(key)); }

void write(std::string& out, const Json& value, std::size_t depth);

void write_object(std::string& out, const Json& object, std::size_t depth, bool first_is_indented) {
  for (const auto& [key, value] : object.items()) {
    if (!std::exchange(first_is_indented, false)) out += std::string(2 * depth, ' ');
    out += key_text(key) + ":";
    write(out, value, depth + 1);
  }
}

// The dash takes the place of the indentation of what it introduces.
void write_array(std::string& out, const Json& array, std::size_t depth) {
  for (const auto& value : array) {
    out += std::string(2 * depth, ' ') + "-";
    if (value.is_object() && !value.empty()) {
      out += " ";
      write_object(out, value, depth + 1, true);
    } else {
      write(out, value, depth + 1);
    }
  }
}

// What follows a key or a dash, up to the end of its last line.
void write(std::string& out, const Json& value, std::size_t depth) {
  if (!value.is_structured() || value.empty()) {
    out += " " + scalar(value) + "\n";
    return;
  }
  out += "\n";
  if (value.is_object())
    write_object(out, value, depth, false);
  else
    write_array(out, value, depth);
}

}  // namespace

std::string pretty_json(const std::string& json) {
  const auto parsed = Json::parse(json, nullptr, false);
  if (parsed.is_discarded()) return json + "\n";
  return parsed.dump(2, ' ', false, replace) + "\n";
}

std::string yaml_of(const std::string& json) {
  const auto parsed = Json::parse(json, nullptr, false);
  if (parsed.is_discarded()) return json + "\n";
  std::string out;
  if (!parsed.is_structured() || parsed.empty()) return scalar(parsed) + "\n";
  if (parsed.is_object())
    write_object(out, parsed, 0, false);
  else
    write_array(out, parsed, 0);
  return out;
}

void print_document(Session& session, const std::string& json) {
  session.world.out << (session.format == Format::yaml ? yaml_of(json) : pretty_json(json));
}

std::string with_changed(const std::string& json, bool changed) {
  auto parsed = Json::parse(json, nullptr, false);
  if (!parsed.is_object() || !parsed.contains("changed")) return json;
  parsed["changed"] = changed;
  return parsed.dump(-1, ' ', false, replace);
}

void print_done(Session& session, const std::string& json, const std::string& sentence) {
  if (session.format == Format::table)
    session.world.out << sentence << "\n";
  else
    print_document(session,
                   json.empty() ? Json{{"message", sentence}}.dump(-1, ' ', false, replace) : json);
}

void print_streamed(Session& session, const std::string& json) {
  if (session.format == Format::yaml)
    session.world.out << "---\n" << yaml_of(json);
  else
    session.world.out << json << "\n";
  session.world.out.flush();
}

}  // namespace cli
