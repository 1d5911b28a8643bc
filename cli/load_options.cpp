#include "cli/load_options.hpp"

#include <algorithm>
#include <filesystem>
#include <istream>
#include <iterator>
#include <ostream>

namespace cli {
namespace {

// Relative paths are the client's, wherever the agent is.
std::string absolute(const World& world, const std::string& path) {
  return (std::filesystem::path(world.current_directory) / path).lexically_normal().string();
}

std::string read_all(std::istream& in) {
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

void define_load_options(Options& options, LoadOptions& into) {
  options.texts("-f,--file", into.files,
                "Compose file, - for standard input; later ones override earlier ones");
  options.text("--name", into.name, "Name of the deployment (default: as Docker Compose finds it)");
  options.text("--project-directory", into.directory,
               "What relative paths are relative to (default: the folder of the first file)");
  options.texts("--env-file", into.env_files,
                "Variables for the file (default: .env of the project directory)");
  options.texts("--profile", into.profiles, "Also the services of this profile; * for all");
}

Expected<compose::Loaded> load_project(World& world, const LoadOptions& wanted) {
  if (wanted.files.empty())
    return wrong_usage(
        "-f is missing: say which Compose file, such as -f compose.yaml, or -f - for standard "
        "input");
  if (wanted.name && wanted.name->empty())
    return wrong_usage(
        "--name is empty (a variable without a value?): name it, or leave out --name");
  compose::LoadRequest request;
  request.files = wanted.files;
  if (std::count(wanted.files.begin(), wanted.files.end(), "-") > 0)
    request.standard_input = read_all(world.in);
  request.current_directory = world.current_directory;
  if (!wanted.directory.empty()) request.directory = absolute(world, wanted.directory);
  request.environment = world.environment;
  for (const auto& file : wanted.env_files) request.env_files.push_back(absolute(world, file));
  request.profiles = wanted.profiles;
  request.name = wanted.name.value_or("");
  auto loaded = compose::load(request);
  if (!loaded) return wrong_usage(loaded.error().what);
  for (const auto& warning : loaded->warnings)
    world.err << "evenkeel: warning: " << warning << "\n";
  return std::move(*loaded);
}

}  // namespace cli
