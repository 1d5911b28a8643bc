#include "docker/decode.hpp"

#include "docker/decode_json.hpp"

#include <nlohmann/json.hpp>

namespace docker {
namespace {

using nlohmann::json;

core::Milliseconds milliseconds_of(std::int64_t nanoseconds) {
  return std::chrono::duration_cast<core::Milliseconds>(std::chrono::nanoseconds{nanoseconds});
}

// "NONE" switches off the check of a base image.
bool is_check(const json& healthcheck) {
  const auto test = list_at(healthcheck, "Test");
  return !test.empty() && test.front() != "NONE";
}

}  // namespace

core::Result<std::vector<model::SeenNetwork>> decode_networks(std::string_view text) {
  const auto parsed = parse_json_array(text, "a list of networks");
  if (!parsed) return parsed.error();
  std::vector<model::SeenNetwork> networks;
  for (const auto& entry : *parsed)
    networks.push_back({text_at(entry, "Id"), text_at(entry, "Name"), strings_at(entry, "Labels")});
  return networks;
}

core::Result<model::StringMap> decode_attached(std::string_view text) {
  const auto parsed = parse_json_object(text, "a network");
  if (!parsed) return parsed.error();
  model::StringMap attached;
  const auto& containers = member(*parsed, "Containers");
  if (!containers.is_object()) return attached;
  for (const auto& [id, endpoint] : containers.items()) attached[id] = text_at(endpoint, "Name");
  return attached;
}

core::Result<std::vector<model::SeenVolume>> decode_volumes(std::string_view text) {
  const auto parsed = parse_json_object(text, "a list of volumes");
  if (!parsed) return parsed.error();
  std::vector<model::SeenVolume> volumes;
  const auto& list = member(*parsed, "Volumes");
  if (!list.is_array()) return volumes;
  for (const auto& entry : list)
    volumes.push_back({text_at(entry, "Name"), strings_at(entry, "Labels")});
  return volumes;
}

core::Result<model::SeenImage> decode_image(std::string_view text) {
  const auto parsed = parse_json_object(text, "an image");
  if (!parsed) return parsed.error();
  model::SeenImage image;
  image.id = text_at(*parsed, "Id");
  if (image.id.empty())
    return core::Error{core::Errc::corrupt, "the engine's answer is an image without an id"};
  image.architecture = text_at(*parsed, "Architecture");
  image.os = text_at(*parsed, "Os");
  const auto& healthcheck = member(member(*parsed, "Config"), "Healthcheck");
  image.has_healthcheck = is_check(healthcheck);
  if (const auto period = number_at(healthcheck, "StartPeriod"); period > 0)
    image.health_start_period = milliseconds_of(period);
  return image;
}

core::Result<EngineVersion> decode_version(std::string_view text) {
  const auto parsed = parse_json_object(text, "a version");
  if (!parsed) return parsed.error();
  return EngineVersion{text_at(*parsed, "Version"), text_at(*parsed, "ApiVersion"),
                       text_at(*parsed, "MinAPIVersion"), text_at(*parsed, "Os"),
                       text_at(*parsed, "Arch")};
}

core::Result<reconcile::EngineInfo> decode_info(std::string_view text) {
  const auto parsed = parse_json_object(text, "what an engine says of itself");
  if (!parsed) return parsed.error();
  reconcile::EngineInfo info;
  info.version = text_at(*parsed, "ServerVersion");
  info.architecture = text_at(*parsed, "Architecture");
  info.os = text_at(*parsed, "OSType");
  info.data_root = text_at(*parsed, "DockerRootDir");
  info.name = text_at(*parsed, "Name");
  info.cpus = static_cast<int>(number_at(*parsed, "NCPU"));
  info.memory_bytes = number_at(*parsed, "MemTotal");
  info.engine_id = text_at(*parsed, "ID");
  info.time = time_at(*parsed, "SystemTime");
  return info;
}

std::string decode_message(std::string_view text) {
  const auto parsed = json::parse(text, nullptr, false);
  auto message = parsed.is_discarded() ? std::string() : text_at(parsed, "message");
  if (!message.empty()) return message;
  constexpr std::size_t shown_max = 300;
  message = text.substr(0, shown_max);
  while (!message.empty() && (message.back() == '\n' || message.back() == ' ')) message.pop_back();
  return message;
}

core::Result<std::string> decode_created_id(std::string_view text) {
  const auto parsed = parse_json_object(text, "an id");
  if (!parsed) return parsed.error();
  auto id = text_at(*parsed, "Id");
  if (id.empty())
    return core::Error{core::Errc::corrupt, "the engine's answer to a create has no id"};
  return id;
}

std::optional<bool> decode_manually_stopped(std::string_view text) {
  const auto parsed = json::parse(text, nullptr, false);
  if (parsed.is_discarded()) return std::nullopt;
  const auto& flag = member(parsed, "HasBeenManuallyStopped");
  if (!flag.is_boolean()) return std::nullopt;
  return flag.get<bool>();
}

}  // namespace docker
