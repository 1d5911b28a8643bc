#include "api/compose_source.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <memory>

namespace api {
namespace {

// Stands for the project directory where the body names none. A relative path would be resolved
// against it and be found in what was loaded.
constexpr std::string_view nowhere = "/.evenkeel-no-directory";

Problem refused(const compose::Mistakes& mistakes) {
  std::vector<std::string> texts;
  for (const auto& mistake : mistakes) texts.push_back(mistake.text());
  return refused_project(texts, field_errors(mistakes));
}

bool is_absolute(const std::string& path) { return !path.empty() && path.front() == '/'; }

Problem other_name(const std::string& said, const std::string& name) {
  return problem(400, "The body names its project " + said + ", the address " + name,
                 {{"name", "expected " + name + ", or nothing"}});
}

// Loads; where the files name the project themselves, they must name the one of the address.
core::Result<compose::Loaded> load_named(compose::LoadRequest request, const std::string& name,
                                         std::string& said, compose::Mistakes& mistakes) {
  auto names = std::make_shared<std::string>(written_name(request.standard_input));
  request.read = [names, files = request.files, read = request.read](const std::string& path) {
    auto text = read(path);
    const bool asked_for = std::find(files.begin(), files.end(), path) != files.end();
    if (text && asked_for && names->empty()) *names = written_name(*text);
    return text;
  };
  request.name = name;
  auto loaded = compose::load(request, mistakes);
  if (!loaded || names->empty()) return loaded;
  request.name.clear();
  request.environment.erase("COMPOSE_PROJECT_NAME");
  const auto as_written = compose::load(request);
  if (as_written) said = as_written->spec.name;
  return loaded;
}

Expected<Project> finished(core::Result<compose::Loaded> loaded, const compose::Mistakes& mistakes,
                           model::Source source) {
  if (!mistakes.empty()) return refused(mistakes);
  return Project{std::make_shared<const model::Spec>(std::move(loaded->spec)), std::move(source),
                 std::move(loaded->warnings)};
}

Expected<Project> load_request(compose::LoadRequest request, model::Source source,
                               const std::string& name) {
  std::string said;
  compose::Mistakes mistakes;
  auto loaded = load_named(std::move(request), name, said, mistakes);
  if (!said.empty() && said != name) return other_name(said, name);
  return finished(std::move(loaded), mistakes, std::move(source));
}

Expected<Project> load_without_directory(compose::LoadRequest request, const std::string& name) {
  request.current_directory = nowhere;
  std::string said;
  compose::Mistakes mistakes;
  auto loaded = load_named(std::move(request), name, said, mistakes);
  if (!said.empty() && said != name) return other_name(said, name);
  if (loaded && core::contains(loaded->spec.canonical_json, nowhere))
    return problem(400,
                   "The Compose file holds relative paths: say what they are relative to, with "
                   "?directory=/srv/" +
                       name);
  if (loaded) {
    loaded->spec.working_dir.clear();
    loaded->spec.config_files.clear();
  }
  return finished(std::move(loaded), mistakes, {});
}

struct Load {
  const std::string& name;
  const compose::FileReader& from_disk;

  Expected<Project> operator()(const PutText& body) const {
    compose::LoadRequest request;
    request.read = from_disk;
    request.files = {"-"};
    request.standard_input = body.compose;
    request.environment = body.env;
    if (body.directory.empty()) return load_without_directory(std::move(request), name);
    if (!is_absolute(body.directory)) return bad_directory();
    request.current_directory = request.directory = body.directory;
    return load_request(std::move(request), {model::SourceKind::compose, {}, body.directory}, name);
  }

  Expected<Project> operator()(const PutFiles& body) const {
    compose::LoadRequest request;
    if (body.files.empty())
      return problem(400, "\"files\" is empty", {{"files", "expected a path"}});
    for (const auto& file : body.files) {
      if (!is_absolute(file))
        return problem(400, "\"files\" must be absolute paths on the agent's host",
                       {{"files", "not absolute: " + file}});
    }
    if (!body.directory.empty() && !is_absolute(body.directory)) return bad_directory();
    for (const auto& file : body.env_files) {
      if (body.directory.empty() && !is_absolute(file))
        return problem(400, "\"env_files\" must be absolute paths, or relative to \"directory\"",
                       {{"env_files", "not absolute: " + file}});
    }
    request.read = from_disk;
    request.files = body.files;
    request.current_directory = body.directory.empty() ? "/" : body.directory;
    request.directory = body.directory;
    request.environment = body.env;
    request.env_files = body.env_files;
    request.profiles = body.profiles;
    const model::Source source{model::SourceKind::compose, body.files, body.directory};
    auto project = load_request(std::move(request), source, name);
    if (project && project->source.directory.empty())
      project->source.directory = project->spec->working_dir;
    return project;
  }

  Expected<Project> operator()(const PutProject& body) const {
    compose::Mistakes mistakes;
    auto loaded = compose::from_canonical(body.canonical_json,
                                          {body.directory, body.files, body.env_files}, mistakes);
    if (loaded && loaded->spec.name != name) return other_name(loaded->spec.name, name);
    return finished(std::move(loaded), mistakes,
                    {model::SourceKind::compose, body.files, body.directory});
  }

  static Problem bad_directory() {
    return problem(400, "The directory must be an absolute path on the agent's host",
                   {{"directory", "expected an absolute path"}});
  }
};

}  // namespace

Expected<Project> load_project(const PutBody& body, const std::string& name,
                               const compose::FileReader& read) {
  return std::visit(Load{name, read}, body.form);
}

// The place is for a person, the path for a program.
std::vector<FieldError> field_errors(const compose::Mistakes& mistakes) {
  std::vector<FieldError> out;
  for (const auto& mistake : mistakes) {
    const auto place = mistake.place.empty() ? "" : " (" + mistake.place + ")";
    out.push_back({mistake.path, mistake.message + place});
  }
  return out;
}

std::string written_name(const std::string& yaml) {
  constexpr std::string_view key = "name:";
  for (const auto& line : core::split(yaml, '\n')) {
    if (line.compare(0, key.size(), key) != 0) continue;
    return std::string(core::trim(std::string_view(line).substr(key.size())));
  }
  return "";
}

}  // namespace api
