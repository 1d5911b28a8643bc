#include "compose/support.hpp"

namespace compose_tests {

core::Result<compose::Loaded> load(const Files& files, const compose::Environment& environment) {
  compose::LoadRequest request;
  request.files = {"compose.yaml"};
  request.current_directory = "/srv/shop";
  request.environment = environment;
  request.read = [files](const std::string& path) -> core::Result<std::string> {
    static const std::string folder = "/srv/shop/";
    const auto at = path.starts_with(folder) ? files.find(path.substr(folder.size())) : files.end();
    if (at == files.end()) return core::not_found(path + ": no such file");
    return at->second;
  };
  return compose::load(request);
}

core::Result<compose::Loaded> load(const std::string& compose_yaml,
                                   const compose::Environment& environment) {
  return load(Files{{"compose.yaml", compose_yaml}}, environment);
}

std::string error_of(const std::string& compose_yaml) {
  const auto loaded = load(compose_yaml);
  return loaded ? "" : loaded.error().what;
}

}  // namespace compose_tests
