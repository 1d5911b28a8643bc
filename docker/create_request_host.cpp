// HostConfig of a create body.
#include "core/text.hpp"
#include "docker/create_request_parts.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace docker::create_parts {
namespace {

Json port_bindings(const model::Service& service) {
  Json bindings = Json::object();
  for (const auto& port : service.ports) {
    bindings[std::to_string(port.target) + "/" + port.protocol].push_back(
        {{"HostIp", port.host_ip}, {"HostPort", port.published}});
  }
  return bindings;
}

Json restart_policy(const model::RestartPolicy& policy) {
  std::string name;
  if (policy.written) {
    switch (*policy.written) {
      case model::RestartMode::no: name = "no"; break;
      case model::RestartMode::on_failure: name = "on-failure"; break;
      case model::RestartMode::unless_stopped: name = "unless-stopped"; break;
      case model::RestartMode::always: name = "always"; break;
    }
  }
  return {{"Name", name}, {"MaximumRetryCount", policy.max_retries}};
}

Json log_config(const std::optional<model::Logging>& logging) {
  if (!logging) return {{"Type", ""}, {"Config", nullptr}};
  return {{"Type", logging->driver}, {"Config", null_if_empty(logging->options)}};
}

Json extra_hosts(const model::Service& service) {
  Json list = Json::array();
  for (const auto& host : service.extra_hosts) {
    const auto equals = host.find('=');
    list.push_back(host.substr(0, equals) + ":" + host.substr(equals + 1));
  }
  return list;
}

Json tmpfs(const model::Service& service) {
  Json map = Json::object();
  for (const auto& entry : service.tmpfs) {
    const auto colon = entry.find(':');
    map[entry.substr(0, colon)] = colon == std::string::npos ? "" : entry.substr(colon + 1);
  }
  return map;
}

std::string without_space(const std::string& json) {
  std::string out;
  bool quoted = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (quoted || !space) out += c;
    if (quoted && c == '\\' && i + 1 < json.size()) out += json[++i];
    if (c == '"') quoted = !quoted;
  }
  return out;
}

// A profile in a file is read here: the engine wants its text.
core::Result<std::string> seccomp_profile(const std::string& file, const model::Spec& spec,
                                          const ContainerCreate& options) {
  const auto path = file.starts_with('/') ? file : spec.working_dir + "/" + file;
  if (!options.read_file)
    return core::invalid("the seccomp profile " + path + " cannot be read here");
  const auto text = options.read_file(path);
  if (!text) return text.error().with("opening seccomp profile");
  if (!Json::accept(*text)) return core::invalid("the seccomp profile " + path + " is no JSON");
  return "seccomp=" + without_space(*text);
}

// What Go leaves out where it is not set.
void put_optional(Json& json, const model::Service& service) {
  put_if(json, "Annotations", service.annotations);
  put_if(json, "StorageOpt", service.storage_opt);
  put_if(json, "Sysctls", service.sysctls);
  put_if(json, "Runtime", service.runtime);
  if (auto map = tmpfs(service); !map.empty()) json["Tmpfs"] = std::move(map);
  if (service.init) json["Init"] = *service.init;
}

void put_namespaces(Json& json, const model::Service& service, const ContainerCreate& options) {
  json["CgroupnsMode"] = service.cgroup;
  json["IpcMode"] = resolved_mode(service.ipc, options.parents);
  json["PidMode"] = resolved_mode(service.pid, options.parents);
  json["UTSMode"] = service.uts;
  json["UsernsMode"] = service.userns_mode;
  json["Isolation"] = service.isolation;
  json["Cgroup"] = "";
}

// As the Go client sends them: "net_admin" -> "CAP_NET_ADMIN", sorted, once each.
Json capabilities(const std::vector<std::string>& names) {
  std::set<std::string> out;
  for (auto name : names) {
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    out.insert(name == "ALL" || name.starts_with("CAP_") ? name : "CAP_" + name);
  }
  return out.empty() ? Json(nullptr) : Json(out);
}

void put_names(Json& json, const model::Service& service) {
  json["CapAdd"] = capabilities(service.cap_add);
  json["CapDrop"] = capabilities(service.cap_drop);
  json["Dns"] = null_if_empty(service.dns);
  json["DnsOptions"] = null_if_empty(service.dns_opt);
  json["DnsSearch"] = null_if_empty(service.dns_search);
  json["ExtraHosts"] = extra_hosts(service);
  json["GroupAdd"] = null_if_empty(service.group_add);
}

Json sources(const model::Service& service, const ContainerCreate& options) {
  std::vector<std::string> list;
  for (const auto& source : service.volumes_from)
    list.push_back(volumes_source(source, options.parents));
  return null_if_empty(list);
}

}  // namespace

core::Result<SecurityOptions> security_options(const model::Spec& spec,
                                               const model::Service& service,
                                               const ContainerCreate& options) {
  SecurityOptions out;
  for (const auto& option : service.security_opt) {
    if (option == "systempaths=unconfined") {
      out.unconfined = true;
      continue;
    }
    const auto separator =
        option.find('=') != std::string::npos ? option.find('=') : option.find(':');
    const auto name = option.substr(0, separator);
    if (separator == std::string::npos && name != "no-new-privileges")
      return core::invalid("invalid security_opt: " + option);
    const auto value = separator == std::string::npos ? "" : option.substr(separator + 1);
    if (name != "seccomp" || value == "unconfined" || value == "builtin") {
      out.list.push_back(option);
      continue;
    }
    auto profile = seccomp_profile(value, spec, options);
    if (!profile) return profile.error();
    out.list.push_back(std::move(*profile));
  }
  return out;
}

Json host_config(const model::Spec& spec, const model::Service& service,
                 const ContainerCreate& options, const SecurityOptions& security) {
  const auto mounted = volumes(spec, service, options);
  Json json;
  json["Binds"] = null_if_empty(mounted.binds);
  json["ContainerIDFile"] = "";
  json["LogConfig"] = log_config(service.logging);
  json["NetworkMode"] = network_mode(spec, service, options);
  json["PortBindings"] = port_bindings(service);
  json["RestartPolicy"] = restart_policy(service.restart);
  json["AutoRemove"] = false;
  json["VolumeDriver"] = service.volume_driver;
  json["VolumesFrom"] = sources(service, options);
  json["ConsoleSize"] = {0, 0};
  put_names(json, service);
  put_namespaces(json, service, options);
  json["Links"] = null_if_empty(links(spec, service, options));
  json["OomScoreAdj"] = service.oom_score_adj;
  json["Privileged"] = service.privileged;
  json["PublishAllPorts"] = false;
  json["ReadonlyRootfs"] = service.read_only;
  json["SecurityOpt"] = null_if_empty(security.list);
  json["ShmSize"] = service.shm_size;
  json.update(resources(service));
  if (!mounted.mounts.empty()) json["Mounts"] = mounted.mounts;
  json["MaskedPaths"] = security.unconfined ? Json::array() : Json(nullptr);
  json["ReadonlyPaths"] = security.unconfined ? Json::array() : Json(nullptr);
  put_optional(json, service);
  return json;
}

}  // namespace docker::create_parts
