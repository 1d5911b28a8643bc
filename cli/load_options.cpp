#include "cli/load_options.hpp"

#include "core/io/named_file.hpp"

#include <algorithm>
#include <filesystem>
#include <istream>
#include <ostream>

namespace cli {
namespace {

// Relative paths are the client's, wherever the agent is.
std::string absolute(const World& world, const std::string& path) {
  return (std::filesystem::path(world.current_directory) / path).lexically_normal().string();
}

// To the end, or one byte more than may be.
Expected<std::string> read_all(std::istream& in) {
  std::string text(compose::file_bytes_max + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() <= compose::file_bytes_max) return text;
  return wrong_usage("standard input has more than " + std::to_string(compose::file_bytes_max) +
                     " bytes");
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
  request.read = [](const std::string& path) {
    return core::read_named_file_or_pipe(path, compose::file_bytes_max);
  };
  if (std::count(wanted.files.begin(), wanted.files.end(), "-") > 0) {
    auto text = read_all(world.in);
    if (!text) return text.error();
    request.standard_input = std::move(*text);
  }
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
