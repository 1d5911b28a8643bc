#include "compose/real_files.hpp"

#include "core/io/named_file.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace real_files {
namespace {

const std::string folder =
    std::filesystem::weakly_canonical(std::string(EVENKEEL_SHARED) + "/compose/real").string();

std::string text_of(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

std::vector<RealFile> all() {
  std::vector<RealFile> files;
  if (!std::filesystem::exists(folder)) return files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const auto path = entry.path().string();
    const bool compose_file = path.ends_with(".yml") || path.ends_with(".yaml");
    if (!compose_file) continue;
    files.push_back({path.substr(folder.size() + 1), entry.path().parent_path().string(),
                     Json::parse(text_of(path + ".engine.json")), text_of(path + ".config.json")});
  }
  return files;
}

core::Result<compose::Loaded> load(const RealFile& file, Variables variables) {
  compose::LoadRequest request;
  request.current_directory = file.directory;
  request.files = {folder + "/" + file.name};
  request.environment["HOME"] = "/nonexistent-home";
  if (variables == Variables::set) {
    request.environment = file.engine["env"].get<compose::Environment>();
    request.environment["HOME"] = "/home/user";
    request.profiles = file.engine["profiles"].get<std::vector<std::string>>();
  }
  request.read = [](const std::string& path) {
    return core::read_named_file(path, compose::file_bytes_max);
  };
  return compose::load(request);
}

}  // namespace real_files
