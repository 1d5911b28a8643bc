// A create body copied from what a container was found to be: what its owner made is made again as
// it was (DESIGN.md, adoption and foreign changes). Pure.
#pragma once

#include "core/result.hpp"
#include "docker/version.hpp"
#include "model/deployment.hpp"
#include "model/observation.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace docker {

struct CopyRequest {
  const model::StoredInspect& stored;
  std::string image;  // to create by
  ApiVersion api;
  std::vector<model::SeenMount> keep_mounts;  // of the container that is replaced: its anonymous
                                              // volumes go over
  // Containers that namespaces are shared with now, where it is not the one of the inspect; "" as
  // it was.
  std::string network_parent, pid_parent, ipc_parent;
  int number = 0;                              // of the new container in its service; 0: as it was
  std::vector<std::string> volumes_from = {};  // the containers that lend volumes; none: as it was
};

struct ExtraNetwork {
  std::string network;        // name
  std::string endpoint_json;  // EndpointConfig
};

struct CopiedCreate {
  std::string body;                 // POST /containers/create
  std::vector<ExtraNetwork> after;  // to be connected after the create, where the API takes one
                                    // network only
};

// The number goes into its label and into the alias that is the container's name.
// Settings that only repeat the image's are left out, so that a new image brings its own;
// `com.docker.compose.*` labels always stay. Networks by name, never by id; aliases without the
// short container id. Errors: corrupt.
core::Result<CopiedCreate> create_body_from_inspect(const CopyRequest& request);

// The EndpointConfig of one network of a stored inspect, for a connect; "{}" where it had none.
core::Result<std::string> endpoint_from_inspect(std::string_view container_json,
                                                const std::string& network);

}  // namespace docker
