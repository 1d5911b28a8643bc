#include "docker/create_request.hpp"
#include "docker/decode.hpp"
#include "docker/decode_json.hpp"
#include "docker/json_text.hpp"
#include "docker/work_request.hpp"
#include "model/config_hash.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace docker {
namespace {

using nlohmann::json;

constexpr std::uint32_t file_mode_default = 0444;

core::Result<const model::Service*> service_of(const reconcile::Work& work) {
  const auto found = work.spec->services.find(work.step.service);
  if (found == work.spec->services.end())
    return core::invalid("the spec has no service " + work.step.service);
  return &found->second;
}

bool is_anonymous(const model::SeenMount& mount) {
  constexpr std::size_t id_digits = 64;
  return mount.type == "volume" && mount.name.size() == id_digits &&
         mount.name.find_first_not_of("0123456789abcdef") == std::string::npos;
}

// What the spec mounts at the same place by now goes first.
std::vector<CarriedVolume> carried_volumes(const model::Service& service,
                                           const std::vector<model::SeenMount>& mounts) {
  std::vector<CarriedVolume> carried;
  for (const auto& mount : mounts) {
    const auto takes_its_place = [&](const model::Mount& written) {
      return written.target == mount.destination && !written.source.empty();
    };
    if (is_anonymous(mount) &&
        std::none_of(service.volumes.begin(), service.volumes.end(), takes_its_place)) {
      carried.push_back({mount.name, mount.destination});
    }
  }
  return carried;
}

std::string absolute_target(const model::FileReference& reference, const std::string& folder) {
  const auto& target = reference.target.empty() ? reference.source : reference.target;
  return target.starts_with('/') ? target.substr(1) : folder + target;
}

std::uint32_t id_number(const std::string& text) {
  std::uint32_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

core::Status add_files(const std::vector<model::FileReference>& references,
                       const std::map<std::string, model::FileSource>& sources,
                       const std::string& folder, std::vector<TarFile>& files) {
  for (const auto& reference : references) {
    const auto source = sources.find(reference.source);
    if (source == sources.end() || (!source->second.content && source->second.environment.empty()))
      continue;
    if (!source->second.content) {
      return core::invalid(reference.source + " takes its content from the variable " +
                           source->second.environment +
                           ", which was not set when the spec was read");
    }
    files.push_back({absolute_target(reference, folder), *source->second.content,
                     reference.mode.value_or(file_mode_default), id_number(reference.uid),
                     id_number(reference.gid)});
  }
  return {};
}

ContainerCreate options_of(const reconcile::Work& work, const model::CreateContainer& create,
                           const CreateFacts& facts, const model::Service& service) {
  ContainerCreate options;
  options.number = create.number;
  options.name = create.name;
  options.image_reference = create.image;
  options.image_id = facts.image;
  options.parents = work.parents;
  options.carried = carried_volumes(service, facts.replaced_mounts);
  options.api = facts.api;
  options.read_file = [&facts](const std::string& path) -> core::Result<std::string> {
    const auto found = facts.profiles.find(path);
    if (found == facts.profiles.end()) return core::invalid(path + " was not read");
    return found->second;
  };
  return options;
}

// Bodies of connects name the container, which is not known before the create: only their
// EndpointConfig is kept.
std::vector<ExtraNetwork> networks_after(const model::Spec& spec, const model::Service& service,
                                         const ContainerCreate& options) {
  std::vector<ExtraNetwork> extra;
  for (const auto& connect : network_connects(spec, service, options, "")) {
    const auto body = json::parse(connect.body, nullptr, false);
    extra.push_back({connect.network, json_text(member(body, "EndpointConfig"))});
  }
  return extra;
}

std::string parent_of(const reconcile::Work& work, const std::string& mode) {
  constexpr std::string_view before = "service:";
  if (!mode.starts_with(before)) return {};
  const auto found = work.parents.find(mode.substr(before.size()));
  return found == work.parents.end() ? std::string() : found->second;
}

// Compose copies them into what it has created, and no inspect shows them. Where the inspected
// container has a mount in their place they would be written to what is mounted.
core::Result<std::vector<TarFile>> files_beside(const reconcile::Work& work,
                                                const model::Service& service) {
  auto files = inline_files(*work.spec, service);
  if (!files || files->empty()) return files;
  const auto inspected = decode_container(work.as_inspected->container_json);
  if (!inspected) return inspected.error();
  std::erase_if(*files, [&](const TarFile& file) {
    return std::any_of(inspected->mounts.begin(), inspected->mounts.end(), [&](const auto& mount) {
      return ("/" + file.path + "/").starts_with(mount.destination + "/");
    });
  });
  return files;
}

core::Result<ContainerRequest> copied_request(const reconcile::Work& work,
                                              const model::CreateContainer& create,
                                              const CreateFacts& facts,
                                              const model::Service& service) {
  const CopyRequest copy{*work.as_inspected,
                         create.image,
                         facts.api,
                         facts.replaced_mounts,
                         parent_of(work, service.network_mode),
                         parent_of(work, service.pid),
                         parent_of(work, service.ipc),
                         create.number,
                         lenders_of(work)};
  auto copied = create_body_from_inspect(copy);
  if (!copied) return copied.error();
  auto files = files_beside(work, service);
  if (!files) return files.error();
  return ContainerRequest{std::move(copied->body), service.platform, std::move(copied->after),
                          std::move(*files)};
}

}  // namespace

core::Result<std::vector<TarFile>> inline_files(const model::Spec& spec,
                                                const model::Service& service) {
  std::vector<TarFile> files;
  if (const auto added = add_files(service.configs, spec.configs, "", files); !added)
    return added.error();
  if (const auto added = add_files(service.secrets, spec.secrets, "run/secrets/", files); !added)
    return added.error();
  return files;
}

std::vector<std::string> lenders_of(const reconcile::Work& work) {
  std::vector<std::string> lenders;
  const auto service = service_of(work);
  if (!service) return lenders;
  for (const auto& source : (*service)->volumes_from)
    lenders.push_back(model::volumes_source(source, work.parents));
  return lenders;
}

void leave_out_lent(std::vector<model::SeenMount>& mounts, const reconcile::Work& work,
                    const std::vector<model::SeenMount>& lent) {
  const auto service = service_of(work);
  if (!service) return;
  const auto is_own = [&](const std::string& target) {
    return std::ranges::any_of((*service)->volumes,
                               [&](const model::Mount& one) { return one.target == target; });
  };
  std::erase_if(mounts, [&](const model::SeenMount& mount) {
    return !is_own(mount.destination) &&
           std::ranges::any_of(lent, [&](const model::SeenMount& one) {
             return one.destination == mount.destination;
           });
  });
}

std::vector<std::string> profile_paths(const reconcile::Work& work) {
  std::vector<std::string> paths;
  const auto service = service_of(work);
  if (!service || work.as_inspected || (*service)->security_opt.empty()) return paths;
  ContainerCreate options;
  options.read_file = [&paths](const std::string& path) -> core::Result<std::string> {
    paths.push_back(path);
    return std::string("{}");
  };
  // What is wrong with it otherwise is said when it is made in earnest.
  (void)container_create_body(*work.spec, **service, options);
  return paths;
}

core::Result<ContainerRequest> container_request(const reconcile::Work& work,
                                                 const model::CreateContainer& create,
                                                 const CreateFacts& facts) {
  const auto service = service_of(work);
  if (!service) return service.error();
  if (work.as_inspected) return copied_request(work, create, facts, **service);
  const auto options = options_of(work, create, facts, **service);
  auto body = container_create_body(*work.spec, **service, options);
  if (!body) return body.error();
  auto files = inline_files(*work.spec, **service);
  if (!files) return files.error();
  return ContainerRequest{std::move(*body), (*service)->platform,
                          networks_after(*work.spec, **service, options), std::move(*files)};
}

core::Result<std::string> network_request(const model::Spec& spec, const std::string& key,
                                          ApiVersion api) {
  const auto network = spec.networks.find(key);
  if (network == spec.networks.end()) return core::invalid("the spec has no network " + key);
  return network_create_body(spec, network->second, api);
}

core::Result<std::string> volume_request(const model::Spec& spec, const std::string& key) {
  const auto volume = spec.volumes.find(key);
  if (volume == spec.volumes.end()) return core::invalid("the spec has no volume " + key);
  return volume_create_body(spec, volume->second);
}

core::Result<std::string> endpoint_request(const reconcile::Work& work,
                                           const model::ConnectNetwork& connect) {
  if (work.as_inspected)
    return endpoint_from_inspect(work.as_inspected->container_json, connect.network);
  const auto service = service_of(work);
  if (!service) return service.error();
  ContainerCreate options;
  options.name = connect.container_name;
  options.parents = work.parents;
  options.read_file = [](const std::string&) -> core::Result<std::string> {
    return std::string("{}");
  };                                         // nothing of a profile is kept
  options.api = several_networks_at_create;  // so that every endpoint is in the body
  const auto body = container_create_body(*work.spec, **service, options);
  if (!body) return body.error();
  const auto parsed = json::parse(*body, nullptr, false);
  const auto& endpoint = member(member(member(parsed, "NetworkingConfig"), "EndpointsConfig"),
                                connect.network.c_str());
  return endpoint.is_object() ? json_text(endpoint) : std::string("{}");
}

}  // namespace docker
