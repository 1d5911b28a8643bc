#include "compose/layers.hpp"

#include "compose/merge.hpp"
#include "compose/rule.hpp"
#include "compose/transform.hpp"

namespace compose {
namespace {

void drop_version(Value& root, const std::string& file, Problems& problems) {
  if (root.find("version") == nullptr) return;
  problems.warn(file +
                ": the attribute `version` is obsolete, it will be ignored, please remove it to "
                "avoid potential confusion");
  root.as_map()->erase("version");
}

}  // namespace

SourceFile open_file(const std::string& path, const Asked& asked, const FileReader& read,
                     Problems& problems) {
  const auto text = read(path);
  if (text) return {path, parse_yaml(*text, path, problems)};
  problems.add(asked.at, asked.path, text.error().what);
  return {path, {}};
}

Value merge_document(Value base, YamlDocument document, const Onto& onto, Problems& problems) {
  const auto before = problems.count();
  auto& root = document.root;
  if (root.as_map() == nullptr) {
    problems.add(root.position(), {}, "the top level must be a mapping");
    return base;
  }
  if (onto.around.interpolate) interpolate_tree(root, onto.around.environment, problems);
  if (problems.count() > before) return base;
  if (onto.whole) apply_extends(root, document.replaced, onto.file, onto.around, problems);
  remove_replaced(base, document.replaced);
  if (onto.whole) apply_include(root, onto.around, onto.including, problems);
  if (problems.count() > before) return base;
  base = merge(std::move(base), std::move(root), problems);
  drop_redefined(base, problems);
  if (onto.whole) validate(base, problems);
  if (problems.count() > before) return base;
  if (onto.whole) drop_version(base, onto.file, problems);
  make_canonical(base, *onto.around.ports, problems);
  drop_redefined(base, problems);
  return base;
}

Value merge_layers(std::vector<SourceFile> files, const Surroundings& around,
                   const std::vector<std::string>& including, Problems& problems) {
  Value merged = Value::map({}, {});
  for (auto& file : files) {
    auto chain = including;
    chain.push_back(file.path);
    for (auto& document : file.documents)
      merged = merge_document(std::move(merged), std::move(document),
                              {file.path, around, chain, true}, problems);
  }
  if (!problems.empty()) return merged;
  return finish_layers(std::move(merged), around, problems);
}

Value finish_layers(Value merged, const Surroundings& around, Problems& problems) {
  set_defaults(merged);
  check_values(merged, problems);
  resolve_paths(merged, around.directory, around.environment, problems);
  resolve_environment(merged, around.environment);
  return merged;
}

}  // namespace compose
