// Canonical JSON of networks, volumes, configs and secrets -> model.
#include "compose/canonical.hpp"
#include "compose/decode_json.hpp"
#include "compose/environment.hpp"

#include <nlohmann/json.hpp>

namespace compose {

using namespace decoding;  // NOLINT(google-build-using-namespace): the readers are the vocabulary
                           // here

model::Network decode_network(std::string_view canonical) {
  const auto json = Json::parse(canonical);
  model::Network network;
  network.name = text(json, "name");
  network.external = flag(json, "external");
  network.driver = text(json, "driver");
  network.driver_opts = map(json, "driver_opts");
  network.labels = map(json, "labels");
  network.internal = flag(json, "internal");
  network.attachable = flag(json, "attachable");
  if (json.contains("enable_ipv4")) network.enable_ipv4 = flag(json, "enable_ipv4");
  if (json.contains("enable_ipv6")) network.enable_ipv6 = flag(json, "enable_ipv6");
  const auto& ipam = section(json, "ipam");
  network.ipam_driver = text(ipam, "driver");
  network.ipam_pools = list<model::IpamPool>(ipam, "config", [](const Json& item) {
    return model::IpamPool{text(item, "subnet"), text(item, "gateway"), text(item, "ip_range"),
                           map(item, "aux_addresses")};
  });
  return network;
}

model::Volume decode_volume(std::string_view canonical) {
  const auto json = Json::parse(canonical);
  model::Volume volume;
  volume.name = text(json, "name");
  volume.external = flag(json, "external");
  volume.driver = text(json, "driver");
  volume.driver_opts = map(json, "driver_opts");
  volume.labels = map(json, "labels");
  return volume;
}

model::FileSource decode_file_source(std::string_view canonical) {
  const auto json = Json::parse(canonical);
  model::FileSource source;
  source.name = text(json, "name");
  source.file = text(json, "file");
  source.environment = text(json, "environment");
  source.external = flag(json, "external");
  if (json.contains("content")) source.content = text(json, "content");
  if (json.contains(content_from_environment))
    source.content = text(json, content_from_environment);
  return source;
}

}  // namespace compose
