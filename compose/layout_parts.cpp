#include "compose/layout.hpp"

namespace compose {
namespace {

const Layout& update_config() {
  static const Layout fields = {{"parallelism", Form::natural_if_set}, {"delay", Form::duration},
                                {"failure_action", Form::text},        {"monitor", Form::duration},
                                {"max_failure_ratio", Form::real32},   {"order", Form::text}};
  return fields;
}

const Layout& discrete_resource() {
  static const Layout fields = {{"kind", Form::text_always}, {"value", Form::natural_always}};
  return fields;
}

const Layout& generic_resource() {
  static const Layout fields = {
      {"discrete_resource_spec", Form::section_if_set, discrete_resource}};
  return fields;
}

const Layout& resource() {
  static const Layout fields = {{"cpus", Form::real32},
                                {"memory", Form::bytes},
                                {"pids", Form::integer},
                                {"devices", Form::sections, layouts::device_request},
                                {"generic_resources", Form::sections, generic_resource}};
  return fields;
}

const Layout& resources() {
  static const Layout fields = {{"limits", Form::section_if_set, resource},
                                {"reservations", Form::section_if_set, resource}};
  return fields;
}

const Layout& restart_policy() {
  static const Layout fields = {{"condition", Form::text},
                                {"delay", Form::duration_if_set},
                                {"max_attempts", Form::natural_if_set},
                                {"window", Form::duration_if_set}};
  return fields;
}

const Layout& preference() {
  static const Layout fields = {{"spread", Form::text}};
  return fields;
}

const Layout& placement() {
  static const Layout fields = {{"constraints", Form::texts},
                                {"preferences", Form::sections, preference},
                                {"max_replicas_per_node", Form::natural}};
  return fields;
}

const Layout& pool() {
  static const Layout fields = {{"subnet", Form::text},
                                {"gateway", Form::text},
                                {"ip_range", Form::text},
                                {"aux_addresses", Form::mapping}};
  return fields;
}

const Layout& ipam() {
  static const Layout fields = {{"driver", Form::text}, {"config", Form::sections, pool}};
  return fields;
}

}  // namespace

namespace layouts {

const Layout& build() {
  static const Layout fields = {{"context", Form::text},
                                {"dockerfile", Form::text},
                                {"dockerfile_inline", Form::text},
                                {"entitlements", Form::texts},
                                {"args", Form::variables},
                                {"provenance", Form::text},
                                {"sbom", Form::text},
                                {"ssh", Form::ssh},
                                {"labels", Form::mapping},
                                {"cache_from", Form::texts},
                                {"cache_to", Form::texts},
                                {"no_cache", Form::flag},
                                {"additional_contexts", Form::mapping},
                                {"pull", Form::flag},
                                {"extra_hosts", Form::hosts},
                                {"isolation", Form::text},
                                {"network", Form::text},
                                {"target", Form::text},
                                {"secrets", Form::sections, file_mount},
                                {"shm_size", Form::bytes},
                                {"tags", Form::texts},
                                {"ulimits", Form::ulimits},
                                {"platforms", Form::texts},
                                {"privileged", Form::flag}};
  return fields;
}

const Layout& deploy() {
  static const Layout fields = {{"mode", Form::text},
                                {"replicas", Form::integer_if_set},
                                {"labels", Form::mapping},
                                {"update_config", Form::section_if_set, update_config},
                                {"rollback_config", Form::section_if_set, update_config},
                                {"resources", Form::section, resources},
                                {"restart_policy", Form::section_if_set, restart_policy},
                                {"placement", Form::section, placement},
                                {"endpoint_mode", Form::text}};
  return fields;
}

const Layout& device_request() {
  static const Layout fields = {{"capabilities", Form::texts},
                                {"driver", Form::text},
                                {"count", Form::device_count},
                                {"device_ids", Form::texts},
                                {"options", Form::mapping}};
  return fields;
}

const Layout& file_mount() {
  static const Layout fields = {{"source", Form::text},
                                {"target", Form::text},
                                {"uid", Form::text},
                                {"gid", Form::text},
                                {"mode", Form::file_mode}};
  return fields;
}

}  // namespace layouts

const Layout& network_layout() {
  static const Layout fields = {{"name", Form::text},
                                {"driver", Form::text},
                                {"driver_opts", Form::mapping},
                                {"ipam", Form::section, ipam},
                                {"external", Form::flag},
                                {"internal", Form::flag},
                                {"attachable", Form::flag},
                                {"labels", Form::mapping},
                                {"enable_ipv4", Form::flag_if_set},
                                {"enable_ipv6", Form::flag_if_set}};
  return fields;
}

const Layout& volume_layout() {
  static const Layout fields = {{"name", Form::text},
                                {"driver", Form::text},
                                {"driver_opts", Form::mapping},
                                {"external", Form::flag},
                                {"labels", Form::mapping}};
  return fields;
}

const Layout& config_layout() {
  static const Layout fields = {
      {"name", Form::text},    {"file", Form::text},           {"environment", Form::text},
      {"content", Form::text}, {"external", Form::flag},       {"labels", Form::mapping},
      {"driver", Form::text},  {"driver_opts", Form::mapping}, {"template_driver", Form::text}};
  return fields;
}

const Layout& secret_layout() { return config_layout(); }

}  // namespace compose
