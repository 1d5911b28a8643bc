#include "docker/create_from_inspect_codec.hpp"

#include "docker/decode_json.hpp"
#include "docker/json_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace docker {
namespace {

using nlohmann::json;

constexpr std::size_t id_digits = 64, short_id_digits = 12;

bool is_id(const std::string& text) {
  return text.size() == id_digits &&
         text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

bool is_empty(const json& value) {
  return value.is_null() || (value.is_structured() && value.empty()) || value == "";
}

// What the engine added by itself or shows only: it must not become a setting.
void drop_what_is_not_a_setting(json& config, const std::string& container_id) {
  for (const auto* key : {"OnBuild", "ArgsEscaped", "Image"}) config.erase(key);
  if (text_at(config, "Hostname") == container_id.substr(0, short_id_digits))
    config.erase("Hostname");
}

void drop_equal_entries(json& ours, const json& images, bool keep_compose) {
  if (!ours.is_object() || !images.is_object()) return;
  for (const auto& [key, value] : images.items()) {
    if (keep_compose && key.starts_with("com.docker.compose.")) continue;
    if (ours.contains(key) && ours[key] == value) ours.erase(key);
  }
}

void drop_image_environment(json& config, const json& image) {
  if (!config.contains("Env") || !config["Env"].is_array()) return;
  const auto of_image = list_at(image, "Env");
  auto kept = json::array();
  for (const auto& entry : config["Env"]) {
    if (!entry.is_string() ||
        std::find(of_image.begin(), of_image.end(), entry.get<std::string>()) == of_image.end())
      kept.push_back(entry);
  }
  config["Env"] = kept;
}

// An entrypoint of one's own makes the engine forget the image's command: then the command stays,
// whatever it is.
void drop_image_command(json& config, const json& image) {
  const bool own_entrypoint = member(config, "Entrypoint") != member(image, "Entrypoint");
  if (own_entrypoint) return;
  config.erase("Entrypoint");
  if (member(config, "Cmd") == member(image, "Cmd")) config.erase("Cmd");
}

void drop_image_defaults(json& config, const json& image) {
  drop_image_environment(config, image);
  drop_image_command(config, image);
  for (const auto* key : {"WorkingDir", "User", "StopSignal", "Healthcheck", "Shell"}) {
    if (member(config, key) == member(image, key)) config.erase(key);
  }
  for (const auto* key : {"Labels", "ExposedPorts", "Volumes"}) {
    if (config.contains(key)) drop_equal_entries(config[key], member(image, key), true);
  }
}

// "/db:/web/alias" of an inspect is "db:alias" of a create.
json links_as_created(const json& links) {
  auto result = json::array();
  if (!links.is_array()) return links;
  for (const auto& entry : links) {
    auto text = entry.get<std::string>();
    const auto colon = text.find(':');
    auto target = text.substr(0, colon),
         alias = colon == std::string::npos ? target : text.substr(colon + 1);
    if (target.starts_with('/')) target.erase(0, 1);
    if (const auto slash = alias.rfind('/'); slash != std::string::npos) alias.erase(0, slash + 1);
    result.push_back(target + ":" + alias);
  }
  return result;
}

// A network mode that is an id names the network that once had it: by name it can be made again.
std::string network_by_name(const std::string& mode, const json& networks) {
  if (!is_id(mode) || !networks.is_object()) return mode;
  for (const auto& [name, endpoint] : networks.items()) {
    if (text_at(endpoint, "NetworkID") == mode) return name;
  }
  return networks.size() == 1 ? networks.begin().key() : mode;
}

void set_parent(json& host, const char* key, const std::string& parent) {
  if (!parent.empty() && text_at(host, key).starts_with("container:"))
    host[key] = "container:" + parent;
}

bool is_anonymous(const model::SeenMount& mount) {
  return mount.type == "volume" && is_id(mount.name);
}

// An anonymous volume may have been asked for as a mount without a source: then it gets one.
bool give_source(json& host, const model::SeenMount& kept) {
  if (!host.contains("Mounts") || !host["Mounts"].is_array()) return false;
  for (auto& mount : host["Mounts"]) {
    if (text_at(mount, "Type") != "volume" || text_at(mount, "Target") != kept.destination ||
        !text_at(mount, "Source").empty())
      continue;
    mount["Source"] = kept.name;
    return true;
  }
  return false;
}

bool mounted_explicitly(const json& host, const std::string& target) {
  for (const auto& bind : list_at(host, "Binds")) {
    const auto colon = bind.find(':');
    if (colon != std::string::npos &&
        bind.substr(colon + 1).substr(0, bind.substr(colon + 1).find(':')) == target)
      return true;
  }
  const auto& mounts = member(host, "Mounts");
  return mounts.is_array() && std::any_of(mounts.begin(), mounts.end(), [&](const json& mount) {
           return text_at(mount, "Target") == target;
         });
}

void keep_anonymous_volumes(json& host, const std::vector<model::SeenMount>& mounts) {
  for (const auto& mount : mounts) {
    if (!is_anonymous(mount) || give_source(host, mount) ||
        mounted_explicitly(host, mount.destination))
      continue;
    if (!member(host, "Binds").is_array()) host["Binds"] = json::array();
    host["Binds"].push_back(mount.name + ":" + mount.destination);
  }
}

json host_config(const json& inspect, const CopyRequest& request) {
  auto host = member(inspect, "HostConfig");
  if (!host.is_object()) host = json::object();
  host.erase("ContainerIDFile");
  if (host.contains("Links")) host["Links"] = links_as_created(host["Links"]);
  host["NetworkMode"] = network_by_name(text_at(host, "NetworkMode"),
                                        member(member(inspect, "NetworkSettings"), "Networks"));
  set_parent(host, "NetworkMode", request.network_parent);
  set_parent(host, "PidMode", request.pid_parent);
  set_parent(host, "IpcMode", request.ipc_parent);
  if (!request.volumes_from.empty()) host["VolumesFrom"] = request.volumes_from;
  keep_anonymous_volumes(host, request.keep_mounts);
  return host;
}

// Addresses and ids of the moment are left out; what was asked for stays.
json endpoint_config(const json& endpoint, const std::string& container_id) {
  auto result = json::object();
  for (const auto* key : {"IPAMConfig", "Links", "DriverOpts", "GwPriority"}) {
    if (const auto& value = member(endpoint, key); !is_empty(value) && value != 0)
      result[key] = value;
  }
  auto aliases = json::array();
  for (const auto& alias : list_at(endpoint, "Aliases")) {
    if (alias != container_id.substr(0, short_id_digits)) aliases.push_back(alias);
  }
  if (!aliases.empty()) result["Aliases"] = aliases;
  return result;
}

bool is_own_network(const std::string& name) {
  return name != "bridge" && name != "host" && name != "none";
}

void add_networks(const json& inspect, const CopyRequest& request, json& body,
                  CopiedCreate& result) {
  const auto& networks = member(member(inspect, "NetworkSettings"), "Networks");
  const auto mode = text_at(body["HostConfig"], "NetworkMode");
  if (!networks.is_object() || mode.starts_with("container:")) return;
  auto endpoints = json::object();
  for (const auto& [name, endpoint] : networks.items()) {
    if (!is_own_network(name)) continue;
    auto config = endpoint_config(endpoint, text_at(inspect, "Id"));
    if (request.api >= several_networks_at_create || name == mode) {
      endpoints[name] = std::move(config);
    } else {
      result.after.push_back({name, json_text(config)});
    }
  }
  if (!endpoints.empty()) body["NetworkingConfig"] = {{"EndpointsConfig", endpoints}};
}

constexpr const char* number_label = "com.docker.compose.container-number";

// "shop-web-1" -> "shop-web-3": other containers of the service were made by the same pattern.
void renumber(json& body, int number) {
  const auto before = text_at(member(body, "Labels"), number_label), now = std::to_string(number);
  if (number == 0 || before.empty() || before == now) return;
  body["Labels"][number_label] = now;
  const auto suffix = "-" + before;
  if (!body.contains("NetworkingConfig")) return;
  for (auto& endpoint : body["NetworkingConfig"]["EndpointsConfig"]) {
    if (!endpoint.contains("Aliases")) continue;
    for (auto& alias : endpoint["Aliases"]) {
      auto text = alias.get<std::string>();
      if (text.ends_with(suffix)) alias = text.substr(0, text.size() - before.size()) + now;
    }
  }
}

}  // namespace

core::Result<CopiedCreate> create_body_from_inspect(const CopyRequest& request) {
  const auto inspect = parse_json_object(request.stored.container_json, "a stored container");
  if (!inspect) return inspect.error();
  const auto image = json::parse(request.stored.image_json, nullptr, false);
  auto body = member(*inspect, "Config");
  if (!body.is_object())
    return core::Error{core::Errc::corrupt, "the stored container has no Config"};
  drop_what_is_not_a_setting(body, text_at(*inspect, "Id"));
  if (!image.is_discarded()) drop_image_defaults(body, member(image, "Config"));
  body["Image"] = request.image;
  body["HostConfig"] = host_config(*inspect, request);
  CopiedCreate result;
  add_networks(*inspect, request, body, result);
  renumber(body, request.number);
  result.body = json_text(body);
  return result;
}

core::Result<std::string> endpoint_from_inspect(std::string_view container_json,
                                                const std::string& network) {
  const auto inspect = parse_json_object(container_json, "a stored container");
  if (!inspect) return inspect.error();
  const auto& endpoint =
      member(member(member(*inspect, "NetworkSettings"), "Networks"), network.c_str());
  return json_text(endpoint_config(endpoint, text_at(*inspect, "Id")));
}

}  // namespace docker
