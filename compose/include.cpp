// `include`: whole projects, each with its own directory and environment, taken into this one.
// Conflicts are mistakes.
#include "compose/env_file.hpp"
#include "compose/file_path.hpp"
#include "compose/layers.hpp"
#include "compose/project_environment.hpp"

#include <algorithm>
#include <array>

namespace compose {
namespace {

constexpr std::size_t include_depth_max = 100;

struct Inclusion {
  std::vector<std::string> paths, env_files;
  std::string directory;
  Position at;
  Path path;
};

std::vector<std::string> texts(const Value* value) {
  std::vector<std::string> out;
  if (value == nullptr) return out;
  if (const auto* text = value->as_text()) out.push_back(*text);
  if (const auto* list = value->as_list()) {
    for (const auto& item : *list) {
      if (item.as_text() != nullptr) out.push_back(*item.as_text());
    }
  }
  return out;
}

std::vector<Inclusion> inclusions(const Value& value, Problems& problems) {
  std::vector<Inclusion> out;
  const auto where = Path().key("include");
  if (value.is_null()) return out;
  if (value.as_list() == nullptr) {
    problems.add(value.position(), where, "expected a list, got " + std::string(kind_name(value)));
    return out;
  }
  for (std::size_t i = 0; i < value.as_list()->size(); ++i) {
    const auto& item = (*value.as_list())[i];
    const bool short_form = item.as_text() != nullptr;
    Inclusion one{texts(short_form ? &item : item.find("path")), texts(item.find("env_file")),
                  item.text_at("project_directory"), item.position(), where.item(i)};
    if (one.paths.empty())
      problems.add(item.position(), one.path, "expected a path or a mapping with `path`");
    out.push_back(std::move(one));
  }
  return out;
}

class Includer {
 public:
  Includer(const Surroundings& around, const std::vector<std::string>& including,
           Problems& problems)
      : around_(around), including_(including), problems_(problems) {}

  void take_in(const Inclusion& one, Value& root) {
    const auto before = problems_.count();
    std::vector<SourceFile> files;
    for (const auto& path : one.paths) {
      if (path.find("://") != std::string::npos)
        return problems_.add(one.at, one.path, "remote files are not supported: " + path);
      files.push_back(open_file(join_path(around_.directory, path), {one.at, one.path},
                                around_.read, problems_));
    }
    const auto& main = files.front().path;
    if (std::find(including_.begin(), including_.end(), main) != including_.end()) {
      return problems_.add(one.at, one.path, "include cycle: " + main + " includes itself");
    }
    if (including_.size() >= include_depth_max) {
      return problems_.add(
          one.at, one.path,
          "more than " + std::to_string(include_depth_max) + " files include one another in a row");
    }
    Surroundings inside = around_;
    inside.directory =
        one.directory.empty() ? directory_of(main) : join_path(around_.directory, one.directory);
    add_environment(one, inside);
    if (problems_.count() > before) return;
    auto imported = merge_layers(std::move(files), inside, including_, problems_);
    if (problems_.count() == before) import(imported, root, one);
  }

 private:
  void add_environment(const Inclusion& one, Surroundings& inside) {
    std::vector<std::string> files;
    for (const auto& file : one.env_files) files.push_back(join_path(around_.directory, file));
    if (auto done = add_env_files(files, inside.directory, around_.read, inside.environment);
        !done) {
      problems_.add(one.at, one.path, done.error().what);
    }
  }

  void import(const Value& imported, Value& root, const Inclusion& one) {
    static constexpr std::array<const char*, 6> kinds = {"services", "volumes", "networks",
                                                         "secrets",  "configs", "models"};
    for (const auto* kind : kinds) {
      const auto* from = imported.find(kind);
      if (from == nullptr || from->as_map() == nullptr) continue;
      auto& into = root.as_map()->emplace(kind, Value::map({}, from->position())).first->second;
      if (into.is_null()) into = Value::map({}, from->position());
      if (into.as_map() == nullptr) continue;  // the schema will say so
      for (const auto& [name, value] : *from->as_map()) {
        const auto [at, fresh] = into.as_map()->emplace(name, value);
        if (!fresh && !(at->second == value)) {
          problems_.add(at->second.position(), Path().key(kind).key(name),
                        "conflicts with what " + one.paths.front() + " declares");
        }
      }
    }
  }

  const Surroundings& around_;
  const std::vector<std::string>& including_;
  Problems& problems_;
};

}  // namespace

void apply_include(Value& root, const Surroundings& around,
                   const std::vector<std::string>& including, Problems& problems) {
  const auto* include = root.find("include");
  if (include == nullptr) return;
  Includer includer(around, including, problems);
  const auto before = problems.count();
  const auto all = inclusions(*include, problems);
  if (problems.count() > before) return;
  for (const auto& one : all) includer.take_in(one, root);
  root.as_map()->erase("include");
}

}  // namespace compose
