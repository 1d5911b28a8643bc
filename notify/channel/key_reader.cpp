#include "notify/channel/key_reader.hpp"

#include "core/digest.hpp"
#include "core/utf8.hpp"

#include <algorithm>
#include <utility>

namespace notify {

KeyReader::KeyReader(core::YamlMap& map, std::string_view type) : map_(map), type_(type) {}

// With its length, so that no two lists of values look alike.
void KeyReader::note(const std::string& key, std::string_view value) {
  noted_ += key + ":" + std::to_string(value.size()) + ":";
  noted_ += value;
}

void KeyReader::check_read(const std::string& key, bool was_read) {
  if (!was_read && map_.has(key)) mistaken_ = true;
}

void KeyReader::refuse(const std::string& key, const std::string& why) {
  mistaken_ = true;
  map_.refuse(key, why);
}

std::string KeyReader::text(const std::string& key, const std::string& absent) {
  const auto value = map_.text(key);
  check_read(key, value.has_value());
  note(key, value.value_or(absent));
  return value.value_or(absent);
}

std::string KeyReader::required_text(const std::string& key) {
  map_.require(key);
  mistaken_ = mistaken_ || !map_.has(key);
  auto value = text(key);
  if (map_.has(key) && value.empty()) refuse(key, "expected a text, found an empty one");
  return value;
}

core::Secret KeyReader::secret(const std::string& key) {
  const bool written = map_.has(key), in_file = map_.has(key + "_file");
  auto value = map_.secret(key);
  if ((written || in_file) && (!value || (written && in_file))) mistaken_ = true;
  const auto found = value.value_or(core::Secret());
  note(key, found.reveal());
  return found;
}

core::Secret KeyReader::required_secret(const std::string& key) {
  const bool written = map_.has(key) || map_.has(key + "_file");
  if (!written) map_.require(key);
  mistaken_ = mistaken_ || !written;
  auto value = secret(key);
  const auto& where = map_.has(key) ? key : key + "_file";
  if (written && !mistaken_ && !is_visible_line(value.reveal()))
    refuse(where, "expected one line without spaces, found something else");
  return value;
}

bool KeyReader::flag(const std::string& key, bool absent) {
  const auto value = map_.flag(key);
  check_read(key, value.has_value());
  note(key, value.value_or(absent) ? "true" : "false");
  return value.value_or(absent);
}

int KeyReader::integer(const std::string& key, int absent, int min, int max) {
  const auto value = map_.integer(key, min, max);
  check_read(key, value.has_value());
  note(key, std::to_string(value.value_or(absent)));
  return value.value_or(absent);
}

core::Milliseconds KeyReader::duration(const std::string& key, core::Milliseconds absent,
                                       core::Milliseconds min, core::Milliseconds max) {
  const auto value = map_.duration(key, min, max);
  check_read(key, value.has_value());
  note(key, std::to_string(value.value_or(absent).count()));
  return value.value_or(absent);
}

std::vector<std::string> KeyReader::texts(const std::string& key,
                                          const core::YamlMap::Judge& judge) {
  const auto values = map_.texts(key, [&](const std::string& item) {
    const auto judged = judge ? judge(item) : core::Status{};
    mistaken_ = mistaken_ || !judged;
    return judged;
  });
  check_read(key, values.has_value());
  auto result = values.value_or(std::vector<std::string>{});
  for (const auto& each : result) note(key, each);
  return result;
}

std::map<std::string, std::string> KeyReader::pairs(const std::string& key) {
  const auto values = map_.pairs(key);
  check_read(key, values.has_value());
  auto result = values.value_or(std::map<std::string, std::string>{});
  for (const auto& [name, value] : result) note(key + "." + name, value);
  return result;
}

std::string KeyReader::path(const std::string& key) {
  auto value = text(key);
  if (!value.empty() && !value.starts_with('/'))
    refuse(key, "expected an absolute path, found '" + value + "'");
  return value;
}

std::optional<ChannelSettings> KeyReader::settings(
    std::function<std::unique_ptr<Channel>()> make,
    std::function<std::unique_ptr<AlertFeed>()> make_feed) const {
  if (mistaken_) return std::nullopt;
  return ChannelSettings{type_, core::sha256_hex(noted_), std::move(make), std::move(make_feed)};
}

bool is_visible_line(std::string_view text) {
  return !text.empty() && core::is_utf8(text) && std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte > 0x20 && byte != 0x7F;
  });
}

}  // namespace notify
