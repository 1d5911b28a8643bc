// The section `notify` of the configuration, strictly: every mistake is collected with its place.
#pragma once

#include "core/yaml_map.hpp"
#include "notify/settings.hpp"

namespace notify {

constexpr std::size_t channels_max = 32;
constexpr std::size_t channel_name_bytes_max = 64;
constexpr std::size_t routes_max = 100;

// Reads every key over the defaults in `settings`. The keys of a channel are read by its kind; what
// has a mistake is left out. `recurrence` is not of this section and stays as it is.
void read_notify(core::YamlMap& map, Settings& settings);

}  // namespace notify
