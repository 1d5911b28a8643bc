#include "api/openapi_notation.hpp"

#include "core/check.hpp"
#include "core/text.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace api {
namespace {

using Json = nlohmann::ordered_json;

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

Json typed(const std::string& type) {
  Json out = Json::object();
  out["type"] = type == "time" || type == "duration" ? "string" : type;
  if (type == "time") out["format"] = "date-time";
  if (type == "duration") out["description"] = "such as 1h30m";
  return out;
}

Json enumeration(const std::vector<std::string>& values) {
  auto out = typed("string");
  out["description"] = core::join(values, ", ") + "; more may come";
  return out;
}

Json or_null(Json schema) {
  if (!schema.contains("type")) {
    Json out = Json::object();
    out["anyOf"] = Json::array({std::move(schema), typed("null")});
    return out;
  }
  auto type = schema["type"].get<std::string>();
  schema["type"] = Json::array({std::move(type), "null"});
  return schema;
}

class Notation {
 public:
  explicit Notation(std::string_view text) : text_(text) {}

  Json whole() {
    auto out = fields();
    CHECK(at_ == text_.size());
    return out;
  }

 private:
  char next() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  bool take(char c) {
    if (next() != c) return false;
    ++at_;
    return true;
  }

  std::string word() {
    next();
    const auto begin = at_;
    while (at_ < text_.size() && is_word_character(text_[at_])) ++at_;
    CHECK(at_ > begin);
    return std::string(text_.substr(begin, at_ - begin));
  }

  Json fields() {
    Json properties = Json::object(), required = Json::array();
    while (next() != '\0' && next() != '}') {
      const auto name = word();
      const bool optional = take('?');
      CHECK(take(':'));
      properties[name] = type();
      if (!optional) required.push_back(name);
      if (!take(',')) break;
    }
    auto out = typed("object");
    if (!required.empty()) out["required"] = std::move(required);
    out["properties"] = std::move(properties);
    return out;
  }

  Json type() {
    auto out = plain_type();
    return take('?') ? or_null(std::move(out)) : out;
  }

  Json plain_type() {
    if (take('[')) {
      auto out = typed("array");
      out["items"] = type();
      CHECK(take(']'));
      return out;
    }
    if (take('{')) {
      auto out = fields();
      CHECK(take('}'));
      return out;
    }
    if (take('#')) {
      Json out = Json::object();
      out["$ref"] = "#/components/schemas/" + word();
      return out;
    }
    std::vector<std::string> words = {word()};
    while (take('|')) words.push_back(word());
    return words.size() == 1 ? typed(words.front()) : enumeration(words);
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Json object_schema(std::string_view fields) { return Notation(fields).whole(); }

}  // namespace api
