#include "docker/errors.hpp"

#include "support/catch.hpp"

#include <string>

using model::FaultClass;
using model::FaultKind;

namespace {

const std::string id(64, 'a'), other(64, 'b');

struct Row {
  int status;
  std::string message;
  FaultKind kind;
  FaultClass klass;
};

// The numbers are those of ENGINE.md 7.
const Row rows[] = {
    {404, "No such image: x:tag", FaultKind::image_missing, FaultClass::repairable},  // 1
    {409,
     "Conflict. The container name \"/x\" is already in use by container \"" + id +
         "\". You have to remove",
     FaultKind::name_conflict, FaultClass::repairable},
    {400, "No command specified", FaultKind::bad_command, FaultClass::config},  // 3
    {400, "no command specified", FaultKind::bad_command, FaultClass::config},
    {400, "Invalid container name (x), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed",
     FaultKind::bad_request, FaultClass::config},
    {404, "network foo not found", FaultKind::network_missing, FaultClass::repairable},  // 5
    {404, "failed to set up container networking: network foo not found",
     FaultKind::network_missing, FaultClass::repairable},
    {404, "network " + id + " not found", FaultKind::network_stale, FaultClass::repairable},  // 6
    {404, "failed to set up container networking: network " + id + " not found",
     FaultKind::network_stale, FaultClass::repairable},
    {404,
     "failed to set up container networking: could not find a network matching network mode " + id +
         ": network " + id + " not found",
     FaultKind::network_stale, FaultClass::repairable},  // 7
    {409, "task " + id + ": already exists", FaultKind::task_exists, FaultClass::repairable},
    {409, "network with name shop_default already exists", FaultKind::name_conflict,
     FaultClass::repairable},
    {403, "error while removing network: network n id " + id + " has active endpoints",
     FaultKind::network_in_use, FaultClass::repairable},  // 9
    {500,
     "driver failed programming external connectivity on endpoint x (" + id +
         "): Bind for 0.0.0.0:80 failed: port is already allocated",
     FaultKind::port_taken_by_container, FaultClass::transient},  // 10
    {500,
     "failed to set up container networking: driver failed programming external connectivity on "
     "endpoint x (" +
         id + "): Bind for :::80 failed: port is already allocated",
     FaultKind::port_taken_by_container, FaultClass::transient},
    {500, "Error starting userland proxy: listen tcp4 0.0.0.0:80: bind: address already in use",
     FaultKind::port_taken_by_process, FaultClass::transient},  // 11
    {500, "failed to bind host port for 0.0.0.0:80:10.0.0.2:80/tcp: address already in use",
     FaultKind::port_taken_by_process, FaultClass::transient},
    {500,
     "Error starting userland proxy: listen tcp4 192.0.2.1:80: bind: cannot assign requested "
     "address",
     FaultKind::address_not_available, FaultClass::transient},
    {400, "invalid mount config for type \"bind\": bind source path does not exist: /p",
     FaultKind::bind_source_missing, FaultClass::transient},  // 13
    {400,
     "runc create failed: error mounting \"/a\" to rootfs at \"/b\": not a directory: unknown: Are "
     "you trying to mount a directory onto a file (or vice-versa)?",
     FaultKind::mount_not_directory, FaultClass::config},  // 14
    {500,
     "error while mounting volume '/v/_data': failed to mount local volume: mount :/x:/v/_data: "
     "connection refused",
     FaultKind::volume_mount_failed, FaultClass::transient},
    {404, "error looking up volume plugin x: plugin \"x\" not found",
     FaultKind::volume_plugin_missing, FaultClass::config},  // 16
    {400, "Duplicate mount point: /x", FaultKind::volume_config, FaultClass::config},
    {400, "\"a b\" includes invalid characters for a local volume name", FaultKind::volume_config,
     FaultClass::config},
    {400,
     "OCI runtime create failed: runc create failed: exec: \"x\": executable file not found in "
     "$PATH: unknown",
     FaultKind::exec_not_found, FaultClass::config},  // 17
    {400, "runc create failed: exec: \"/x\": stat /x: no such file or directory: unknown",
     FaultKind::exec_not_found, FaultClass::config},
    {400, "runc create failed: exec: \"/x\": permission denied: unknown", FaultKind::exec_denied,
     FaultClass::config},
    {400, "exec /x: exec format error", FaultKind::wrong_architecture, FaultClass::config},  // 18
    {404,
     "image with reference x:1 was found but does not match the specified platform: wanted "
     "linux/amd64, actual: linux/arm64",
     FaultKind::wrong_architecture, FaultClass::config},
    {500, "unable to find user x: no matching entries in passwd file", FaultKind::user_missing,
     FaultClass::config},  // 19
    {500,
     "error gathering device information while adding custom device \"/dev/x\": no such file or "
     "directory",
     FaultKind::device_missing, FaultClass::transient},
    {500, "could not select device driver \"\" with capabilities: [[gpu]]",
     FaultKind::device_missing, FaultClass::config},
    {400, "Minimum memory limit allowed is 6MB", FaultKind::limits_refused,
     FaultClass::config},  // 20
    {400, "Range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available",
     FaultKind::limits_refused, FaultClass::config},
    {400, "range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available",
     FaultKind::limits_refused, FaultClass::config},
    {400, "Unknown runtime specified x", FaultKind::limits_refused, FaultClass::config},
    {400, "unknown or invalid runtime name: x", FaultKind::limits_refused, FaultClass::config},
    {500, "write /data/x: no space left on device", FaultKind::disk_full,
     FaultClass::transient},  // 21
    {500, "joining network namespace of container: No such container: " + other,
     FaultKind::namespace_parent_missing, FaultClass::repairable},  // 22
    {404, "No such container: " + other, FaultKind::namespace_parent_missing,
     FaultClass::repairable},
    {409, "cannot join network of a non running container: x", FaultKind::namespace_parent_stopped,
     FaultClass::repairable},  // 23
    {409, "cannot join network namespace of a non running container: x",
     FaultKind::namespace_parent_stopped, FaultClass::repairable},
    {409, "cannot start a paused container, try unpause instead", FaultKind::paused,
     FaultClass::repairable},                                                             // 25
    {409, "Container x is not running", FaultKind::not_running, FaultClass::repairable},  // 26
    {409, "Container x is paused, unpause the container before exec", FaultKind::paused,
     FaultClass::repairable},
    {500, "cannot stop container: x: tried to kill container, but did not receive an exit event",
     FaultKind::end_unseen, FaultClass::transient},
    {500,
     "cannot remove container \"x\": could not kill container: tried to kill container, but did "
     "not "
     "receive an exit event",
     FaultKind::end_unseen, FaultClass::transient},
    {409, "You cannot remove a running container " + id + ". Stop the container", FaultKind::in_use,
     FaultClass::repairable},  // 27
    {409, "cannot remove container \"x\": container is running: stop the container",
     FaultKind::in_use, FaultClass::repairable},
    {409, "removal of container x is already in progress", FaultKind::removal_in_progress,
     FaultClass::repairable},
    {409, "remove v: volume is in use - [" + id + "]", FaultKind::in_use,
     FaultClass::repairable},  // 28
    {409,
     "conflict: unable to remove repository reference \"x\" (must force) - container " + id +
         " is using",
     FaultKind::in_use, FaultClass::repairable},
    {404, "No such container: " + id, FaultKind::no_such_container, FaultClass::repairable},  // 29
    {404, "page not found", FaultKind::protocol, FaultClass::engine},
    {400, "invalid restart policy 'x'", FaultKind::bad_request, FaultClass::config},  // 30
    {400, "can't create 'AutoRemove' container with restart policy", FaultKind::bad_request,
     FaultClass::config},
    {400, "client version 1.99 is too new. Maximum supported API version is 1.51",
     FaultKind::protocol, FaultClass::engine},
    {404, "manifest for x:1 not found: manifest unknown: manifest unknown",
     FaultKind::manifest_unknown, FaultClass::config},  // section 6
    {500, "manifest unknown: manifest unknown", FaultKind::manifest_unknown, FaultClass::config},
    {500, "no matching manifest for linux/amd64 in the manifest list entries",
     FaultKind::manifest_unknown, FaultClass::config},
    {404, "pull access denied for x, repository does not exist or may require 'docker login'",
     FaultKind::registry_denied, FaultClass::config},
    {500, "Head \"http://r/v2/x\": unauthorized", FaultKind::registry_denied, FaultClass::config},
    {429, "anything", FaultKind::registry_rate_limited, FaultClass::transient},
    {500, "toomanyrequests: You have reached your pull rate limit",
     FaultKind::registry_rate_limited, FaultClass::transient},
    {500, "Get \"http://127.0.0.1:9/v2/\": dial tcp 127.0.0.1:9: connect: connection refused",
     FaultKind::registry_unreachable, FaultClass::transient},
    {500, "Get \"http://r/v2/\": dial tcp: lookup r: no such host", FaultKind::registry_unreachable,
     FaultClass::transient},
    {400, "invalid reference format: repository name must be lowercase", FaultKind::bad_request,
     FaultClass::config},
};

}  // namespace

TEST_CASE("every known error text of both engines is told from the others") {
  for (const auto& row : rows) {
    INFO(row.status << " " << row.message);
    const auto fault = docker::fault_of_reply(row.status, row.message, "starting x", id);
    CHECK(model::name_of(fault.kind) == model::name_of(row.kind));
    CHECK(fault.klass == row.klass);
    CHECK(fault.message == row.message);
    CHECK(fault.status == row.status);
  }
}

TEST_CASE("an unknown 4xx asks for a person and an unknown 5xx for another try") {
  CHECK(docker::fault_of_reply(400, "never seen", "x").klass == FaultClass::config);
  CHECK(docker::fault_of_reply(404, "never seen", "x").kind == FaultKind::not_found);
  CHECK(docker::fault_of_reply(500, "never seen", "x").klass == FaultClass::transient);
  CHECK(docker::fault_of_reply(503, "", "x").message == "the engine answered 503");
}

TEST_CASE("a network name that looks like an id but is not one is a name") {
  CHECK(docker::fault_of_reply(404, "network " + std::string(63, 'a') + " not found", "x").kind ==
        FaultKind::network_missing);
  CHECK(docker::fault_of_reply(404, "network " + std::string(65, 'a') + " not found", "x").kind ==
        FaultKind::network_missing);
}

TEST_CASE("what the connection came to is the engine's problem and not the service's") {
  const auto kind_of = [](core::Errc code) {
    return docker::fault_of_transport({code, "why"}, "starting x").kind;
  };
  CHECK(kind_of(core::Errc::unavailable) == FaultKind::engine_unreachable);
  CHECK(kind_of(core::Errc::denied) == FaultKind::engine_unreachable);
  CHECK(kind_of(core::Errc::timeout) == FaultKind::engine_timeout);
  CHECK(kind_of(core::Errc::corrupt) == FaultKind::protocol);
  const auto fault =
      docker::fault_of_transport({core::Errc::timeout, "no answer within 30s"}, "starting x");
  CHECK(fault.klass == FaultClass::engine);
  CHECK(fault.text() == "starting x: no answer within 30s");
}

TEST_CASE("a socket that the agent may not open is said with what opens it") {
  const auto told = [](const std::string& what) {
    return docker::fault_of_transport({core::Errc::denied, what}, "asking").text();
  };
  CHECK(told("connecting to /run/docker.sock: Permission denied").find("usermod -aG docker") !=
        std::string::npos);
  CHECK(told("reading the answer: the engine wants a certificate").find("usermod") ==
        std::string::npos);
}
