#include "compose/load.hpp"

#include "compose/file_path.hpp"
#include "compose/layers.hpp"
#include "compose/project.hpp"
#include "compose/project_environment.hpp"
#include "core/text.hpp"

#include <memory>

namespace compose {
namespace {

std::string value_of(const Environment& environment, const std::string& name) {
  const auto at = environment.find(name);
  return at == environment.end() ? "" : at->second;
}

core::Result<std::string> no_such_file(const std::string& path) {
  return core::not_found(path + ": no such file");
}

core::Error too_large(const std::string& path, const std::string& why, std::size_t bytes_max) {
  return {core::Errc::too_large,
          path + " " + why + " more than " + std::to_string(bytes_max) + " bytes"};
}

// An env file that every service names, or a file that all extend from, is read for each of them.
FileReader within_limits(const FileReader& read) {
  if (!read) return [](const std::string& path) { return no_such_file(path); };
  const auto bytes = std::make_shared<std::size_t>(0);
  return [read, bytes](const std::string& path) -> core::Result<std::string> {
    auto text = read(path);
    if (!text) return text;
    if (text->size() > file_bytes_max) return too_large(path, "has", file_bytes_max);
    *bytes += text->size();
    if (*bytes <= project_bytes_max) return text;
    return too_large(path, "makes all that this project reads", project_bytes_max);
  };
}

class Loading {
 public:
  explicit Loading(const LoadRequest& request) : request_(request) {
    around_.read = within_limits(request.read);
  }

  core::Result<Loaded> run() {
    if (request_.files.empty()) return core::invalid("no Compose file given");
    auto ready = surroundings();
    if (!ready) return ready.error();
    std::vector<SourceFile> files;
    for (const auto& path : origin_.config_files) files.push_back(open(path));
    if (!problems_.empty()) return problems_.error();
    auto name = project_name(files);
    if (!name) return name.error();
    if (!problems_.empty()) return problems_.error();
    around_.environment["COMPOSE_PROJECT_NAME"] = *name;
    auto root = merge_layers(std::move(files), around_, {}, problems_);
    return make_project(std::move(root), {*name, profiles(), origin_}, around_, problems_);
  }

  const Problems& problems() const { return problems_; }

 private:
  std::string absolute(const std::string& path) const {
    return path == "-" ? path : join_path(request_.current_directory, path);
  }

  core::Status surroundings() {
    for (const auto& file : request_.files) origin_.config_files.push_back(absolute(file));
    for (const auto& file : request_.env_files) origin_.environment_files.push_back(absolute(file));
    around_.environment = request_.environment;
    around_.directory = clean_path(request_.current_directory);
    if (!request_.directory.empty()) {
      around_.directory = clean_path(absolute(request_.directory));
    } else if (const auto& first = origin_.config_files.front(); first != "-") {
      around_.directory = directory_of(first);
    }
    origin_.working_dir = around_.directory;
    return add_env_files(origin_.environment_files, around_.directory, around_.read,
                         around_.environment);
  }

  SourceFile open(const std::string& path) {
    if (path != "-") return open_file(path, {}, around_.read, problems_);
    return {path, parse_yaml(request_.standard_input, "standard input", problems_)};
  }

  // --name and COMPOSE_PROJECT_NAME must be right already; what files and directories give is made
  // right.
  core::Result<std::string> project_name(const std::vector<SourceFile>& files) {
    const auto given = request_.name.empty() ? value_of(around_.environment, "COMPOSE_PROJECT_NAME")
                                             : request_.name;
    if (!given.empty()) {
      if (normal_project_name(given) == given) return given;
      return core::invalid(
          "invalid project name `" + given +
          "`: lower-case letters, digits, - and _ only, beginning with a letter or digit");
    }
    const auto* written = written_name(files);
    return written != nullptr ? name_of(*written)
                              : normal_project_name(base_name(around_.directory));
  }

  // The last `name:` that is not blank, nullptr where there is none.
  static const Value* written_name(const std::vector<SourceFile>& files) {
    const Value* name = nullptr;
    for (const auto& file : files) {
      for (const auto& document : file.documents) {
        if (!document.root.text_at("name").empty()) name = document.root.find("name");
      }
    }
    return name;
  }

  std::string name_of(const Value& written) {
    const auto path = Path().key("name");
    UnsetNames unset;
    const auto text = Interpolation(around_.environment).apply(*written.as_text(), unset);
    if (!text) {
      problems_.add(written.position(), path, text.error().what);
      return "";
    }
    auto name = normal_project_name(*text);
    if (name.empty())
      problems_.add(written.position(), path, empty_name(*written.as_text(), unset));
    return name;
  }

  static std::string empty_name(const std::string& written, const UnsetNames& unset) {
    std::string message =
        "the project name must not be empty; nothing is left of `" + written + "`";
    for (const auto& name : unset.all()) message += ", " + name + " is not set";
    return message;
  }

  std::vector<std::string> profiles() const {
    if (!request_.profiles.empty()) return request_.profiles;
    std::vector<std::string> out;
    for (const auto& part : core::split(value_of(around_.environment, "COMPOSE_PROFILES"), ','))
      out.emplace_back(core::trim(part));
    return out;
  }

  const LoadRequest& request_;
  CanonicalOrigin origin_;
  Surroundings around_;
  Problems problems_;
};

}  // namespace

core::Result<Loaded> load(const LoadRequest& request) {
  Mistakes mistakes;
  return load(request, mistakes);
}

core::Result<Loaded> load(const LoadRequest& request, Mistakes& mistakes) {
  Loading loading(request);
  auto loaded = loading.run();
  mistakes = loading.problems().mistakes();
  if (!loaded && mistakes.empty()) mistakes.push_back({"", "", loaded.error().what});
  return loaded;
}

}  // namespace compose
