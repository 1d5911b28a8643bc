// Binds and Mounts of a create body. A bind whose host path may be made, and a plain named volume,
// go into Binds as the reference does: Mounts cannot make a missing host path (moby issue 43483).
#include "core/text.hpp"
#include "docker/create_request_parts.hpp"

#include <nlohmann/json.hpp>

#include <set>

namespace docker::create_parts {
namespace {

const char* type_name(model::MountType type) {
  switch (type) {
    case model::MountType::bind: return "bind";
    case model::MountType::volume: return "volume";
    case model::MountType::tmpfs: return "tmpfs";
    case model::MountType::npipe: return "npipe";
    case model::MountType::cluster: return "cluster";
    case model::MountType::image: return "image";
  }
  return "volume";
}

bool fits_binds(const model::Mount& mount) {
  if (mount.type == model::MountType::bind) {
    return !mount.create_host_path ||
           (*mount.create_host_path && mount.propagation.empty() && mount.recursive.empty());
  }
  return mount.volume_labels.empty() && mount.subpath.empty() && !mount.nocopy;
}

std::string bind_text(const std::string& source, const model::Mount& mount) {
  std::vector<std::string> options = {mount.read_only ? "ro" : "rw"};
  if (!mount.selinux.empty()) options.push_back(mount.selinux);
  if (!mount.propagation.empty()) options.push_back(mount.propagation);
  if (mount.nocopy) options.emplace_back("nocopy");
  return source + ":" + mount.target + ":" + core::join(options, ",");
}

Json bind_options(const model::Mount& mount) {
  Json options = Json::object();
  put_if(options, "Propagation", mount.propagation);
  if (mount.create_host_path.value_or(false)) options["CreateMountpoint"] = true;
  if (mount.recursive == "disabled") options["NonRecursive"] = true;
  if (mount.recursive == "writable") options["ReadOnlyNonRecursive"] = true;
  if (mount.recursive == "readonly") options["ReadOnlyForceRecursive"] = true;
  return options;
}

Json volume_options(const model::Mount& mount) {
  Json options = Json::object();
  if (mount.nocopy) options["NoCopy"] = true;
  put_if(options, "Labels", mount.volume_labels);
  put_if(options, "Subpath", mount.subpath);
  return options;
}

Json tmpfs_options(const model::Mount& mount) {
  Json options = Json::object();
  if (mount.tmpfs_size.value_or(0) != 0) options["SizeBytes"] = *mount.tmpfs_size;
  if (mount.tmpfs_mode.value_or(0) != 0) options["Mode"] = *mount.tmpfs_mode;
  return options;
}

Json mount_json(const std::string& source, const model::Mount& mount) {
  Json json;
  json["Type"] = type_name(mount.type);
  put_if(json, "Source", source);
  json["Target"] = mount.target;
  if (mount.read_only) json["ReadOnly"] = true;
  put_if(json, "Consistency", mount.consistency);
  if (mount.type == model::MountType::bind && mount.create_host_path)
    json["BindOptions"] = bind_options(mount);
  if (mount.type == model::MountType::volume && mount.volume_section)
    json["VolumeOptions"] = volume_options(mount);
  if (mount.type == model::MountType::tmpfs && mount.tmpfs_section)
    json["TmpfsOptions"] = tmpfs_options(mount);
  if (mount.type == model::MountType::image && !mount.subpath.empty())
    json["ImageOptions"] = {{"Subpath", mount.subpath}};
  return json;
}

class Collector {
 public:
  Collector(const model::Spec& spec, const ContainerCreate& options)
      : spec_(spec), options_(options) {}

  void add(const model::Mount& mount) {
    taken_.insert(mount.target);
    const auto volume = spec_.volumes.find(mount.source);
    const bool named = mount.type == model::MountType::volume && volume != spec_.volumes.end();
    const auto source = named ? volume->second.name : mount.source;
    if ((named || mount.type == model::MountType::bind) && fits_binds(mount)) {
      out_.binds.push_back(bind_text(source, mount));
    } else if (mount.type == model::MountType::volume && mount.source.empty() &&
               carried(mount.target) != nullptr) {
      add_carried(*carried(mount.target));
    } else {
      out_.mounts.push_back(mount_json(source, mount));
    }
  }

  // A config or secret: its file, read-only; one with a value is put into the container after the
  // create.
  void add_file(const model::FileReference& reference,
                const std::map<std::string, model::FileSource>& sources,
                const std::string& folder) {
    const auto source = sources.find(reference.source);
    if (source == sources.end() || source->second.file.empty()) return;
    const auto& wanted = reference.target.empty() ? reference.source : reference.target;
    const auto target = wanted.starts_with('/') ? wanted : folder + wanted;
    if (!taken_.insert(target).second) return;
    Json json = {
        {"Type", "bind"}, {"Source", source->second.file}, {"Target", target}, {"ReadOnly", true}};
    if (&sources == &spec_.secrets) json["BindOptions"] = Json::object();
    out_.mounts.push_back(std::move(json));
  }

  // What the image declares as volumes, and the container before had anonymously.
  Volumes finish() {
    for (const auto& volume : options_.carried) {
      if (taken_.insert(volume.target).second) add_carried(volume);
    }
    return std::move(out_);
  }

 private:
  const CarriedVolume* carried(const std::string& target) const {
    for (const auto& volume : options_.carried) {
      if (volume.target == target) return &volume;
    }
    return nullptr;
  }

  void add_carried(const CarriedVolume& volume) {
    Json json = {{"Type", "volume"}, {"Source", volume.name}, {"Target", volume.target}};
    if (volume.read_only) json["ReadOnly"] = true;
    out_.mounts.push_back(std::move(json));
  }

  const model::Spec& spec_;
  const ContainerCreate& options_;
  std::set<std::string> taken_;
  Volumes out_;
};

}  // namespace

Volumes volumes(const model::Spec& spec, const model::Service& service,
                const ContainerCreate& options) {
  Collector collector(spec, options);
  for (const auto& mount : service.volumes) collector.add(mount);
  for (const auto& secret : service.secrets)
    collector.add_file(secret, spec.secrets, "/run/secrets/");
  for (const auto& config : service.configs) collector.add_file(config, spec.configs, "/");
  return collector.finish();
}

}  // namespace docker::create_parts
