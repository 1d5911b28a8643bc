// The real Compose files of ../shared/compose/real, each with what Docker Compose printed and sent.
#pragma once

#include "compose/load.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace real_files {

using Json = nlohmann::json;

struct RealFile {
  std::string name;       // below the folder
  std::string directory;  // absolute
  Json engine;            // *.engine.json
  std::string config;     // *.config.json as text
};

// Empty where the folder is absent.
std::vector<RealFile> all();

// As when the requests were recorded (variables set, all profiles), or as when the project was
// printed: with nothing.
enum class Variables { set, none };
core::Result<compose::Loaded> load(const RealFile& file, Variables variables);

}  // namespace real_files
