#include "compose/layout.hpp"

namespace compose {
namespace {

const Layout& hook() {
  static const Layout fields = {{"command", Form::command},
                                {"user", Form::text},
                                {"privileged", Form::flag},
                                {"working_dir", Form::text},
                                {"environment", Form::variables}};
  return fields;
}

const Layout& watch() {
  static const Layout fields = {{"path", Form::text_always}, {"action", Form::text_always},
                                {"target", Form::text},      {"exec", Form::section, hook},
                                {"include", Form::texts},    {"ignore", Form::texts},
                                {"initial_sync", Form::flag}};
  return fields;
}

const Layout& develop() {
  static const Layout fields = {{"watch", Form::sections, watch}};
  return fields;
}

const Layout& weight_device() {
  static const Layout fields = {{"path", Form::text_always, nullptr, "Path"},
                                {"weight", Form::natural_always, nullptr, "Weight"}};
  return fields;
}

const Layout& throttle_device() {
  static const Layout fields = {{"path", Form::text_always, nullptr, "Path"},
                                {"rate", Form::bytes_always, nullptr, "Rate"}};
  return fields;
}

const Layout& blkio() {
  static const Layout fields = {{"weight", Form::natural},
                                {"weight_device", Form::sections, weight_device},
                                {"device_read_bps", Form::sections, throttle_device},
                                {"device_read_iops", Form::sections, throttle_device},
                                {"device_write_bps", Form::sections, throttle_device},
                                {"device_write_iops", Form::sections, throttle_device}};
  return fields;
}

const Layout& credential_spec() {
  static const Layout fields = {
      {"config", Form::text}, {"file", Form::text}, {"registry", Form::text}};
  return fields;
}

const Layout& dependency() {
  static const Layout fields = {
      {"condition", Form::text}, {"restart", Form::flag}, {"required", Form::flag_if_set}};
  return fields;
}

const Layout& device() {
  static const Layout fields = {
      {"source", Form::text}, {"target", Form::text}, {"permissions", Form::text}};
  return fields;
}

const Layout& provider() {
  static const Layout fields = {{"type", Form::text}, {"options", Form::multi_options}};
  return fields;
}

const Layout& healthcheck() {
  static const Layout fields = {{"test", Form::health_test},
                                {"timeout", Form::duration_if_set},
                                {"interval", Form::duration_if_set},
                                {"retries", Form::natural_if_set},
                                {"start_period", Form::duration_if_set},
                                {"start_interval", Form::duration_if_set},
                                {"disable", Form::flag}};
  return fields;
}

const Layout& logging() {
  static const Layout fields = {{"driver", Form::text}, {"options", Form::mapping}};
  return fields;
}

const Layout& service_model() {
  static const Layout fields = {{"endpoint_var", Form::text}, {"model_var", Form::text}};
  return fields;
}

const Layout& attachment() {
  static const Layout fields = {{"aliases", Form::texts},        {"driver_opts", Form::mapping},
                                {"gw_priority", Form::integer},  {"interface_name", Form::text},
                                {"ipv4_address", Form::text},    {"ipv6_address", Form::text},
                                {"link_local_ips", Form::texts}, {"mac_address", Form::text},
                                {"priority", Form::integer}};
  return fields;
}

const Layout& port() {
  static const Layout fields = {{"name", Form::text},        {"mode", Form::text},
                                {"host_ip", Form::text},     {"target", Form::natural},
                                {"published", Form::text},   {"protocol", Form::text},
                                {"app_protocol", Form::text}};
  return fields;
}

const Layout& bind() {
  static const Layout fields = {{"selinux", Form::text},
                                {"propagation", Form::text},
                                {"create_host_path", Form::flag},
                                {"recursive", Form::text}};
  return fields;
}

const Layout& volume_options() {
  static const Layout fields = {
      {"labels", Form::mapping}, {"nocopy", Form::flag}, {"subpath", Form::text}};
  return fields;
}

const Layout& tmpfs_options() {
  static const Layout fields = {{"size", Form::bytes}, {"mode", Form::natural}};
  return fields;
}

const Layout& image_options() {
  static const Layout fields = {{"subpath", Form::text}};
  return fields;
}

const Layout& mount() {
  static const Layout fields = {{"type", Form::text},
                                {"source", Form::text},
                                {"target", Form::text},
                                {"read_only", Form::flag},
                                {"consistency", Form::text},
                                {"bind", Form::section_if_set, bind},
                                {"volume", Form::section_if_set, volume_options},
                                {"tmpfs", Form::section_if_set, tmpfs_options},
                                {"image", Form::section_if_set, image_options}};
  return fields;
}

Layout first_fields() {
  using namespace layouts;  // NOLINT(google-build-using-namespace): the shared parts of the table
  return {{"profiles", Form::texts},
          {"annotations", Form::mapping},
          {"attach", Form::flag_if_set},
          {"build", Form::section_if_set, build},
          {"develop", Form::section_if_set, develop},
          {"blkio_config", Form::section_if_set, blkio},
          {"cap_add", Form::texts},
          {"cap_drop", Form::texts},
          {"cgroup_parent", Form::text},
          {"cgroup", Form::text},
          {"cpu_count", Form::integer},
          {"cpu_percent", Form::real32},
          {"cpu_period", Form::integer},
          {"cpu_quota", Form::integer},
          {"cpu_rt_period", Form::integer},
          {"cpu_rt_runtime", Form::integer},
          {"cpus", Form::real32},
          {"cpuset", Form::text},
          {"cpu_shares", Form::integer},
          {"command", Form::command},
          {"configs", Form::sections, file_mount},
          {"container_name", Form::text},
          {"credential_spec", Form::section_if_set, credential_spec},
          {"depends_on", Form::dependencies, dependency},
          {"deploy", Form::section_if_set, deploy},
          {"device_cgroup_rules", Form::texts},
          {"devices", Form::sections, device},
          {"dns", Form::texts},
          {"dns_opt", Form::texts},
          {"dns_search", Form::texts},
          {"domainname", Form::text},
          {"entrypoint", Form::command},
          {"provider", Form::section_if_set, provider},
          {"environment", Form::variables},
          {"expose", Form::numbers_or_texts},
          {"external_links", Form::texts},
          {"extra_hosts", Form::hosts},
          {"group_add", Form::texts},
          {"gpus", Form::sections, device_request},
          {"hostname", Form::text},
          {"healthcheck", Form::section_if_set, healthcheck},
          {"image", Form::text},
          {"init", Form::flag_if_set},
          {"ipc", Form::text}};
}

Layout last_fields() {
  using namespace layouts;  // NOLINT(google-build-using-namespace): the shared parts of the table
  return {{"isolation", Form::text},
          {"labels", Form::mapping},
          {"links", Form::texts},
          {"logging", Form::section_if_set, logging},
          {"mem_limit", Form::bytes},
          {"mem_reservation", Form::bytes},
          {"memswap_limit", Form::bytes},
          {"mem_swappiness", Form::bytes},
          {"mac_address", Form::text},
          {"models", Form::section_map, service_model},
          {"network_mode", Form::text},
          {"networks", Form::section_map, attachment},
          {"oom_kill_disable", Form::flag},
          {"oom_score_adj", Form::integer},
          {"pid", Form::text},
          {"pids_limit", Form::integer},
          {"platform", Form::text},
          {"ports", Form::sections, port},
          {"privileged", Form::flag},
          {"pull_policy", Form::text},
          {"read_only", Form::flag},
          {"restart", Form::text},
          {"runtime", Form::text},
          {"scale", Form::integer_if_set},
          {"secrets", Form::sections, file_mount},
          {"security_opt", Form::texts},
          {"shm_size", Form::bytes},
          {"stdin_open", Form::flag},
          {"stop_grace_period", Form::duration_if_set},
          {"stop_signal", Form::text},
          {"storage_opt", Form::mapping},
          {"sysctls", Form::mapping},
          {"tmpfs", Form::texts},
          {"tty", Form::flag},
          {"ulimits", Form::ulimits},
          {"use_api_socket", Form::flag},
          {"user", Form::text},
          {"userns_mode", Form::text},
          {"uts", Form::text},
          {"volumes", Form::sections, mount},
          {"volumes_from", Form::texts},
          {"working_dir", Form::text},
          {"post_start", Form::sections, hook},
          {"pre_stop", Form::sections, hook}};
}

}  // namespace

const Layout& service_layout() {
  static const Layout fields = [] {
    auto all = first_fields();
    const auto rest = last_fields();
    all.insert(all.end(), rest.begin(), rest.end());
    return all;
  }();
  return fields;
}

}  // namespace compose
