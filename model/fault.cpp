#include "model/fault.hpp"

#include <stdexcept>

namespace model {

std::string Fault::text() const { return doing.empty() ? message : doing + ": " + message; }

void throw_exception_from_error(const Fault& fault, const boost::source_location&) {
  throw std::runtime_error(fault.text());
}

std::string_view name_of(FaultKind kind) {
  switch (kind) {
    case FaultKind::image_missing: return "image_missing";
    case FaultKind::name_conflict: return "name_conflict";
    case FaultKind::bad_command: return "bad_command";
    case FaultKind::network_missing: return "network_missing";
    case FaultKind::network_stale: return "network_stale";
    case FaultKind::network_in_use: return "network_in_use";
    case FaultKind::port_taken_by_container: return "port_taken_by_container";
    case FaultKind::port_taken_by_process: return "port_taken_by_process";
    case FaultKind::address_not_available: return "address_not_available";
    case FaultKind::bind_source_missing: return "bind_source_missing";
    case FaultKind::mount_not_directory: return "mount_not_directory";
    case FaultKind::volume_mount_failed: return "volume_mount_failed";
    case FaultKind::volume_plugin_missing: return "volume_plugin_missing";
    case FaultKind::volume_config: return "volume_config";
    case FaultKind::exec_not_found: return "exec_not_found";
    case FaultKind::exec_denied: return "exec_denied";
    case FaultKind::wrong_architecture: return "wrong_architecture";
    case FaultKind::user_missing: return "user_missing";
    case FaultKind::device_missing: return "device_missing";
    case FaultKind::limits_refused: return "limits_refused";
    case FaultKind::disk_full: return "disk_full";
    case FaultKind::task_exists: return "task_exists";
    case FaultKind::namespace_parent_missing: return "namespace_parent_missing";
    case FaultKind::namespace_parent_stopped: return "namespace_parent_stopped";
    case FaultKind::paused: return "paused";
    case FaultKind::not_running: return "not_running";
    case FaultKind::removal_in_progress: return "removal_in_progress";
    case FaultKind::in_use: return "in_use";
    case FaultKind::end_unseen: return "end_unseen";
    case FaultKind::no_such_container: return "no_such_container";
    case FaultKind::not_found: return "not_found";
    case FaultKind::bad_request: return "bad_request";
    case FaultKind::registry_denied: return "registry_denied";
    case FaultKind::registry_rate_limited: return "registry_rate_limited";
    case FaultKind::registry_unreachable: return "registry_unreachable";
    case FaultKind::manifest_unknown: return "manifest_unknown";
    case FaultKind::engine_unreachable: return "engine_unreachable";
    case FaultKind::engine_timeout: return "engine_timeout";
    case FaultKind::engine_error: return "engine_error";
    case FaultKind::protocol: return "protocol";
    case FaultKind::cancelled: return "cancelled";
    case FaultKind::unknown: return "unknown";
  }
  return "unknown";
}

std::string_view name_of(FaultClass klass) {
  switch (klass) {
    case FaultClass::config: return "config";
    case FaultClass::repairable: return "repairable";
    case FaultClass::transient: return "transient";
    case FaultClass::engine: return "engine";
  }
  return "transient";
}

}  // namespace model
