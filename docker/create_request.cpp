#include "docker/create_request.hpp"

#include "core/text.hpp"
#include "docker/create_request_parts.hpp"
#include "docker/json_text.hpp"
#include "docker/version.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace docker {
namespace {

using create_parts::Json;

std::string url_path(const std::string& name) { return core::url_encode(name); }

// "amd64" -> "linux/amd64", "linux/x86_64" -> "linux/amd64".
std::string normal_platform(const std::string& platform) {
  auto parts = core::split(core::lowercase(platform), '/');
  if (parts.size() == 1) parts.insert(parts.begin(), "linux");
  static const std::map<std::string, std::string> architectures = {{"x86_64", "amd64"},
                                                                   {"x86-64", "amd64"},
                                                                   {"aarch64", "arm64"},
                                                                   {"i386", "386"},
                                                                   {"armhf", "arm"}};
  if (const auto at = architectures.find(parts[1]); at != architectures.end())
    parts[1] = at->second;
  return core::join(parts, "/");
}

// Dependencies first, then by name.
class CreationOrder {
 public:
  explicit CreationOrder(const model::Spec& spec) : spec_(spec) {
    for (const auto& [name, unused] : spec.services) visit(name);
  }
  const std::vector<model::ServiceName>& names() const { return names_; }

 private:
  void visit(const model::ServiceName& name) {
    const auto service = spec_.services.find(name);
    if (service == spec_.services.end() || !seen_.insert(name).second) return;
    for (const auto& [other, unused] : service->second.depends_on) visit(other);
    names_.push_back(name);
  }

  const model::Spec& spec_;
  std::set<model::ServiceName> seen_;
  std::vector<model::ServiceName> names_;
};

core::Error needs(std::string_view what, std::string_view engine) {
  return {core::Errc::unsupported,
          std::string(what) + " needs Docker Engine " + std::string(engine) + " or later"};
}

core::Status check_mounts(const model::Service& service, ApiVersion api) {
  for (const auto& mount : service.volumes) {
    if (mount.type == model::MountType::image && api < ApiVersion{1, 48})
      return needs("a volume of type image", "28 (API 1.48)");
    if (mount.recursive == "readonly" && api < ApiVersion{1, 44})
      return needs("bind.recursive: readonly", "25 (API 1.44)");
  }
  return {};
}

// What this version of the API cannot do, as the reference refuses it.
core::Status check_engine(const model::Service& service, ApiVersion api) {
  const auto& check = service.healthcheck;
  if (check && check->start_interval && api < several_networks_at_create)
    return needs("healthcheck.start_interval", "25 (API 1.44)");
  if (check && check->start_interval && !check->start_period)
    return core::invalid("healthcheck.start_interval needs start_period");
  int addresses = 0;
  for (const auto& [key, attachment] : service.networks) {
    if (!attachment.interface_name.empty() && api < ApiVersion{1, 49})
      return needs("interface_name", "28.1 (API 1.49)");
    addresses += attachment.mac_address.empty() ? 0 : 1;
  }
  if (addresses > 1 && api < several_networks_at_create)
    return needs("a mac_address for several networks", "25 (API 1.44)");
  return check_mounts(service, api);
}

core::Status add_containers(const model::Spec& spec, const model::Service& service,
                            const ContainerCreate& common, std::vector<EngineRequest>& out) {
  for (int number = 1; number <= service.scale; ++number) {
    auto options = common;
    options.number = number;
    auto body = container_create_body(spec, service, options);
    if (!body) return body.error().with("service " + service.name);
    const auto name = container_name(spec, service, number);
    out.push_back({"POST", "/containers/create", container_create_query(spec, service, options),
                   std::move(*body)});
    for (auto& connect : network_connects(spec, service, options, name)) {
      out.push_back({"POST",
                     "/networks/" + url_path(connect.network) + "/connect",
                     {},
                     std::move(connect.body)});
    }
  }
  return {};
}

}  // namespace

std::string container_name(const model::Spec& spec, const model::Service& service, int number) {
  if (!service.container_name.empty()) return service.container_name;
  return spec.name + "-" + service.name + "-" + std::to_string(number);
}

std::string image_reference(const model::Spec& spec, const model::Service& service) {
  return service.image.empty() ? spec.name + "-" + service.name : service.image;
}

std::vector<std::string> networks_by_priority(const model::Service& service) {
  std::vector<std::string> keys;
  for (const auto& [key, unused] : service.networks) keys.push_back(key);
  std::stable_sort(keys.begin(), keys.end(), [&](const std::string& a, const std::string& b) {
    return service.networks.at(a).priority > service.networks.at(b).priority;
  });
  return keys;
}

core::Result<std::string> container_create_body(const model::Spec& spec,
                                                const model::Service& service,
                                                const ContainerCreate& options) {
  if (auto possible = check_engine(service, options.api); !possible) return possible.error();
  const auto security = create_parts::security_options(spec, service, options);
  if (!security) return security.error();
  Json body = create_parts::config(spec, service, options);
  body["HostConfig"] = create_parts::host_config(spec, service, options, *security);
  auto networking = create_parts::networking_config(spec, service, options);
  if (!networking.is_null()) body["NetworkingConfig"] = std::move(networking);
  return json_text(body);
}

std::map<std::string, std::string> container_create_query(const model::Spec& spec,
                                                          const model::Service& service,
                                                          const ContainerCreate& options) {
  std::map<std::string, std::string> query = {
      {"name",
       options.name.empty() ? container_name(spec, service, options.number) : options.name}};
  if (!service.platform.empty()) query["platform"] = normal_platform(service.platform);
  return query;
}

std::vector<NetworkConnect> network_connects(const model::Spec& spec, const model::Service& service,
                                             const ContainerCreate& options,
                                             const std::string& container_id) {
  std::vector<NetworkConnect> out;
  if (!service.network_mode.empty() || options.api >= several_networks_at_create) return out;
  const auto keys = networks_by_priority(service);
  for (std::size_t i = 1; i < keys.size(); ++i) {
    Json body;
    body["Container"] = container_id;
    body["EndpointConfig"] = create_parts::endpoint(spec, service, options, keys[i]);
    out.push_back({spec.networks.at(keys[i]).name, json_text(body)});
  }
  return out;
}

core::Result<std::vector<EngineRequest>> create_requests(const model::Spec& spec,
                                                         const ContainerCreate& common) {
  std::vector<EngineRequest> out;
  for (const auto& [key, network] : spec.networks) {
    if (!network.external)
      out.push_back(
          {"POST", "/networks/create", {}, network_create_body(spec, network, common.api)});
  }
  for (const auto& [key, volume] : spec.volumes) {
    if (!volume.external)
      out.push_back({"POST", "/volumes/create", {}, volume_create_body(spec, volume)});
  }
  const CreationOrder order(spec);
  for (const auto& name : order.names()) {
    auto done = add_containers(spec, spec.services.at(name), common, out);
    if (!done) return done.error();
  }
  return out;
}

std::string as_json_line(const EngineRequest& request) {
  Json line;
  line["method"] = request.method;
  line["path"] = request.path;
  line["query"] = request.query;
  line["body"] = Json::parse(request.body);
  return json_text(line);
}

}  // namespace docker
