#include "model/config_hash.hpp"

#include "core/digest.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <array>

namespace model {
namespace {

constexpr std::string_view of_service = "service:", of_container = "container:";

// Where the value of a key of the outermost object begins in compact JSON; npos where there is no
// such key.
std::size_t value_at(const std::string& json, const std::string& key) {
  const auto wanted = "\"" + key + "\":";
  int depth = 0;
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (json[i] == '{' || json[i] == '[') ++depth;
    if (json[i] == '}' || json[i] == ']') --depth;
    if (json[i] != '"') continue;
    if (depth == 1 && json.compare(i, wanted.size(), wanted) == 0) return i + wanted.size();
    for (++i; json[i] != '"'; ++i) {
      if (json[i] == '\\') ++i;
    }
  }
  return std::string::npos;
}

void replace_text(std::string& json, const char* key, const std::string& from,
                  const std::string& to) {
  const auto at = value_at(json, key);
  const auto old = "\"" + from + "\"";
  if (at != std::string::npos && json.compare(at, old.size(), old) == 0)
    json.replace(at, old.size(), "\"" + to + "\"");
}

void replace_sources(std::string& json, const Service& service, const Parents& parents) {
  const auto at = value_at(json, "volumes_from");
  if (at == std::string::npos) return;
  std::vector<std::string> quoted;
  for (const auto& source : service.volumes_from)
    quoted.push_back("\"" + volumes_source(source, parents) + "\"");
  json.replace(at, json.find(']', at) + 1 - at, "[" + core::join(quoted, ",") + "]");
}

// What the container itself says it shares, unless that is known to be of another service: then the
// specification has changed.
void take(Parents& parents, const Observation& seen, const ServiceName& parent,
          const std::string& id) {
  const auto is = [&](const Container& one) { return one.id == id || one.name == id; };
  const auto named = std::find_if(seen.containers.begin(), seen.containers.end(), is);
  if (named == seen.containers.end() || named->service() == parent) parents[parent] = id;
}

Parents parents_of(const Service& service, const Container& container, const Observation& seen) {
  Parents parents;
  const std::array<std::pair<const std::string*, const std::string*>, 3> modes = {
      {{&service.network_mode, &container.network_mode},
       {&service.pid, &container.pid_mode},
       {&service.ipc, &container.ipc_mode}}};
  for (const auto& [wanted, shared] : modes) {
    if (wanted->starts_with(of_service) && shared->starts_with(of_container))
      take(parents, seen, wanted->substr(of_service.size()), shared->substr(of_container.size()));
  }
  for (std::size_t i = 0; i < std::min(service.volumes_from.size(), container.volumes_from.size());
       ++i) {
    const auto parent = core::split(service.volumes_from[i], ':').front();
    if (parent + ":" != of_container)
      take(parents, seen, parent, core::split(container.volumes_from[i], ':').front());
  }
  return parents;
}

// With its length before it, so that no two lists of parts give one text.
void add_part(std::string& text, std::string_view part) {
  text += std::to_string(part.size()) + ":";
  text += part;
}

template <class Map> void add_name(std::string& text, const std::string& key, const Map& all) {
  const auto found = all.find(key);
  if (found == all.end()) return;
  add_part(text, key);
  add_part(text, found->second.name);
}

void add_sources(std::string& text, const std::vector<FileReference>& references,
                 const std::map<std::string, FileSource>& sources) {
  for (const auto& reference : references) {
    const auto found = sources.find(reference.source);
    if (found == sources.end()) continue;
    const auto& source = found->second;
    add_part(text, reference.source);
    add_part(text, source.content ? "content" : source.file.empty() ? "environment" : "file");
    add_part(text, source.content        ? *source.content
                   : source.file.empty() ? source.environment
                                         : source.file);
  }
}

template <class Wanted, class Seen>
bool differs(const Wanted& wanted, const Seen& seen, const DeploymentName& name) {
  const auto written = seen.config_hash();
  return !wanted.external && seen.project() == name && !written.empty() &&
         !wanted.config_hash.empty() && written != wanted.config_hash;
}

}  // namespace

std::string parent_id(const ServiceName& service, const Parents& parents) {
  const auto at = parents.find(service);
  return at == parents.end() ? "{{" + service + "}}" : at->second;
}

std::string resolved_mode(const std::string& mode, const Parents& parents) {
  if (!mode.starts_with(of_service)) return mode;
  return std::string(of_container) + parent_id(mode.substr(of_service.size()), parents);
}

std::string volumes_source(const std::string& source, const Parents& parents) {
  const auto parts = core::split(source, ':');
  return parts[0] == "container" && parts.size() > 1 ? parts[1] : parent_id(parts[0], parents);
}

std::string resolved_config_hash(const Service& service, const Parents& parents) {
  auto json = service.canonical_json;
  const std::array<std::pair<const char*, const std::string*>, 3> modes = {
      {{"network_mode", &service.network_mode}, {"ipc", &service.ipc}, {"pid", &service.pid}}};
  for (const auto& [key, mode] : modes) {
    if (mode->starts_with(of_service))
      replace_text(json, key, *mode, resolved_mode(*mode, parents));
  }
  if (!service.volumes_from.empty()) replace_sources(json, service, parents);
  return json == service.canonical_json ? service.config_hash : core::sha256_hex(json);
}

bool has_config_of(const Service& service, const Container& container, const Observation& seen) {
  const auto written = container.config_hash();
  if (service.config_hash.empty()) return false;
  return written == service.config_hash ||
         written == resolved_config_hash(service, parents_of(service, container, seen));
}

std::string made_with(const Spec& spec, const Service& service) {
  std::string text;
  add_part(text, service.image.empty() ? spec.name + "-" + service.name : service.image);
  add_part(text, "networks");
  for (const auto& [key, attachment] : service.networks) add_name(text, key, spec.networks);
  add_part(text, "volumes");
  for (const auto& mount : service.volumes)
    if (mount.type == MountType::volume) add_name(text, mount.source, spec.volumes);
  add_part(text, "configs");
  add_sources(text, service.configs, spec.configs);
  add_part(text, "secrets");
  add_sources(text, service.secrets, spec.secrets);
  return core::sha256_hex(text);
}

bool is_made_otherwise(const Network& wanted, const SeenNetwork& seen, const DeploymentName& name) {
  return differs(wanted, seen, name);
}

bool is_made_otherwise(const Volume& wanted, const SeenVolume& seen, const DeploymentName& name) {
  return differs(wanted, seen, name);
}

}  // namespace model
