// Reads the keys of one channel and notes what it read, so that equal settings make equal channels
// and a changed one (also the content of a file) makes another.
#pragma once

#include "core/clock.hpp"
#include "core/secret.hpp"
#include "core/yaml_map.hpp"
#include "notify/channel.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace notify {

class KeyReader {
 public:
  // `map` outlives it.
  KeyReader(core::YamlMap& map, std::string_view type);

  // Each answers with `absent` where the key is not written or is a mistake.
  std::string text(const std::string& key, const std::string& absent = "");
  std::string required_text(const std::string& key);
  core::Secret secret(const std::string& key);
  // One line of visible characters; a mistake where it is missing, empty or something else.
  core::Secret required_secret(const std::string& key);
  bool flag(const std::string& key, bool absent);
  int integer(const std::string& key, int absent, int min, int max);
  core::Milliseconds duration(const std::string& key, core::Milliseconds absent,
                              core::Milliseconds min, core::Milliseconds max);
  std::vector<std::string> texts(const std::string& key, const core::YamlMap::Judge& judge);
  std::map<std::string, std::string> pairs(const std::string& key);
  // An absolute path, or "".
  std::string path(const std::string& key);

  bool has(const std::string& key) const { return map_.has(key); }
  void refuse(const std::string& key, const std::string& why);

  // What was read, with how to make it; nothing where a mistake was found.
  std::optional<ChannelSettings> settings(
      std::function<std::unique_ptr<Channel>()> make,
      std::function<std::unique_ptr<AlertFeed>()> make_feed = nullptr) const;

 private:
  void note(const std::string& key, std::string_view value);
  // Notes that a key which is written could not be read.
  void check_read(const std::string& key, bool was_read);

  core::YamlMap& map_;
  std::string type_;
  std::string noted_;  // of all keys and values
  bool mistaken_ = false;
};

// Not empty, UTF-8, no spaces, no control characters.
bool is_visible_line(std::string_view text);

}  // namespace notify
