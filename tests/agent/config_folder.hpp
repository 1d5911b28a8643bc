// A configuration folder of a test's own.
#pragma once

#include "agent/config_load.hpp"
#include "support/temp_dir.hpp"

#include <filesystem>
#include <fstream>
#include <string>

namespace agent_test {

class Folder {
 public:
  agent::ConfigSource source() const {
    const auto path = dir_.path().string();
    return {std::nullopt,
            {path, path + "/state", path + "/run"},
            [](const std::string& name) -> std::optional<std::string> {
              if (name == "BOX") return "box-7";
              return std::nullopt;
            }};
  }
  std::string write(const std::string& name, const std::string& text) const {
    const auto path = dir_.path() / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
    return path.string();
  }
  // The mistakes of evenkeel.yaml with this text, without the folder's name.
  std::string mistakes_of(const std::string& text) const {
    write("evenkeel.yaml", text);
    const auto config = load_config(source());
    if (config) return "";
    auto what = config.error().what;
    for (auto at = what.find(dir_.path().string() + "/"); at != std::string::npos;
         at = what.find(dir_.path().string() + "/")) {
      what.erase(at, dir_.path().string().size() + 1);
    }
    return what;
  }
  agent::Config load(const std::string& text) const {
    write("evenkeel.yaml", text);
    return load_config(source()).value();
  }

 private:
  support::TempDir dir_;
};

}  // namespace agent_test
