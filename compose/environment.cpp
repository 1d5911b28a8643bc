// Values that come from the environment and from files beside the Compose file.
#include "compose/environment.hpp"

#include "compose/env_file.hpp"
#include "compose/go_text.hpp"
#include "compose/layers.hpp"
#include "core/text.hpp"

namespace compose {
namespace {

using Variables = std::map<std::string, std::optional<std::string>>;

void resolve_list(Value* list, const Environment& environment) {
  if (list == nullptr || list->as_list() == nullptr) return;
  for (auto& item : *list->as_list()) {
    const auto* name = item.as_text();
    const auto found = name == nullptr ? environment.end() : environment.find(*name);
    if (found != environment.end())
      item = Value::text(*name + "=" + found->second, item.position());
  }
}

void resolve_contents(Value* resources, const char* into, const Environment& environment) {
  if (resources == nullptr || resources->as_map() == nullptr) return;
  for (auto& [key, resource] : *resources->as_map()) {
    if (resource.as_map() == nullptr) continue;
    const auto found = environment.find(resource.text_at("environment"));
    if (found != environment.end())
      resource.as_map()->insert_or_assign(into, Value::text(found->second, resource.position()));
  }
}

Variables variables_of(const Value* value) {
  Variables out;
  if (value == nullptr) return out;
  if (const auto* map = value->as_map()) {
    for (const auto& [name, entry] : *map)
      out[name] = entry.is_null() ? std::optional<std::string>() : go_text(entry);
  } else if (const auto* list = value->as_list()) {
    for (const auto& item : *list) {
      const auto text = go_text(item);
      const auto equals = text.find('=');
      out[text.substr(0, equals)] =
          equals == std::string::npos ? std::optional<std::string>() : text.substr(equals + 1);
    }
  }
  return out;
}

Value value_of(const Variables& variables, const Position& at) {
  Value::Map map;
  for (const auto& [name, text] : variables)
    map.emplace(name, text ? Value::text(*text, at) : Value({}, at));
  return Value::map(std::move(map), at);
}

// Docker's own format: lines of NAME=VALUE as they are, NAME alone takes the value of the
// environment.
core::Status read_raw(std::string_view text, const Lookup& lookup, Environment& out) {
  for (const auto& raw : core::split(text, '\n')) {
    std::string_view line = raw;
    if (line.ends_with('\r')) line.remove_suffix(1);
    line.remove_prefix(std::min(line.find_first_not_of(" \t\v\f"), line.size()));
    if (line.empty() || line.starts_with('#')) continue;
    const std::string name(line.substr(0, line.find('=')));
    if (name.empty()) return core::invalid("no variable name on line `" + std::string(line) + "`");
    if (name.find_first_of(" \t\v\f") != std::string::npos)
      return core::invalid("variable `" + name + "` contains whitespaces");
    if (name.size() < line.size()) {
      out[name] = line.substr(name.size() + 1);
    } else if (const auto value = lookup(name)) {
      out[name] = *value;
    }
  }
  return {};
}

class ServiceFiles {
 public:
  ServiceFiles(Value& service, const Path& path, const Surroundings& around, Problems& problems)
      : service_(service), path_(path), around_(around), problems_(problems) {}

  void environment() {
    const auto* files = service_.find("env_file");
    if (files == nullptr) return;
    const auto own = variables_of(service_.find("environment"));
    const Lookup lookup = [&](const std::string& name) -> std::optional<std::string> {
      if (const auto at = around_.environment.find(name); at != around_.environment.end())
        return at->second;
      const auto at = own.find(name);
      return at == own.end() ? std::nullopt : at->second;
    };
    Environment merged;
    for (const auto& [name, text] : own) {
      if (text) merged[name] = *text;
    }
    for (std::size_t i = 0; i < files->as_list()->size(); ++i)
      read((*files->as_list())[i], path_.key("env_file").item(i), lookup, merged);
    Variables out(merged.begin(), merged.end());
    for (const auto& [name, text] : own) out[name] = text;
    replace("environment", "env_file", out);
  }

  void labels() {
    const auto* files = service_.find("label_file");
    if (files == nullptr) return;
    Environment merged;
    const Lookup lookup = [&](const std::string& name) -> std::optional<std::string> {
      const auto at = merged.find(name);
      return at == merged.end() ? std::nullopt : std::optional(at->second);
    };
    for (std::size_t i = 0; i < files->as_list()->size(); ++i) {
      const auto& path = (*files->as_list())[i];
      Environment labels;
      read(Value::map({{"path", path}}, path.position()), path_.key("label_file").item(i), lookup,
           labels);
      for (auto& [name, text] : labels) merged.insert_or_assign(name, text);
    }
    Variables out(merged.begin(), merged.end());
    for (const auto& [name, text] : variables_of(service_.find("labels")))
      out[name] = text.value_or("");
    replace("labels", "label_file", out);
  }

 private:
  void read(const Value& file, const Path& path, const Lookup& lookup, Environment& into) {
    const auto name = file.text_at("path");
    const auto* required = file.find("required");
    const bool optional = required != nullptr && (go_text(*required) == "false");
    const auto text = around_.read(name);
    if (!text && text.error().code == core::Errc::not_found && optional) return;
    if (!text) return problems_.add(file.position(), path, text.error().what);
    const auto format = file.text_at("format");
    if (!format.empty() && format != "raw" && format != ".env") {
      return problems_.add(file.position(), path,
                           "unsupported env_file format `" + format + "`; only raw is known");
    }
    const auto done =
        format == "raw" ? read_raw(*text, lookup, into) : read_env_file(*text, lookup, into);
    if (!done)
      problems_.add(file.position(), path, "failed to read " + name + ": " + done.error().what);
  }

  void replace(const char* key, const char* files, const Variables& variables) {
    const auto* before = service_.find(key);
    const auto at = before == nullptr ? service_.position() : before->position();
    service_.as_map()->insert_or_assign(key, value_of(variables, at));
    service_.as_map()->erase(files);
  }

  Value& service_;
  const Path path_;
  const Surroundings& around_;
  Problems& problems_;
};

}  // namespace

void resolve_environment(Value& root, const Environment& environment) {
  if (auto* services = root.find("services");
      services != nullptr && services->as_map() != nullptr) {
    for (auto& [name, service] : *services->as_map())
      resolve_list(service.find("environment"), environment);
  }
  resolve_contents(root.find("secrets"), content_from_environment, environment);
  resolve_contents(root.find("configs"), content_from_environment, environment);
}

void read_service_files(Value& service, const Path& path, const Surroundings& around,
                        Problems& problems) {
  ServiceFiles files(service, path, around, problems);
  files.environment();
  files.labels();
}

}  // namespace compose
