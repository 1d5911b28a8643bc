// Canonical JSON of a service -> model::Service.
#include "compose/canonical.hpp"
#include "compose/decode_json.hpp"
#include "compose/decode_service_parts.hpp"
#include "core/text.hpp"

#include <nlohmann/json.hpp>

namespace compose {
namespace {

using namespace decoding;  // NOLINT(google-build-using-namespace): the readers are the vocabulary
                           // here
using model::Service;

void names(const Json& json, Service& s) {
  s.image = text(json, "image");
  s.container_name = text(json, "container_name");
  s.hostname = text(json, "hostname");
  s.domainname = text(json, "domainname");
  s.user = text(json, "user");
  s.working_dir = text(json, "working_dir");
  s.mac_address = text(json, "mac_address");
  s.stop_signal = text(json, "stop_signal");
  s.volume_driver = text(json, "volume_driver");
  s.network_mode = text(json, "network_mode");
  s.pid = text(json, "pid");
  s.ipc = text(json, "ipc");
  s.uts = text(json, "uts");
  s.cgroup = text(json, "cgroup");
  s.cgroup_parent = text(json, "cgroup_parent");
  s.userns_mode = text(json, "userns_mode");
  s.isolation = text(json, "isolation");
  s.runtime = text(json, "runtime");
  s.platform = text(json, "platform");
  s.pull_policy = text(json, "pull_policy");
  s.cpuset = text(json, "cpuset");
}

void lists(const Json& json, Service& s) {
  s.expose = texts(json, "expose");
  s.tmpfs = texts(json, "tmpfs");
  s.volumes_from = texts(json, "volumes_from");
  s.links = texts(json, "links");
  s.external_links = texts(json, "external_links");
  s.extra_hosts = texts(json, "extra_hosts");
  s.dns = texts(json, "dns");
  s.dns_search = texts(json, "dns_search");
  s.dns_opt = texts(json, "dns_opt");
  s.cap_add = texts(json, "cap_add");
  s.cap_drop = texts(json, "cap_drop");
  s.security_opt = texts(json, "security_opt");
  s.group_add = texts(json, "group_add");
  s.device_cgroup_rules = texts(json, "device_cgroup_rules");
  s.profiles = texts(json, "profiles");
}

void maps(const Json& json, Service& s) {
  s.environment = variables(json, "environment");
  s.labels = map(json, "labels");
  s.annotations = map(json, "annotations");
  s.sysctls = map(json, "sysctls");
  s.storage_opt = map(json, "storage_opt");
}

void flags(const Json& json, Service& s) {
  s.privileged = flag(json, "privileged");
  s.read_only = flag(json, "read_only");
  s.tty = flag(json, "tty");
  s.stdin_open = flag(json, "stdin_open");
  s.oom_kill_disable = flag(json, "oom_kill_disable");
  if (json.contains("init")) s.init = flag(json, "init");
}

// The limits of `deploy` win over those of the service.
void limits(const Json& json, Service& s) {
  const auto& resources = section(section(json, "deploy"), "resources");
  const auto& most = section(resources, "limits");
  const auto& reserved = section(resources, "reservations");
  const auto either = [](auto first, auto second) { return first != 0 ? first : second; };
  s.mem_limit = either(bytes(most, "memory"), bytes(json, "mem_limit"));
  s.mem_reservation = either(bytes(reserved, "memory"), bytes(json, "mem_reservation"));
  s.memswap_limit = bytes(json, "memswap_limit");
  s.mem_swappiness = json.contains("mem_swappiness") ? bytes(json, "mem_swappiness") : -1;
  s.shm_size = bytes(json, "shm_size");
  s.cpus = either(real(most, "cpus"), real(json, "cpus"));
  s.cpu_percent = real(json, "cpu_percent");
  s.cpu_count = number(json, "cpu_count");
  s.cpu_shares = number(json, "cpu_shares");
  s.cpu_quota = number(json, "cpu_quota");
  s.cpu_period = number(json, "cpu_period");
  s.cpu_rt_runtime = number(json, "cpu_rt_runtime");
  s.cpu_rt_period = number(json, "cpu_rt_period");
  const auto pids = number(most, "pids");
  s.pids_limit = pids > 0 ? pids : number(json, "pids_limit");
  s.oom_score_adj = static_cast<int>(number(json, "oom_score_adj"));
  s.device_requests = list<model::DeviceRequest>(reserved, "devices", decode_device_request);
  s.gpus = list<model::DeviceRequest>(json, "gpus", decode_device_request);
}

std::optional<std::vector<std::string>> command(const Json& json, const char* key) {
  const auto at = json.find(key);
  if (at == json.end() || at->is_null()) return std::nullopt;
  return texts(json, key);
}

int replicas(const Json& json) {
  if (json.contains("scale")) return static_cast<int>(number(json, "scale"));
  const auto& deploy = section(json, "deploy");
  return deploy.contains("replicas") ? static_cast<int>(number(deploy, "replicas")) : 1;
}

std::set<std::string> implied_parents(const Service& s) {
  std::set<std::string> parents;
  for (const auto& link : s.links) parents.insert(core::split(link, ':')[0]);
  for (const auto& source : s.volumes_from) parents.insert(core::split(source, ':')[0]);
  for (const auto& mode : {s.network_mode, s.ipc, s.pid, s.uts, s.cgroup}) {
    if (mode.starts_with("service:")) parents.insert(mode.substr(8));
  }
  return parents;
}

model::DependencyCondition condition(const std::string& word) {
  if (word == "service_healthy") return model::DependencyCondition::healthy;
  return word == "service_completed_successfully" ? model::DependencyCondition::completed
                                                  : model::DependencyCondition::started;
}

void dependencies(const Json& json, Service& s) {
  const auto implied = implied_parents(s);
  for (const auto& [name, entry] : section(json, "depends_on").items()) {
    s.depends_on.emplace(
        name, model::Dependency{condition(text(entry, "condition")), flag(entry, "restart"),
                                flag(entry, "required"), implied.count(name) > 0});
  }
}

}  // namespace

model::Service decode_service(std::string_view canonical) {
  const auto json = Json::parse(canonical);
  Service s;
  names(json, s);
  lists(json, s);
  maps(json, s);
  flags(json, s);
  limits(json, s);
  dependencies(json, s);
  s.scale = replicas(json);
  s.command = command(json, "command");
  s.entrypoint = command(json, "entrypoint");
  s.restart = decode_restart(json);
  s.healthcheck = decode_healthcheck(json);
  s.ports = list<model::Port>(json, "ports", decode_port);
  s.volumes = list<model::Mount>(json, "volumes", decode_mount);
  s.networks = decode_attachments(json);
  s.stop_grace_period = duration(json, "stop_grace_period");
  s.devices = list<model::Device>(json, "devices", [](const Json& item) {
    return model::Device{text(item, "source"), text(item, "target"), text(item, "permissions")};
  });
  s.ulimits = decode_ulimits(json);
  s.configs = list<model::FileReference>(json, "configs", decode_file_reference);
  s.secrets = list<model::FileReference>(json, "secrets", decode_file_reference);
  if (json.contains("logging"))
    s.logging = model::Logging{text(json["logging"], "driver"), map(json["logging"], "options")};
  s.build = decode_build(json);
  s.block_io = decode_block_io(section(json, "blkio_config"));
  return s;
}

}  // namespace compose
