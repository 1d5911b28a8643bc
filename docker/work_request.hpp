// What a piece of work asks of the engine, as bodies: from the spec, or copied from what its owner
// had made. Pure.
#pragma once

#include "core/result.hpp"
#include "docker/create_from_inspect_codec.hpp"
#include "docker/tar.hpp"
#include "reconcile/ports.hpp"

#include <map>
#include <string>
#include <vector>

namespace docker {

struct ContainerRequest {
  std::string body;
  std::string platform;             // "" = the engine's own
  std::vector<ExtraNetwork> after;  // to be connected after the create
  std::vector<TarFile> files;       // to be put into the created container
};

// What was looked at before.
struct CreateFacts {
  ApiVersion api;
  model::ImageId image;  // of `create.image`, "" where the engine does not have it
  std::vector<model::SeenMount> replaced_mounts;              // of the container that is replaced
  std::map<std::string, core::Result<std::string>> profiles;  // by path; of all `profile_paths`
};

// The containers whose volumes the service uses, too (volumes_from).
std::vector<std::string> lenders_of(const reconcile::Work& work);
// Of the mounts of a container of the service, those that a lender gives it: the next one has them
// from the lender as it is by then.
void leave_out_lent(std::vector<model::SeenMount>& mounts, const reconcile::Work& work,
                    const std::vector<model::SeenMount>& lent);

// The files of seccomp profiles whose text a request holds: to be read before, off the I/O thread.
std::vector<std::string> profile_paths(const reconcile::Work& work);
constexpr std::size_t profile_bytes_max = 1024 * 1024;

// Errors: invalid, corrupt, unsupported.
core::Result<ContainerRequest> container_request(const reconcile::Work& work,
                                                 const model::CreateContainer& create,
                                                 const CreateFacts& facts);
// Files of configs and secrets whose content is in the spec.
core::Result<std::vector<TarFile>> inline_files(const model::Spec& spec,
                                                const model::Service& service);
core::Result<std::string> network_request(const model::Spec& spec, const std::string& key,
                                          ApiVersion api);
core::Result<std::string> volume_request(const model::Spec& spec, const std::string& key);
// EndpointConfig of a service's container on a network of the spec.
core::Result<std::string> endpoint_request(const reconcile::Work& work,
                                           const model::ConnectNetwork& connect);

}  // namespace docker
