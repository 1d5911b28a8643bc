// Parts of create bodies as JSON, for create_request*.cpp only.
#pragma once

#include "docker/create_request.hpp"
#include "model/config_hash.hpp"

#include <nlohmann/json_fwd.hpp>

namespace docker::create_parts {

using Json = nlohmann::ordered_json;

struct Volumes {
  std::vector<std::string> binds;
  std::vector<Json> mounts;
};

Json config(const model::Spec& spec, const model::Service& service, const ContainerCreate& options);
struct SecurityOptions {
  std::vector<std::string> list;
  bool unconfined = false;  // systempaths=unconfined
};
// Errors: a seccomp profile that cannot be read, an option without a value.
core::Result<SecurityOptions> security_options(const model::Spec& spec,
                                               const model::Service& service,
                                               const ContainerCreate& options);
Json host_config(const model::Spec& spec, const model::Service& service,
                 const ContainerCreate& options, const SecurityOptions& security);
Volumes volumes(const model::Spec& spec, const model::Service& service,
                const ContainerCreate& options);
Json resources(const model::Service& service);  // the part of HostConfig that limits

// "none" where the service has no network; the name as the engine knows it, or the mode with
// service:x resolved.
std::string network_mode(const model::Spec& spec, const model::Service& service,
                         const ContainerCreate& options);
// null where there is nothing to attach.
Json networking_config(const model::Spec& spec, const model::Service& service,
                       const ContainerCreate& options);
Json endpoint(const model::Spec& spec, const model::Service& service,
              const ContainerCreate& options, const std::string& key);
std::vector<std::string> links(const model::Spec& spec, const model::Service& service,
                               const ContainerCreate& options);

using model::resolved_mode;
using model::volumes_source;

model::StringMap container_labels(const model::Spec& spec, const model::Service& service,
                                  const ContainerCreate& options);

// Go prints an empty slice or map that was never made as null.
Json null_if_empty(const std::vector<std::string>& list);
Json null_if_empty(const model::StringMap& map);
void put_if(Json& json, const char* key, const std::string& text);      // not where it is ""
void put_if(Json& json, const char* key, const model::StringMap& map);  // not where it is empty

}  // namespace docker::create_parts
