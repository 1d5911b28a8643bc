#include "compose/decode_service_parts.hpp"

#include "core/text.hpp"

#include <nlohmann/json.hpp>

namespace compose {
namespace {

using namespace decoding;  // NOLINT(google-build-using-namespace): the readers are the vocabulary
                           // here

std::optional<model::RestartMode> restart_mode(const std::string& word) {
  if (word == "no" || word == "none") return model::RestartMode::no;
  if (word == "on-failure") return model::RestartMode::on_failure;
  if (word == "unless-stopped") return model::RestartMode::unless_stopped;
  if (word == "always" || word == "any") return model::RestartMode::always;
  return std::nullopt;
}

model::MountType mount_type(const std::string& word) {
  if (word == "bind") return model::MountType::bind;
  if (word == "tmpfs") return model::MountType::tmpfs;
  if (word == "npipe") return model::MountType::npipe;
  if (word == "cluster") return model::MountType::cluster;
  return word == "image" ? model::MountType::image : model::MountType::volume;
}

std::vector<model::ThrottleDevice> throttled(const Json& json, const char* key) {
  return list<model::ThrottleDevice>(json, key, [](const Json& item) {
    return model::ThrottleDevice{
        text(item, "Path"), item.contains("Weight") ? number(item, "Weight") : bytes(item, "Rate")};
  });
}

}  // namespace

model::RestartPolicy decode_restart(const Json& service) {
  const auto& deploy = section(service, "deploy");
  if (deploy.contains("restart_policy")) {
    const auto& policy = section(deploy, "restart_policy");
    return {restart_mode(text(policy, "condition")),
            static_cast<int>(number(policy, "max_attempts"))};
  }
  const auto parts = core::split(text(service, "restart"), ':');
  return {restart_mode(parts[0]), parts.size() > 1 ? std::atoi(parts[1].c_str()) : 0};
}

std::optional<model::Healthcheck> decode_healthcheck(const Json& service) {
  if (!service.contains("healthcheck")) return std::nullopt;
  const auto& json = section(service, "healthcheck");
  model::Healthcheck check;
  check.test = texts(json, "test");
  check.disabled = flag(json, "disable") || (!check.test.empty() && check.test[0] == "NONE");
  check.interval = duration(json, "interval");
  check.timeout = duration(json, "timeout");
  check.start_period = duration(json, "start_period");
  check.start_interval = duration(json, "start_interval");
  if (json.contains("retries")) check.retries = static_cast<int>(number(json, "retries"));
  return check;
}

std::optional<model::Build> decode_build(const Json& service) {
  if (!service.contains("build")) return std::nullopt;
  const auto& json = section(service, "build");
  model::Build build;
  build.context = text(json, "context");
  build.dockerfile = text(json, "dockerfile");
  build.dockerfile_inline = text(json, "dockerfile_inline");
  build.target = text(json, "target");
  build.args = variables(json, "args");
  build.canonical_json = json.dump();
  return build;
}

std::map<std::string, model::NetworkAttachment> decode_attachments(const Json& service) {
  std::map<std::string, model::NetworkAttachment> out;
  for (const auto& [key, json] : section(service, "networks").items()) {
    model::NetworkAttachment one;
    one.written = json.is_object();
    one.aliases = texts(json, "aliases");
    one.ipv4_address = text(json, "ipv4_address");
    one.ipv6_address = text(json, "ipv6_address");
    one.mac_address = text(json, "mac_address");
    one.interface_name = text(json, "interface_name");
    one.link_local_ips = texts(json, "link_local_ips");
    one.driver_opts = map(json, "driver_opts");
    one.priority = static_cast<int>(number(json, "priority"));
    one.gw_priority = static_cast<int>(number(json, "gw_priority"));
    out.emplace(key, std::move(one));
  }
  return out;
}

std::map<std::string, model::Ulimit> decode_ulimits(const Json& service) {
  std::map<std::string, model::Ulimit> out;
  for (const auto& [name, json] : section(service, "ulimits").items()) {
    if (json.is_number()) {
      out.emplace(name, model::Ulimit{json.get<std::int64_t>(), json.get<std::int64_t>(), true});
    } else {
      out.emplace(name, model::Ulimit{number(json, "soft"), number(json, "hard"), false});
    }
  }
  return out;
}

model::Port decode_port(const Json& json) {
  model::Port port;
  port.mode = text(json, "mode");
  port.host_ip = text(json, "host_ip");
  port.target = static_cast<std::uint16_t>(number(json, "target"));
  port.published = text(json, "published");
  port.protocol = text(json, "protocol");
  port.name = text(json, "name");
  port.app_protocol = text(json, "app_protocol");
  return port;
}

model::Mount decode_mount(const Json& json) {
  model::Mount mount;
  mount.type = mount_type(text(json, "type"));
  mount.source = text(json, "source");
  mount.target = text(json, "target");
  mount.read_only = flag(json, "read_only");
  mount.consistency = text(json, "consistency");
  const auto& bind = section(json, "bind");
  if (json.contains("bind")) mount.create_host_path = flag(bind, "create_host_path");
  mount.propagation = text(bind, "propagation");
  mount.selinux = text(bind, "selinux");
  mount.recursive = text(bind, "recursive");
  const auto& volume = section(json, "volume");
  mount.volume_section = json.contains("volume");
  mount.nocopy = flag(volume, "nocopy");
  mount.volume_labels = map(volume, "labels");
  mount.subpath =
      text(mount.type == model::MountType::image ? section(json, "image") : volume, "subpath");
  const auto& tmpfs = section(json, "tmpfs");
  mount.tmpfs_section = json.contains("tmpfs");
  if (tmpfs.contains("size")) mount.tmpfs_size = bytes(tmpfs, "size");
  if (tmpfs.contains("mode")) mount.tmpfs_mode = static_cast<std::uint32_t>(number(tmpfs, "mode"));
  return mount;
}

model::FileReference decode_file_reference(const Json& json) {
  model::FileReference reference{text(json, "source"), text(json, "target"), text(json, "uid"),
                                 text(json, "gid"), std::nullopt};
  const auto mode = text(json, "mode");
  if (!mode.empty())
    reference.mode = static_cast<std::uint32_t>(std::strtoul(mode.c_str(), nullptr, 8));
  return reference;
}

model::DeviceRequest decode_device_request(const Json& json) {
  model::DeviceRequest request{text(json, "driver"), texts(json, "capabilities"),
                               texts(json, "device_ids"), std::nullopt, map(json, "options")};
  if (json.contains("count")) request.count = number(json, "count");
  return request;
}

model::BlockIo decode_block_io(const Json& json) {
  return {static_cast<int>(number(json, "weight")), throttled(json, "weight_device"),
          throttled(json, "device_read_bps"),       throttled(json, "device_read_iops"),
          throttled(json, "device_write_bps"),      throttled(json, "device_write_iops")};
}

}  // namespace compose
