// One route of the configuration, and what other sections have in common with it.
#pragma once

#include "core/yaml_map.hpp"
#include "notify/settings.hpp"

#include <optional>
#include <string>
#include <vector>

namespace notify {

using ChannelNames = std::vector<std::string>;

// The mistakes are collected in the map's reading; the caller finishes the map.
Route read_route(core::YamlMap& map, const ChannelNames& names);

// A name that is not among `names` is a mistake that names the nearest. Nothing where the key is
// absent.
std::optional<std::vector<std::string>> read_channel_names(core::YamlMap& map,
                                                           const std::string& key,
                                                           const ChannelNames& names);

// "22:00" as minutes since midnight.
std::optional<int> read_minute(core::YamlMap& map, const std::string& key);

}  // namespace notify
