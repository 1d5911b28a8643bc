// Spec -> the requests that make it, as Docker Compose 2.40.3 sends them. Pure.
//
// Table key -> Engine field: ENGINE.md 8. Bodies have every key that the Go client sends, so that
// they can be compared as a whole.
#pragma once

#include "core/result.hpp"
#include "docker/api_version.hpp"
#include "model/spec.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace docker {

struct EngineRequest {
  std::string method, path;
  std::map<std::string, std::string> query;
  std::string body;  // JSON text
};

// An anonymous volume of the container that is replaced, to be carried over.
struct CarriedVolume {
  std::string name, target;
  bool read_only = false;
};

struct ContainerCreate {
  int number = 1;               // counts from 1 within the service
  std::string name;             // "" = container_name, else <project>-<service>-<number>
  std::string image_reference;  // "" = that of the service; the label still names `image_id`
  std::string image_id;  // label; "" = sha256 of the reference text, for printing without an engine
  std::map<model::ServiceName, std::string> parents;  // service -> id of its first container, for
                                                      // service:x; absent: {{service}}
  std::map<model::ServiceName, std::vector<std::string>> linked;  // service -> names of its
                                                                  // containers; absent: by rule
  std::vector<CarriedVolume> carried;  // anonymous volumes of the container before
  model::StringMap extra_labels;       // on top, such as com.docker.compose.replace
  ApiVersion api;
  // Reads a seccomp profile at an absolute path; unset: such a profile is an error.
  std::function<core::Result<std::string>(const std::string& path)> read_file;
};

// <project>-<service>-<number>, or container_name.
std::string container_name(const model::Spec& spec, const model::Service& service, int number);
// The image of the service, <project>-<service> where it is only built.
std::string image_reference(const model::Spec& spec, const model::Service& service);
// Keys of Spec::networks, the one that is the container's NetworkMode first.
std::vector<std::string> networks_by_priority(const model::Service& service);

// The body of POST /containers/create. The error says what the API version cannot do, or which
// seccomp profile cannot be read.
core::Result<std::string> container_create_body(const model::Spec& spec,
                                                const model::Service& service,
                                                const ContainerCreate& options);
// ?name=...&platform=...
std::map<std::string, std::string> container_create_query(const model::Spec& spec,
                                                          const model::Service& service,
                                                          const ContainerCreate& options);
std::string network_create_body(const model::Spec& spec, const model::Network& network,
                                ApiVersion api);
std::string volume_create_body(const model::Spec& spec, const model::Volume& volume);

struct NetworkConnect {
  std::string network;  // name
  std::string body;     // of POST /networks/{name}/connect
};
// API before 1.44 takes one network at creation: the others are connected one by one before the
// start. None from 1.44 on.
std::vector<NetworkConnect> network_connects(const model::Spec& spec, const model::Service& service,
                                             const ContainerCreate& options,
                                             const std::string& container_id);

// Everything that making the project from nothing sends: networks, volumes, containers in
// dependency order. External ones are not made. Of `common`, what is the same for all: parents,
// linked, api, read_file. Precondition of a useful answer: Loaded::unsupported is empty.
core::Result<std::vector<EngineRequest>> create_requests(const model::Spec& spec,
                                                         const ContainerCreate& common = {});
// One JSON object a line: method, path, query, body.
std::string as_json_line(const EngineRequest& request);

}  // namespace docker
