// Values that several types of checks have. What is wrong is a mistake of the map. For read_*.cpp.
#pragma once

#include "core/yaml_map.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace monitor {

inline constexpr std::size_t pattern_text_bytes_max = 4096;
inline constexpr int pattern_memory_max = 1 << 20;  // compiled

// A mistake where `key` is absent; an empty text is one, too.
std::string read_required(core::YamlMap& map, const std::string& key);
// A mistake where `key` is written and holds nothing.
void refuse_empty(core::YamlMap& map, const std::string& key);
// A text that may be a secret, "" where it is absent: no mistake quotes it.
std::string read_secret_text(core::YamlMap& map, const std::string& key);
// Names and texts that may be secrets, none of them quoted: a name that is wrong may hold one, too.
// `names` says what they are the names of.
std::map<std::string, std::string> read_secret_texts(
    core::YamlMap& map, const std::string& key, const std::string& names,
    const std::function<bool(const std::string& name)>& is_name);
// The kernel ends a text there: what is behind it would be lost.
bool holds_nul(std::string_view text);
inline constexpr const char* without_nul = "expected a text without a NUL byte, found one";
// An absolute path; "" where it is absent.
std::string read_absolute_path(core::YamlMap& map, const std::string& key);
// A pattern of RE2; "" where it is absent.
std::string read_pattern(core::YamlMap& map, const std::string& key);
std::optional<std::uint64_t> read_size(core::YamlMap& map, const std::string& key);
// "90", "92.5" or "90%": more than 0, at most 100.
std::optional<double> read_percentage(core::YamlMap& map, const std::string& key);
// Calls `take` with the one value of `key`, or with each of the list there, and its path.
using TakeItem = std::function<void(core::YamlReading& reading, const core::YamlValue& item,
                                    const std::string& path)>;
void read_one_or_more(core::YamlMap& map, const std::string& key, const TakeItem& take);
// "expected WHAT, found ..." at an item.
void refuse_item(core::YamlReading& reading, const core::YamlValue& item, const std::string& path,
                 const std::string& what);
// A whole number of a scalar.
std::optional<int> whole_number(const std::string& text);

}  // namespace monitor
