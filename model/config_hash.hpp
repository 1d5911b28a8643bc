// What a container was made from, as far as it can be told from a hash. The config-hash of a
// service that shares a namespace or volumes with another one names the other's container, so it
// differs from container to container. Pure.
#pragma once

#include "model/observation.hpp"
#include "model/spec.hpp"

#include <map>
#include <string>

namespace model {

// Service -> id of the container that stands for it. Absent: {{service}}.
using Parents = std::map<ServiceName, std::string>;

std::string parent_id(const ServiceName& service, const Parents& parents);
// "service:db" -> "container:<id>"; all else as it is.
std::string resolved_mode(const std::string& mode, const Parents& parents);
// An entry of volumes_from: the id of the container that it names.
std::string volumes_source(const std::string& source, const Parents& parents);

// The hash once services are resolved to container ids, as Docker Compose 2.40 writes it;
// `config_hash` itself where there is nothing to resolve.
std::string resolved_config_hash(const Service& service, const Parents& parents);

// Whether the container was made from this configuration of the service: its label says so, with
// the ids of the containers whose namespaces and volumes it shares. Whether those are still the
// right ones is another question. False where the service has no hash.
bool has_config_of(const Service& service, const Container& container, const Observation& seen);

// A digest of what a container of the service is made with that its config-hash does not vouch for:
// what its configs and secrets hold, or the files that they are, and what its networks and volumes
// are called outside, of which the hash says nothing; and the image's name, since tools that change
// the image copy the label.
std::string made_with(const Spec& spec, const Service& service);

// Whether evenkeel or Docker Compose made it for this project from another definition. What carries
// no config-hash, belongs to another project or is external is left alone: never.
bool is_made_otherwise(const Network& wanted, const SeenNetwork& seen, const DeploymentName& name);
bool is_made_otherwise(const Volume& wanted, const SeenVolume& seen, const DeploymentName& name);

}  // namespace model
