// Typed engine errors: the fingerprints of the Engine API's error texts, and what follows from
// each.
#pragma once

#include <boost/system/result.hpp>

#include <string>
#include <string_view>

namespace model {

enum class FaultKind {
  image_missing,
  name_conflict,
  bad_command,
  network_missing,
  network_stale,
  network_in_use,
  port_taken_by_container,
  port_taken_by_process,
  address_not_available,
  bind_source_missing,
  mount_not_directory,
  volume_mount_failed,
  volume_plugin_missing,
  volume_config,
  exec_not_found,
  exec_denied,
  wrong_architecture,
  user_missing,
  device_missing,
  limits_refused,
  disk_full,
  task_exists,
  namespace_parent_missing,
  namespace_parent_stopped,
  paused,
  not_running,
  removal_in_progress,
  in_use,
  end_unseen,  // the engine cannot end the container's process, or has lost it
  no_such_container,
  not_found,
  bad_request,
  registry_denied,
  registry_rate_limited,
  registry_unreachable,
  manifest_unknown,
  engine_unreachable,
  engine_timeout,
  engine_error,
  protocol,
  cancelled,
  unknown,
};

// What a fault asks for.
enum class FaultClass {
  config,      // a person must change something: `needs_operator` at once
  repairable,  // the next observation leads to another action (create the network, pull the image,
               // recreate)
  transient,   // try again with backoff
  engine,      // the engine is the problem: no attempt of the service is counted
};

struct Fault {
  FaultKind kind = FaultKind::unknown;
  FaultClass klass = FaultClass::transient;
  int status = 0;            // HTTP status, 0 where there was no reply
  std::string message;       // the engine's own words
  std::string doing;         // "starting shop-web-1"
  bool undecided = false;    // what was asked for may be done, or half done, or be done later
  std::string text() const;  // doing + ": " + message
  bool operator==(const Fault&) const = default;
};

[[noreturn]] void throw_exception_from_error(const Fault& fault, const boost::source_location&);
std::string_view name_of(FaultKind kind);
std::string_view name_of(FaultClass klass);

// Result of a call to the engine.
template <class T> using Outcome = boost::system::result<T, Fault>;

}  // namespace model
