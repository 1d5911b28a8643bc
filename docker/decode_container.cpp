#include "core/text.hpp"
#include "docker/decode.hpp"
#include "docker/decode_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace docker {
namespace {

using model::Container;
using model::ContainerState;
using model::Health;
using nlohmann::json;

ContainerState state_from(std::string_view text) {
  if (text == "running") return ContainerState::running;
  if (text == "created" || text == "configured" || text == "initialized")
    return ContainerState::created;  // the latter: Podman
  if (text == "paused") return ContainerState::paused;
  if (text == "restarting") return ContainerState::restarting;
  if (text == "removing") return ContainerState::removing;
  if (text == "dead") return ContainerState::dead;
  return ContainerState::exited;
}

Health health_from(std::string_view text) {
  if (text == "starting") return Health::starting;
  if (text == "healthy") return Health::healthy;
  if (text == "unhealthy") return Health::unhealthy;
  return Health::none;
}

// "Up 2 minutes (unhealthy)", "Up 3 seconds (health: starting)": lists have no other place for it.
Health health_in_status(std::string_view status) {
  if (core::contains(status, "(healthy)")) return Health::healthy;
  if (core::contains(status, "(unhealthy)")) return Health::unhealthy;
  if (core::contains(status, "(health: starting)")) return Health::starting;
  return Health::none;
}

model::RestartPolicy restart_policy_from(const json& policy) {
  model::RestartPolicy result;
  const auto name = text_at(policy, "Name");
  if (name == "no") result.written = model::RestartMode::no;
  if (name == "on-failure") result.written = model::RestartMode::on_failure;
  if (name == "unless-stopped") result.written = model::RestartMode::unless_stopped;
  if (name == "always") result.written = model::RestartMode::always;
  result.max_retries = static_cast<int>(number_at(policy, "MaximumRetryCount"));
  return result;
}

std::vector<model::SeenAttachment> networks_from(const json& settings) {
  std::vector<model::SeenAttachment> attachments;
  const auto& networks = member(settings, "Networks");
  if (!networks.is_object()) return attachments;
  for (const auto& [name, endpoint] : networks.items()) {
    attachments.push_back({name, text_at(endpoint, "NetworkID"), list_at(endpoint, "Aliases"),
                           text_at(endpoint, "IPAddress"), text_at(endpoint, "GlobalIPv6Address")});
  }
  return attachments;
}

std::vector<model::SeenMount> mounts_from(const json& container) {
  std::vector<model::SeenMount> mounts;
  const auto& list = member(container, "Mounts");
  if (!list.is_array()) return mounts;
  for (const auto& mount : list) {
    mounts.push_back({text_at(mount, "Type"), text_at(mount, "Name"), text_at(mount, "Source"),
                      text_at(mount, "Destination")});
  }
  return mounts;
}

void read_health(const json& state, Container& container) {
  const auto& health = member(state, "Health");
  if (container.is_up()) container.health = health_from(text_at(health, "Status"));
  container.failing_streak = static_cast<int>(number_at(health, "FailingStreak"));
  const auto& log = member(health, "Log");
  if (!log.is_array()) return;
  for (const auto& probe : log) {
    container.health_log.push_back({time_at(probe, "Start"), time_at(probe, "End"),
                                    static_cast<int>(number_at(probe, "ExitCode")),
                                    text_at(probe, "Output")});
  }
}

void read_state(const json& state, Container& container) {
  container.state = state_from(text_at(state, "Status"));
  container.oom_killed = flag_at(state, "OOMKilled");
  container.exit_code = static_cast<int>(number_at(state, "ExitCode"));
  container.pid = static_cast<int>(number_at(state, "Pid"));
  container.error = text_at(state, "Error");
  container.started_at = time_at(state, "StartedAt");
  container.finished_at = time_at(state, "FinishedAt");
  read_health(state, container);
}

void read_config(const json& config, Container& container) {
  container.image = text_at(config, "Image");
  container.labels = strings_at(config, "Labels");
  container.tty = flag_at(config, "Tty");
  container.stop_signal = text_at(config, "StopSignal");
  if (member(config, "StopTimeout").is_number())
    container.stop_timeout_s = static_cast<int>(number_at(config, "StopTimeout"));
}

// {"80/tcp": [{"HostIp": "", "HostPort": "8080"}]}
std::vector<model::SeenPort> ports_from(const json& host) {
  std::vector<model::SeenPort> ports;
  const auto& all = member(host, "PortBindings");
  if (!all.is_object()) return ports;
  for (const auto& [port, bindings] : all.items()) {
    if (!bindings.is_array()) continue;
    const auto slash = port.find('/');
    const auto protocol = slash == std::string::npos ? std::string("tcp") : port.substr(slash + 1);
    for (const auto& one : bindings)
      ports.push_back({text_at(one, "HostIp"), text_at(one, "HostPort"), protocol});
  }
  return ports;
}

// "0-2,4" are four. Source: cpuset(7), "List format".
int cpus_in(std::string_view list) {
  int cpus = 0;
  for (const auto& part : core::split(list, ',')) {
    const char* const end = part.data() + part.size();
    int first = 0, last = 0;
    const auto read = std::from_chars(part.data(), end, first);
    if (read.ec != std::errc{}) continue;
    last = first;
    if (read.ptr != end && *read.ptr == '-') std::from_chars(read.ptr + 1, end, last);
    cpus += std::max(0, last - first + 1);
  }
  return cpus;
}

// The engine takes either; the period is the kernel's where it is not told.
double quota_in(const json& host) {
  constexpr double nano = 1e9, period_us = 100'000;
  const auto nano_cpus = static_cast<double>(number_at(host, "NanoCpus"));
  if (nano_cpus > 0) return nano_cpus / nano;
  const auto quota = static_cast<double>(number_at(host, "CpuQuota"));
  const auto period = static_cast<double>(number_at(host, "CpuPeriod"));
  return quota > 0 ? quota / (period > 0 ? period : period_us) : 0;
}

void read_host_config(const json& host, Container& container) {
  container.restart_policy = restart_policy_from(member(host, "RestartPolicy"));
  container.auto_remove = flag_at(host, "AutoRemove");
  container.network_mode = text_at(host, "NetworkMode");
  container.pid_mode = text_at(host, "PidMode");
  container.ipc_mode = text_at(host, "IpcMode");
  container.volumes_from = list_at(host, "VolumesFrom");
  container.ports = ports_from(host);
  container.cpus = cpus_in(text_at(host, "CpusetCpus"));
  container.quota = quota_in(host);
}

std::string without_slash(std::string name) {
  return name.starts_with('/') ? name.substr(1) : name;
}

// Links add names like "/other/alias": the container's own has one slash.
std::string own_name(const std::vector<std::string>& names) {
  for (const auto& name : names) {
    if (name.find('/', 1) == std::string::npos) return without_slash(name);
  }
  return names.empty() ? std::string() : without_slash(names.front());
}

Container list_entry(const json& entry) {
  Container container;
  container.id = text_at(entry, "Id");
  container.name = own_name(list_at(entry, "Names"));
  container.image = text_at(entry, "Image");
  container.image_id = text_at(entry, "ImageID");
  container.labels = strings_at(entry, "Labels");
  container.state = state_from(text_at(entry, "State"));
  if (container.is_up()) container.health = health_in_status(text_at(entry, "Status"));
  container.created_at = core::WallTime{std::chrono::seconds{number_at(entry, "Created")}};
  container.network_mode = text_at(member(entry, "HostConfig"), "NetworkMode");
  container.networks = networks_from(member(entry, "NetworkSettings"));
  container.mounts = mounts_from(entry);
  return container;
}

}  // namespace

core::Result<Container> decode_container(std::string_view text) {
  const auto parsed = parse_json_object(text, "a container");
  if (!parsed) return parsed.error();
  Container container;
  container.id = text_at(*parsed, "Id");
  if (container.id.empty())
    return core::Error{core::Errc::corrupt, "the engine's answer is a container without an id"};
  container.name = without_slash(text_at(*parsed, "Name"));
  container.image_id = text_at(*parsed, "Image");
  container.created_at = time_at(*parsed, "Created");
  container.restart_count = static_cast<int>(number_at(*parsed, "RestartCount"));
  read_config(member(*parsed, "Config"), container);
  read_host_config(member(*parsed, "HostConfig"), container);
  read_state(member(*parsed, "State"), container);
  container.networks = networks_from(member(*parsed, "NetworkSettings"));
  container.mounts = mounts_from(*parsed);
  return container;
}

core::Result<std::vector<Container>> decode_container_list(std::string_view text) {
  const auto parsed = parse_json_array(text, "a list of containers");
  if (!parsed) return parsed.error();
  std::vector<Container> containers;
  for (const auto& entry : *parsed) containers.push_back(list_entry(entry));
  return containers;
}

}  // namespace docker
