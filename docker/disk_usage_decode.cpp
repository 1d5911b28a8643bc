#include "docker/disk_usage_decode.hpp"

#include "docker/decode_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <utility>

namespace docker {
namespace {

using monitor::DiskEater;
using nlohmann::json;

// -1 is what the engine has not added up.
std::uint64_t bytes_at(const json& object, const char* key) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, number_at(object, key)));
}

bool has_tag(const json& image) {
  const auto tags = list_at(image, "RepoTags");
  return std::any_of(tags.begin(), tags.end(),
                     [](const std::string& tag) { return tag != "<none>:<none>"; });
}

// Of the layers that no other image has, which is what removing it gives back.
std::uint64_t own_bytes(const json& image) {
  const auto size = bytes_at(image, "Size");
  return size - std::min(size, bytes_at(image, "SharedSize"));
}

// `docker image prune` takes what has no name. What has one may be wanted again.
void add_images(const json& images, std::vector<DiskEater>& eaters) {
  if (!images.is_array()) return;
  DiskEater nameless{"images without a name", 0, "docker image prune"};
  DiskEater unused{"images that no container uses", 0, "docker image prune --all"};
  for (const auto& image : images) {
    if (number_at(image, "Containers") != 0) continue;
    (has_tag(image) ? unused : nameless).bytes += own_bytes(image);
  }
  eaters.push_back(std::move(nameless));
  eaters.push_back(std::move(unused));
}

void add_build_cache(const json& records, std::vector<DiskEater>& eaters) {
  if (!records.is_array()) return;
  DiskEater cache{"build cache", 0, "docker builder prune"};
  for (const auto& record : records) {
    // What is shared is counted with the images.
    if (!flag_at(record, "InUse") && !flag_at(record, "Shared"))
      cache.bytes += bytes_at(record, "Size");
  }
  eaters.push_back(std::move(cache));
}

// They are data: nothing that removes them is named.
void add_volumes(const json& volumes, std::vector<DiskEater>& eaters) {
  if (!volumes.is_array()) return;
  DiskEater unused{"volumes that no container uses", 0, "docker volume ls -f dangling=true"};
  for (const auto& volume : volumes) {
    // With options it is mounted from elsewhere.
    const auto& options = member(volume, "Options");
    if (options.is_object() && !options.empty()) continue;
    const auto& usage = member(volume, "UsageData");
    const auto bytes = bytes_at(usage, "Size");
    const auto name = text_at(volume, "Name");
    if (number_at(usage, "RefCount") == 0)
      unused.bytes += bytes;
    else
      eaters.push_back({"the volume " + name, bytes, "docker ps -a --filter volume=" + name});
  }
  eaters.push_back(std::move(unused));
}

std::string name_of_container(const json& container) {
  const auto names = list_at(container, "Names");
  auto name = names.empty() ? text_at(container, "Id").substr(0, 12) : names.front();
  if (name.starts_with('/')) name.erase(0, 1);
  return name;
}

// What is written anywhere but into a volume. It goes with the container.
void add_layers(const json& containers, std::vector<DiskEater>& eaters) {
  if (!containers.is_array()) return;
  for (const auto& container : containers) {
    const auto name = name_of_container(container);
    eaters.push_back({"what " + name + " wrote into its own layer", bytes_at(container, "SizeRw"),
                      "docker diff " + name});
  }
}

}  // namespace

core::Result<std::vector<DiskEater>> decode_disk_usage(std::string_view text) {
  const auto usage = parse_json_object(text, "the engine's disk usage");
  if (!usage) return usage.error();
  std::vector<DiskEater> eaters;
  add_images(member(*usage, "Images"), eaters);
  add_build_cache(member(*usage, "BuildCache"), eaters);
  add_volumes(member(*usage, "Volumes"), eaters);
  std::erase_if(eaters, [](const DiskEater& eater) { return eater.bytes == 0; });
  return eaters;
}

core::Result<std::vector<DiskEater>> decode_layers(std::string_view text) {
  const auto usage = parse_json_object(text, "the engine's disk usage");
  if (!usage) return usage.error();
  std::vector<DiskEater> eaters;
  add_layers(member(*usage, "Containers"), eaters);
  std::erase_if(eaters, [](const DiskEater& eater) { return eater.bytes == 0; });
  return eaters;
}

core::Result<ContainerLog> decode_container_log(std::string_view text) {
  const auto container = parse_json_object(text, "a container");
  if (!container) return container.error();
  ContainerLog log;
  log.name = text_at(*container, "Name");
  if (log.name.starts_with('/')) log.name.erase(0, 1);
  const auto& settings = member(member(*container, "HostConfig"), "LogConfig");
  const auto options = strings_at(settings, "Config");
  const auto most = options.find("max-size");
  // `local` has a limit of its own; json-file has none unless it is told, and -1 is none.
  log.rotated = text_at(settings, "Type") != "json-file" ||
                (most != options.end() && !most->second.empty() && most->second != "-1");
  return log;
}

}  // namespace docker
