// Which keys hold paths of the machine, and how those become absolute.
#include "compose/file_path.hpp"
#include "compose/layers.hpp"

#include <array>

namespace compose {
namespace {

struct Base {
  std::string directory, home;
};

struct Place {
  Value& value;
  const Path& path;
  const Base& base;
  Problems& problems;
};

using Rule = void (*)(const Place&);

void put(Value& value, std::string text) { value = Value::text(std::move(text), value.position()); }

void local(const Place& place) {
  const auto* text = place.value.as_text();
  if (text != nullptr && !text->empty())
    put(place.value, join_path(place.base.directory, expand_home(*text, place.base.home)));
}

// A path of the engine's machine, which may run Windows.
void on_engine(const Place& place) {
  const auto* text = place.value.as_text();
  if (text == nullptr) return;
  const auto expanded = expand_home(*text, place.base.home);
  put(place.value,
      is_windows_absolute(expanded) ? expanded : join_path(place.base.directory, expanded));
}

bool is_remote(std::string_view context) {
  static constexpr std::array<std::string_view, 6> prefixes = {"https://", "http://",     "git://",
                                                               "ssh://",   "github.com/", "git@"};
  for (const auto prefix : prefixes) {
    if (context.starts_with(prefix)) return true;
  }
  return context.find("://") != std::string_view::npos || context.starts_with("service:");
}

void build_context(const Place& place) {
  const auto* text = place.value.as_text();
  if (text != nullptr && !is_remote(*text)) local(place);
}

void mount(const Place& place) {
  if (place.value.text_at("type") != "bind") return;
  auto* source = place.value.find("source");
  if (source == nullptr)
    return place.problems.add(place.value.position(), place.path, "a bind mount needs a `source`");
  on_engine({*source, place.path.key("source"), place.base, place.problems});
}

void volume(const Place& place) {
  if (place.value.text_at("driver") != "local") return;
  auto* options = place.value.find("driver_opts");
  auto* device = options == nullptr ? nullptr : options->find("device");
  if (device != nullptr && options->text_at("o") == "bind")
    on_engine({*device, place.path, place.base, place.problems});
}

const std::vector<std::pair<Pattern, Rule>>& rules() {
  static const std::vector<std::pair<Pattern, Rule>> table = {
      {"services.*.build.context", build_context},
      {"services.*.build.additional_contexts.*", build_context},
      {"services.*.build.ssh.*", on_engine},
      {"services.*.env_file.[].path", local},
      {"services.*.label_file.[]", local},
      {"services.*.extends.file", local},
      {"services.*.develop.watch.[].path", local},
      {"services.*.volumes.[]", mount},
      {"configs.*.file", on_engine},
      {"secrets.*.file", on_engine},
      {"volumes.*", volume}};
  return table;
}

void walk(Value& value, const Path& path, const Base& base, Problems& problems) {
  if (const auto* rule = find_rule(rules(), path)) return (*rule)({value, path, base, problems});
  if (auto* map = value.as_map()) {
    for (auto& [key, entry] : *map) walk(entry, path.key(key), base, problems);
  } else if (auto* list = value.as_list()) {
    for (std::size_t i = 0; i < list->size(); ++i) walk((*list)[i], path.item(i), base, problems);
  }
}

}  // namespace

void resolve_paths(Value& root, const std::string& directory, const Environment& environment,
                   Problems& problems) {
  const auto home = environment.find("HOME");
  walk(root, {}, {directory, home == environment.end() ? "" : home->second}, problems);
}

}  // namespace compose
