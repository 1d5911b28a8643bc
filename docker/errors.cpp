#include "docker/errors.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace docker {
namespace {

using model::Fault;
using model::FaultClass;
using model::FaultKind;

struct Fingerprint {
  int status;             // 0: any
  std::string_view text;  // what the message holds; {id}: 64 hex digits
  FaultKind kind;
  FaultClass klass;
};

constexpr auto config = FaultClass::config;
constexpr auto repairable = FaultClass::repairable;
constexpr auto transient = FaultClass::transient;
constexpr auto engine = FaultClass::engine;

// The first that matches wins: what is special stands before what is general. ENGINE.md 7 has the
// numbers.
constexpr std::array fingerprints = {
    // The disk is full, whatever else failed because of it (21).
    Fingerprint{0, "no space left on device", FaultKind::disk_full, transient},
    Fingerprint{0, "disk quota exceeded", FaultKind::disk_full, transient},
    // API version and routes (29, section 1).
    Fingerprint{400, "is too new. Maximum supported API version", FaultKind::protocol, engine},
    Fingerprint{400, "is too old. Minimum supported API version", FaultKind::protocol, engine},
    Fingerprint{404, "page not found", FaultKind::protocol, engine},
    // Pull (section 6). Ahead of "not found" of others.
    Fingerprint{429, "", FaultKind::registry_rate_limited, transient},
    Fingerprint{0, "toomanyrequests", FaultKind::registry_rate_limited, transient},
    Fingerprint{0, "pull access denied", FaultKind::registry_denied, config},
    Fingerprint{0, "unauthorized", FaultKind::registry_denied, config},
    Fingerprint{0, "authentication required", FaultKind::registry_denied, config},
    Fingerprint{0, "no basic auth credentials", FaultKind::registry_denied, config},
    Fingerprint{0, "manifest unknown", FaultKind::manifest_unknown, config},
    Fingerprint{0, "no matching manifest for", FaultKind::manifest_unknown, config},
    Fingerprint{0, "manifest for ", FaultKind::manifest_unknown, config},
    Fingerprint{0, "invalid reference format", FaultKind::bad_request, config},
    // Create (1, 2, 3, 13, 16, 20, 30).
    Fingerprint{404, "No such image", FaultKind::image_missing, repairable},
    Fingerprint{409, "is already in use by container", FaultKind::name_conflict, repairable},
    Fingerprint{0, "o command specified", FaultKind::bad_command, config},
    Fingerprint{0, "bind source path does not exist", FaultKind::bind_source_missing, transient},
    Fingerprint{0, "error looking up volume plugin", FaultKind::volume_plugin_missing, config},
    Fingerprint{0, "Duplicate mount point", FaultKind::volume_config, config},
    Fingerprint{0, "invalid characters for a local volume name", FaultKind::volume_config, config},
    Fingerprint{0, "Minimum memory limit", FaultKind::limits_refused, config},
    Fingerprint{0, "ange of CPUs is from", FaultKind::limits_refused, config},
    Fingerprint{0, "Unknown runtime specified", FaultKind::limits_refused, config},
    Fingerprint{0, "unknown or invalid runtime name", FaultKind::limits_refused, config},
    // Start: volumes, before what the mount's own text may say (14, 15).
    Fingerprint{0, "error while mounting volume", FaultKind::volume_mount_failed, transient},
    Fingerprint{0, "failed to mount local volume", FaultKind::volume_mount_failed, transient},
    Fingerprint{0, "Are you trying to mount a directory onto a file",
                FaultKind::mount_not_directory, config},
    // Start: namespaces of other containers (22, 23), before "No such container" of our own.
    Fingerprint{0, "joining network namespace of container: No such container",
                FaultKind::namespace_parent_missing, repairable},
    Fingerprint{0, "of a non running container", FaultKind::namespace_parent_stopped, repairable},
    // Start: networks (5 to 9).
    Fingerprint{0, "could not find a network matching network mode", FaultKind::network_stale,
                repairable},
    Fingerprint{0, "network {id} not found", FaultKind::network_stale, repairable},
    Fingerprint{403, "has active endpoints", FaultKind::network_in_use, repairable},
    // Start: what an engine that was cut off left in containerd. Not in ENGINE.md; seen on 20.10
    // whose shutdown had taken longer than it allows itself ("Force shutdown daemon").
    Fingerprint{0, "task {id}: already exists", FaultKind::task_exists, repairable},
    // Start: ports (10 to 12).
    Fingerprint{0, "port is already allocated", FaultKind::port_taken_by_container, transient},
    Fingerprint{0, "cannot assign requested address", FaultKind::address_not_available, transient},
    Fingerprint{0, "address already in use", FaultKind::port_taken_by_process, transient},
    // Start: what runs (17 to 19).
    Fingerprint{0, "executable file not found in $PATH", FaultKind::exec_not_found, config},
    Fingerprint{0, "exec format error", FaultKind::wrong_architecture, config},
    Fingerprint{404, "does not match the specified platform", FaultKind::wrong_architecture,
                config},
    Fingerprint{0, "unable to find user", FaultKind::user_missing, config},
    Fingerprint{0, "unable to find group", FaultKind::user_missing, config},
    Fingerprint{0, "no matching entries in passwd file", FaultKind::user_missing, config},
    Fingerprint{0, "error gathering device information", FaultKind::device_missing, transient},
    Fingerprint{0, "could not select device driver", FaultKind::device_missing, config},
    // States (25 to 28).
    Fingerprint{409, "cannot start a paused container", FaultKind::paused, repairable},
    Fingerprint{409, "is paused, unpause the container", FaultKind::paused, repairable},
    Fingerprint{409, "annot remove a running container", FaultKind::in_use, repairable},
    Fingerprint{409, "container is running: stop", FaultKind::in_use, repairable},
    Fingerprint{409, "is already in progress", FaultKind::removal_in_progress, repairable},
    Fingerprint{409, "is marked for removal", FaultKind::removal_in_progress, repairable},
    Fingerprint{409, "volume is in use", FaultKind::in_use, repairable},
    Fingerprint{409, "unable to remove repository reference", FaultKind::in_use, repairable},
    Fingerprint{409, "is not running", FaultKind::not_running, repairable},
    Fingerprint{409, "already exists", FaultKind::name_conflict, repairable},
    // Whatever it says of the request: what is to end does not, as far as the engine can see.
    Fingerprint{0, "did not receive an exit event", FaultKind::end_unseen, transient},
    // Gone (29).
    Fingerprint{404, "No such container", FaultKind::no_such_container, repairable},
    Fingerprint{404, "o such network", FaultKind::network_missing, repairable},
    Fingerprint{404, "o such volume", FaultKind::not_found, repairable},
    // The way to the registry.
    Fingerprint{0, "dial tcp", FaultKind::registry_unreachable, transient},
    Fingerprint{0, "no such host", FaultKind::registry_unreachable, transient},
    Fingerprint{0, "TLS handshake", FaultKind::registry_unreachable, transient},
    Fingerprint{0, "x509:", FaultKind::registry_unreachable, transient},
    Fingerprint{0, "i/o timeout", FaultKind::registry_unreachable, transient},
    Fingerprint{0, "Client.Timeout exceeded", FaultKind::registry_unreachable, transient},
};

std::size_t leading_hex(std::string_view text) {
  const auto end = std::find_if_not(text.begin(), text.end(), [](unsigned char c) {
    return std::isxdigit(c) && !std::isupper(c);
  });
  return static_cast<std::size_t>(end - text.begin());
}

constexpr std::size_t id_digits = 64;

bool holds(std::string_view message, std::string_view pattern) {
  const auto at = pattern.find("{id}");
  if (at == std::string_view::npos) return message.find(pattern) != std::string_view::npos;
  const auto before = pattern.substr(0, at), after = pattern.substr(at + 4);
  for (auto found = message.find(before); found != std::string_view::npos;
       found = message.find(before, found + 1)) {
    const auto rest = message.substr(found + before.size());
    if (leading_hex(rest) == id_digits && rest.substr(id_digits).starts_with(after)) return true;
  }
  return false;
}

// "network foo not found", of a name: it never existed, or was removed.
bool network_by_name_missing(std::string_view message) {
  const auto at = message.rfind("network ");
  return at != std::string_view::npos && message.substr(at).ends_with(" not found");
}

// `exec: "/x": permission denied` and `exec: "/x": stat /x: no such file or directory` (17).
FaultKind exec_fault(std::string_view message) {
  const auto at = message.find("exec: \"");
  if (at == std::string_view::npos) return FaultKind::unknown;
  const auto rest = message.substr(at);
  if (core::contains(rest, "permission denied") || core::contains(rest, "is a directory"))
    return FaultKind::exec_denied;
  if (core::contains(rest, "no such file or directory")) return FaultKind::exec_not_found;
  return FaultKind::unknown;
}

// "No such container: <id>" of another container than the one that was asked for (22, E20).
bool names_another(std::string_view message, std::string_view subject) {
  constexpr std::string_view before = "No such container: ";
  const auto at = message.find(before);
  if (subject.empty() || at == std::string_view::npos) return false;
  const auto named = message.substr(at + before.size());
  return leading_hex(named) >= 12 && !named.starts_with(subject.substr(0, 12));
}

Fault classified(int status, std::string_view message, std::string_view subject) {
  Fault fault;
  fault.status = status;
  const auto set = [&fault](FaultKind kind, FaultClass klass) {
    fault.kind = kind;
    fault.klass = klass;
    return fault;
  };
  if (names_another(message, subject)) return set(FaultKind::namespace_parent_missing, repairable);
  const auto found =
      std::find_if(fingerprints.begin(), fingerprints.end(), [&](const Fingerprint& candidate) {
        return (candidate.status == 0 || candidate.status == status) &&
               holds(message, candidate.text);
      });
  if (found != fingerprints.end()) return set(found->kind, found->klass);
  if (const auto kind = exec_fault(message); kind != FaultKind::unknown) return set(kind, config);
  if (network_by_name_missing(message)) return set(FaultKind::network_missing, repairable);
  if (status == 404) return set(FaultKind::not_found, config);
  if (status >= 400 && status < 500) return set(FaultKind::bad_request, config);
  return set(FaultKind::engine_error, transient);
}

}  // namespace

Fault fault_of_reply(int status, std::string_view message, std::string doing,
                     std::string_view subject) {
  auto fault = classified(status, message, subject);
  fault.message =
      message.empty() ? "the engine answered " + std::to_string(status) : std::string(message);
  fault.doing = std::move(doing);
  return fault;
}

Fault fault_of_transport(const core::Error& error, std::string doing) {
  Fault fault;
  fault.klass = FaultClass::engine;
  fault.message = error.what;
  fault.doing = std::move(doing);
  // Of the file system, where the socket is; TLS has sentences of its own.
  if (error.code == core::Errc::denied && error.what.ends_with("Permission denied"))
    fault.message +=
        "; its group may open it: make the agent's user a member (mostly `usermod -aG docker "
        "USER`) and start the agent again";
  switch (error.code) {
    case core::Errc::timeout: fault.kind = FaultKind::engine_timeout; break;
    case core::Errc::corrupt:
    case core::Errc::too_large: fault.kind = FaultKind::protocol; break;
    case core::Errc::cancelled: fault.kind = FaultKind::cancelled; break;
    default: fault.kind = FaultKind::engine_unreachable; break;
  }
  return fault;
}

Fault protocol_fault(std::string message, std::string doing) {
  Fault fault;
  fault.kind = FaultKind::protocol;
  fault.klass = FaultClass::engine;
  fault.message = std::move(message);
  fault.doing = std::move(doing);
  return fault;
}

}  // namespace docker
