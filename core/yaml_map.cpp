#include "core/yaml_map.hpp"

#include "core/text.hpp"

#include <algorithm>

namespace core {
namespace {

using Kind = YamlValue::Kind;

const YamlValue nothing_written;

std::string without_line_break(std::string text) {
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  return text;
}

}  // namespace

void YamlReading::refuse(const YamlValue& at, const std::string& path, const std::string& why) {
  mistakes.push_back({at.file ? *at.file : "", at.line, path.empty() ? why : path + ": " + why});
}

YamlMap::YamlMap(YamlReading& reading, const YamlValue& value, std::string path,
                 std::string key_path)
    : reading_(reading), value_(value), path_(std::move(path)), key_path_(std::move(key_path)) {}

std::string YamlMap::path_of(const std::string& key) const {
  return path_.empty() ? key : path_ + "." + key;
}

bool YamlMap::has(const std::string& key) const {
  const auto* value = value_.find(key);
  return value && value->kind != Kind::null;
}

bool YamlMap::is(const std::string& key, std::string_view word) const {
  const auto* value = value_.find(key);
  return value && value->kind == Kind::scalar && value->text == word;
}

const YamlValue* YamlMap::take(const std::string& key) {
  if (std::find(asked_.begin(), asked_.end(), key) == asked_.end()) asked_.push_back(key);
  reading_.keys.insert(key_path_.empty() ? key : key_path_ + "." + key);
  return has(key) ? value_.find(key) : nullptr;
}

void YamlMap::expected(const std::string& key, const YamlValue& at, const std::string& what,
                       const std::string& hint) {
  reading_.refuse(at, path_of(key), "expected " + what + ", found " + describe(at) + hint);
}

const YamlValue* YamlMap::take_scalar(const std::string& key, const std::string& what) {
  const auto* value = take(key);
  if (!value || value->kind == Kind::scalar) return value;
  expected(key, *value, what);
  return nullptr;
}

std::optional<std::string> YamlMap::content_of(const std::string& key) {
  const auto path = text(key);
  if (!path) return std::nullopt;
  if (auto content = reading_.read_file ? reading_.read_file(*path) : std::nullopt)
    return without_line_break(std::move(*content));
  refuse(key, "expected a file that can be read, found none at '" + *path + "'");
  return std::nullopt;
}

std::optional<Secret> YamlMap::secret(const std::string& key) {
  const auto file_key = key + "_file";
  const auto* value = take(key);
  auto content = content_of(file_key);
  if (!value) return content ? std::optional(Secret(std::move(*content))) : std::nullopt;
  if (has(file_key))
    refuse(key, "expected one of '" + key + "' and '" + file_key + "', found both");
  // No value in the text of the mistake: it may be the secret itself.
  if (value->kind == Kind::scalar) return Secret(value->text);
  refuse(key, "expected a text, found another type");
  return std::nullopt;
}

void YamlMap::section(const std::string& key, const std::function<void(YamlMap&)>& read) {
  const auto* value = take(key);
  const bool usable = value && value->kind == Kind::map;
  if (value && !usable) expected(key, *value, "a map of keys");
  YamlMap map(reading_, usable ? *value : nothing_written, path_of(key),
              key_path_.empty() ? key : key_path_ + "." + key);
  read(map);
  map.finish();
}

void YamlMap::each(const std::string& key,
                   const std::function<void(const std::string& name, YamlMap&)>& read) {
  const auto* value = take(key);
  const auto key_path = (key_path_.empty() ? key : key_path_ + "." + key) + ".*";
  if (!value && !reading_.listing_keys) return;
  if (!value) {
    YamlMap map(reading_, nothing_written, key_path, key_path);
    return read("*", map);
  }
  if (value->kind != Kind::map) return expected(key, *value, "a map of names");
  for (const auto& entry : value->entries) {
    const bool usable = entry.value.kind == Kind::map || entry.value.kind == Kind::null;
    if (!usable)
      reading_.refuse(entry.value, path_of(key) + "." + entry.key,
                      "expected a map of keys, found " + describe(entry.value));
    YamlMap map(reading_, usable ? entry.value : nothing_written, path_of(key) + "." + entry.key,
                key_path);
    read(entry.key, map);
    map.finish();
  }
}

void YamlMap::value(const std::string& key, const ReadValue& read) {
  if (const auto* value = take(key)) read(reading_, *value, path_of(key));
}

void YamlMap::value_or_null(const std::string& key, const ReadValue& read) {
  (void)take(key);
  if (const auto* value = value_.find(key)) read(reading_, *value, path_of(key));
}

void YamlMap::require(const std::string& key) {
  if (!has(key)) reading_.refuse(value_, path_, "expected the key '" + key + "', which is missing");
}

void YamlMap::not_yet(const std::string& key) {
  asked_.push_back(key);
  if (value_.find(key))
    refuse(key, "belongs to a part of evenkeel that this version does not have; take it out");
}

void YamlMap::refuse(const std::string& key, const std::string& why) {
  const auto* value = value_.find(key);
  reading_.refuse(value ? *value : value_, path_of(key), why);
}

void YamlMap::refuse_name(const std::string& key, const std::string& name, const std::string& why) {
  const auto* names = value_.find(key);
  const auto* value = names ? names->find(name) : nullptr;
  if (value) reading_.refuse(*value, path_of(key), why);
}

void YamlMap::finish() {
  for (const auto& entry : value_.entries) {
    if (std::find(asked_.begin(), asked_.end(), entry.key) != asked_.end()) continue;
    auto hint = did_you_mean(entry.key, asked_);
    if (hint.empty()) hint = "; known here: " + join(asked_, ", ");
    const auto place = path_.empty() ? "a key of evenkeel" : "a key of " + path_;
    reading_.refuse(entry.value, path_of(entry.key),
                    "expected " + place + ", found '" + entry.key + "'" + hint);
  }
}

void read_document(YamlReading& reading, const YamlValue& document,
                   const std::function<void(YamlMap&)>& read) {
  const bool usable = document.kind == Kind::map || document.kind == Kind::null;
  if (!usable) reading.refuse(document, "", "expected a map of keys, found " + describe(document));
  YamlMap map(reading, usable ? document : nothing_written, "", "");
  read(map);
  map.finish();
  std::sort(reading.mistakes.begin(), reading.mistakes.end());
}

}  // namespace core
