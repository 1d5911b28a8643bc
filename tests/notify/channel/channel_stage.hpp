// Channels made from YAML.
#pragma once

#include "core/text.hpp"
#include "core/yaml_reader.hpp"
#include "notify/channel.hpp"
#include "support/catch.hpp"
#include "support/recording_server.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace channel_stage {

using support::RecordingServer;
using support::Seen;

struct ReadChannel {
  std::optional<notify::ChannelSettings> settings;
  std::string mistakes;  // one a line
};

// A map of keys without `type`. `files`: what is in which file.
inline ReadChannel read_channel(const std::string& type, const std::string& yaml,
                                const std::map<std::string, std::string>& files = {}) {
  const auto* kind = notify::find_channel_kind(type);
  REQUIRE(kind != nullptr);
  core::YamlReading reading;
  reading.read_file = [&files](const std::string& path) {
    const auto found = files.find(path);
    return found == files.end() ? std::nullopt : std::optional(found->second);
  };
  const core::Environment environment = [](const std::string&) {
    return std::optional<std::string>("from-the-environment");
  };
  const auto value = core::read_yaml(yaml, "c.yaml", environment, reading.mistakes);
  core::YamlMap map(reading, value, "c", "c");
  ReadChannel read{kind->read(map), ""};
  map.finish();
  std::vector<std::string> lines;
  for (const auto& mistake : reading.mistakes) lines.push_back(mistake.text);
  std::sort(lines.begin(), lines.end());
  read.mistakes = core::join(lines, "\n");
  return read;
}

inline std::unique_ptr<notify::Channel> made(const std::string& type, const std::string& yaml) {
  const auto read = read_channel(type, yaml);
  CAPTURE(read.mistakes);
  REQUIRE(read.settings);
  return read.settings->make();
}

}  // namespace channel_stage
