// The container's own part of a create body: what runs, and how it is labelled.
#include "core/digest.hpp"
#include "core/text.hpp"
#include "docker/create_request_parts.hpp"
#include "docker/version.hpp"

#include <nlohmann/json.hpp>

namespace docker {
namespace create_parts {
namespace {

constexpr const char* compose_version = "2.40.3";  // whose form of labels and hashes this is

std::int64_t nanoseconds(core::Milliseconds duration) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(duration).count();
}

Json healthcheck(const model::Healthcheck& check) {
  Json json = Json::object();
  const auto test = check.disabled ? std::vector<std::string>{"NONE"} : check.test;
  if (!test.empty()) json["Test"] = test;
  const auto put = [&](const char* key, const std::optional<core::Milliseconds>& duration) {
    if (duration && duration->count() != 0) json[key] = nanoseconds(*duration);
  };
  put("Interval", check.interval);
  put("Timeout", check.timeout);
  put("StartPeriod", check.start_period);
  put("StartInterval", check.start_interval);
  if (check.retries.value_or(0) != 0) json["Retries"] = *check.retries;
  return json;
}

Json environment(const model::Service& service) {
  if (service.environment.empty()) return nullptr;
  Json list = Json::array();
  for (const auto& [name, value] : service.environment)
    list.push_back(value ? name + "=" + *value : name);
  return list;
}

Json exposed_ports(const model::Service& service) {
  Json ports = Json::object();
  for (const auto& port : service.expose) ports[port] = Json::object();
  for (const auto& port : service.ports)
    ports[std::to_string(port.target) + "/" + port.protocol] = Json::object();
  return ports;
}

Json words(const std::optional<std::vector<std::string>>& command) {
  return command ? Json(*command) : Json(nullptr);
}

std::string_view condition(model::DependencyCondition value) {
  switch (value) {
    case model::DependencyCondition::started: return "service_started";
    case model::DependencyCondition::healthy: return "service_healthy";
    case model::DependencyCondition::completed: return "service_completed_successfully";
  }
  return "service_started";
}

std::string dependencies(const model::Service& service) {
  std::vector<std::string> entries;
  for (const auto& [name, dependency] : service.depends_on) {
    entries.push_back(name + ":" + std::string(condition(dependency.condition)) + ":" +
                      (dependency.restart ? "true" : "false"));
  }
  return core::join(entries, ",");
}

// Before 1.44 an address belongs to the container, not to its first network.
std::string container_mac_address(const model::Service& service, const ContainerCreate& options) {
  if (options.api >= several_networks_at_create) return "";
  const auto keys = networks_by_priority(service);
  const auto own = keys.empty() ? "" : service.networks.at(keys[0]).mac_address;
  return own.empty() ? service.mac_address : own;
}

}  // namespace

model::StringMap container_labels(const model::Spec& spec, const model::Service& service,
                                  const ContainerCreate& options) {
  static const std::string prefix = "com.docker.compose.";
  const auto reference =
      options.image_reference.empty() ? image_reference(spec, service) : options.image_reference;
  auto labels = service.labels;
  const auto put = [&](const char* key, const std::string& value) { labels[prefix + key] = value; };
  put("project", spec.name);
  put("service", service.name);
  put("version", compose_version);
  put("oneoff", "False");
  put("container-number", std::to_string(options.number));
  put("config-hash", model::resolved_config_hash(service, options.parents));
  put("depends_on", dependencies(service));
  put("image",
      options.image_id.empty() ? "sha256:" + core::sha256_hex(reference) : options.image_id);
  if (!spec.working_dir.empty()) put("project.working_dir", spec.working_dir);
  if (!spec.config_files.empty()) put("project.config_files", core::join(spec.config_files, ","));
  if (!spec.environment_files.empty())
    put("project.environment_file", core::join(spec.environment_files, ","));
  for (const auto& [key, value] : options.extra_labels) labels[key] = value;
  return labels;
}

Json config(const model::Spec& spec, const model::Service& service,
            const ContainerCreate& options) {
  Json json;
  json["Hostname"] = service.hostname;
  json["Domainname"] = service.domainname;
  json["User"] = service.user;
  json["AttachStdin"] = false;
  json["AttachStdout"] = true;
  json["AttachStderr"] = true;
  if (auto ports = exposed_ports(service); !ports.empty()) json["ExposedPorts"] = std::move(ports);
  json["Tty"] = service.tty;
  json["OpenStdin"] = service.stdin_open;
  json["StdinOnce"] = false;
  json["Env"] = environment(service);
  json["Cmd"] = words(service.command);
  if (service.healthcheck) json["Healthcheck"] = healthcheck(*service.healthcheck);
  json["Image"] =
      options.image_reference.empty() ? image_reference(spec, service) : options.image_reference;
  json["Volumes"] = nullptr;
  json["WorkingDir"] = service.working_dir;
  json["Entrypoint"] = words(service.entrypoint);
  if (service.network_mode == "disabled") json["NetworkDisabled"] = true;
  put_if(json, "MacAddress", container_mac_address(service, options));
  json["OnBuild"] = nullptr;
  json["Labels"] = container_labels(spec, service, options);
  put_if(json, "StopSignal", service.stop_signal);
  if (service.stop_grace_period)
    json["StopTimeout"] =
        std::chrono::duration_cast<std::chrono::seconds>(*service.stop_grace_period).count();
  return json;
}

Json null_if_empty(const std::vector<std::string>& list) {
  return list.empty() ? Json(nullptr) : Json(list);
}
Json null_if_empty(const model::StringMap& map) { return map.empty() ? Json(nullptr) : Json(map); }

void put_if(Json& json, const char* key, const std::string& text) {
  if (!text.empty()) json[key] = text;
}

void put_if(Json& json, const char* key, const model::StringMap& map) {
  if (!map.empty()) json[key] = map;
}

}  // namespace create_parts
}  // namespace docker
