// Networks: attachments of a create body, and the bodies that make networks and volumes.
#include "docker/create_request_parts.hpp"
#include "docker/json_text.hpp"
#include "docker/version.hpp"

#include <nlohmann/json.hpp>

namespace docker {
namespace create_parts {
namespace {

Json ipam_config(const model::NetworkAttachment& attachment) {
  Json json = Json::object();
  put_if(json, "IPv4Address", attachment.ipv4_address);
  put_if(json, "IPv6Address", attachment.ipv6_address);
  if (!attachment.link_local_ips.empty()) json["LinkLocalIPs"] = attachment.link_local_ips;
  return json;
}

Json driver_options(const model::NetworkAttachment& attachment) {
  auto options = attachment.driver_opts;
  if (!attachment.interface_name.empty())
    options["com.docker.network.endpoint.ifname"] = attachment.interface_name;
  return null_if_empty(options);
}

std::string mac_address(const model::Service& service, const ContainerCreate& options,
                        const std::string& key) {
  const auto& own = service.networks.at(key).mac_address;
  const bool first = networks_by_priority(service).front() == key;
  return own.empty() && first && options.api >= several_networks_at_create ? service.mac_address
                                                                           : own;
}

std::vector<std::string> container_names_of(const model::Spec& spec, const model::ServiceName& name,
                                            const ContainerCreate& options) {
  if (const auto known = options.linked.find(name); known != options.linked.end())
    return known->second;
  std::vector<std::string> names;
  const auto service = spec.services.find(name);
  for (int i = 1; service != spec.services.end() && i <= service->second.scale; ++i)
    names.push_back(container_name(spec, service->second, i));
  return names;
}

}  // namespace

std::vector<std::string> links(const model::Spec& spec, const model::Service& service,
                               const ContainerCreate& options) {
  std::vector<std::string> out;
  const auto number = std::to_string(options.number);
  for (const auto& link : service.links) {
    const auto colon = link.find(':');
    const auto target = link.substr(0, colon),
               alias = colon == std::string::npos ? target : link.substr(colon + 1);
    for (const auto& container : container_names_of(spec, target, options)) {
      out.push_back(container + ":" + alias);
      out.push_back(container + ":" + target + "-" + number);
      out.push_back(container + ":" + spec.name + "-" + target + "-" + number);
    }
  }
  for (const auto& link : service.external_links)
    out.push_back(link.find(':') == std::string::npos ? link + ":" + link : link);
  return out;
}

std::string network_mode(const model::Spec& spec, const model::Service& service,
                         const ContainerCreate& options) {
  if (!service.network_mode.empty()) return resolved_mode(service.network_mode, options.parents);
  const auto keys = networks_by_priority(service);
  return keys.empty() ? "none" : spec.networks.at(keys.front()).name;
}

Json endpoint(const model::Spec& spec, const model::Service& service,
              const ContainerCreate& options, const std::string& key) {
  const auto& attachment = service.networks.at(key);
  std::vector<std::string> aliases = {container_name(spec, service, options.number), service.name};
  aliases.insert(aliases.end(), attachment.aliases.begin(), attachment.aliases.end());
  Json json;
  json["IPAMConfig"] = attachment.written ? ipam_config(attachment) : Json(nullptr);
  json["Links"] = null_if_empty(links(spec, service, options));
  json["Aliases"] = aliases;
  json["MacAddress"] = mac_address(service, options, key);
  json["DriverOpts"] = driver_options(attachment);
  json["GwPriority"] = attachment.gw_priority;
  json["NetworkID"] = "";
  json["EndpointID"] = "";
  json["Gateway"] = "";
  json["IPAddress"] = attachment.ipv4_address;
  json["IPPrefixLen"] = 0;
  json["IPv6Gateway"] = attachment.ipv6_address;
  json["GlobalIPv6Address"] = "";
  json["GlobalIPv6PrefixLen"] = 0;
  json["DNSNames"] = nullptr;
  return json;
}

Json networking_config(const model::Spec& spec, const model::Service& service,
                       const ContainerCreate& options) {
  if (!service.network_mode.empty() || service.networks.empty()) return nullptr;
  auto keys = networks_by_priority(service);
  if (options.api < several_networks_at_create) keys.resize(1);
  Json endpoints = Json::object();
  for (const auto& key : keys)
    endpoints[spec.networks.at(key).name] = endpoint(spec, service, options, key);
  return {{"EndpointsConfig", std::move(endpoints)}};
}

namespace {

model::StringMap resource_labels(const model::Spec& spec, model::StringMap labels,
                                 const std::string& hash) {
  labels["com.docker.compose.project"] = spec.name;
  labels["com.docker.compose.version"] = "2.40.3";
  labels["com.docker.compose.config-hash"] = hash;
  return labels;
}

Json ipam(const model::Network& network) {
  if (network.ipam_driver.empty() && network.ipam_pools.empty()) return nullptr;
  Json pools = Json::array();
  for (const auto& pool : network.ipam_pools) {
    Json json = Json::object();
    put_if(json, "Subnet", pool.subnet);
    put_if(json, "IPRange", pool.ip_range);
    put_if(json, "Gateway", pool.gateway);
    put_if(json, "AuxiliaryAddresses", pool.aux_addresses);
    pools.push_back(std::move(json));
  }
  return {{"Driver", network.ipam_driver},
          {"Options", nullptr},
          {"Config", pools.empty() ? Json(nullptr) : pools}};
}

}  // namespace
}  // namespace create_parts

using create_parts::Json;

std::string network_create_body(const model::Spec& spec, const model::Network& network,
                                ApiVersion api) {
  auto labels = create_parts::resource_labels(spec, network.labels, network.config_hash);
  labels["com.docker.compose.network"] = network.key;
  Json json;
  // Without it, older engines make a second network of the same name.
  if (api < several_networks_at_create) json["CheckDuplicate"] = true;
  json["Driver"] = network.driver;
  json["Scope"] = "";
  if (network.enable_ipv4) json["EnableIPv4"] = *network.enable_ipv4;
  if (network.enable_ipv6) json["EnableIPv6"] = *network.enable_ipv6;
  json["IPAM"] = create_parts::ipam(network);
  json["Internal"] = network.internal;
  json["Attachable"] = network.attachable;
  json["Ingress"] = false;
  json["ConfigOnly"] = false;
  json["ConfigFrom"] = nullptr;
  json["Options"] = create_parts::null_if_empty(network.driver_opts);
  json["Labels"] = labels;
  json["Name"] = network.name;
  return json_text(json);
}

std::string volume_create_body(const model::Spec& spec, const model::Volume& volume) {
  auto labels = create_parts::resource_labels(spec, volume.labels, volume.config_hash);
  labels["com.docker.compose.volume"] = volume.key;
  Json json;
  create_parts::put_if(json, "Driver", volume.driver);
  create_parts::put_if(json, "DriverOpts", volume.driver_opts);
  json["Labels"] = labels;
  json["Name"] = volume.name;
  return json_text(json);
}

}  // namespace docker
