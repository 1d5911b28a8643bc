// The keys of a service, after the JSON schema of the Compose specification (compose-go 2.9.1).
#include "compose/rules.hpp"

namespace compose::rules {
namespace {

Rule bounded(Rule rule, double least, std::optional<double> most = {}) {
  rule.at_least = least;
  rule.at_most = most;
  return rule;
}

Rule number_or_text_list() { return unique(list(of(Kinds::text | Kinds::number))); }

Rule healthcheck() {
  return section({{"disable", boolean()},
                  {"interval", text()},
                  {"retries", number()},
                  {"test", text_or(texts())},
                  {"timeout", text()},
                  {"start_period", text()},
                  {"start_interval", text()}});
}

Rule depends_on() {
  Rule one =
      required({"condition"}, section({{"restart", boolean()},
                                       {"required", of(Kinds::boolean)},
                                       {"condition", one_of({"service_started", "service_healthy",
                                                             "service_completed_successfully"})}}));
  return either(unique_texts(), named(std::move(one)));
}

Rule port() {
  Rule map = section({{"name", text()},
                      {"mode", text()},
                      {"host_ip", text()},
                      {"target", integer()},
                      {"published", integer()},
                      {"protocol", text()},
                      {"app_protocol", text()}});
  map.kinds |= Kinds::number | Kinds::text;
  return map;
}

Rule volume_mount() {
  Rule size = bounded(integer(), 0);
  Rule bind = section({{"propagation", text()},
                       {"create_host_path", boolean()},
                       {"recursive", one_of({"enabled", "disabled", "writable", "readonly"})},
                       {"selinux", one_of({"z", "Z"})}});
  Rule map = section(
      {{"type", one_of({"bind", "volume", "tmpfs", "cluster", "npipe", "image"})},
       {"source", text()},
       {"target", text()},
       {"read_only", boolean()},
       {"consistency", text()},
       {"bind", std::move(bind)},
       {"volume", section({{"labels", list_or_map()}, {"nocopy", boolean()}, {"subpath", text()}})},
       {"tmpfs", section({{"size", std::move(size)}, {"mode", number()}})},
       {"image", section({{"subpath", text()}})}});
  return text_or(required({"type"}, std::move(map)));
}

Rule service_networks() {
  Rule one = section({{"aliases", unique_texts()},
                      {"interface_name", text()},
                      {"ipv4_address", text()},
                      {"ipv6_address", text()},
                      {"link_local_ips", unique_texts()},
                      {"mac_address", text()},
                      {"driver_opts", options()},
                      {"priority", of(Kinds::number)},
                      {"gw_priority", of(Kinds::number)}});
  return either(unique_texts(), named(null_or(std::move(one))));
}

Rule env_file() {
  Rule one =
      required({"path"}, section({{"path", text()}, {"format", text()}, {"required", boolean()}}));
  one.extensions = false;
  return text_or(list(text_or(std::move(one))));
}

Rule blkio() {
  const auto devices = [](std::string_view key) {
    Rule device = section({{"path", text()}, {std::string(key), integer()}});
    device.extensions = false;
    return list(std::move(device));
  };
  Rule map = section({{"device_read_bps", devices("rate")},
                      {"device_read_iops", devices("rate")},
                      {"device_write_bps", devices("rate")},
                      {"device_write_iops", devices("rate")},
                      {"weight", integer()},
                      {"weight_device", devices("weight")}});
  map.extensions = false;
  return map;
}

Rule devices() {
  Rule map = required({"source"},
                      section({{"source", text()}, {"target", text()}, {"permissions", text()}}));
  return list(text_or(std::move(map)));
}

Rule extends() {
  Rule map = required({"service"}, section({{"service", text()}, {"file", text()}}));
  map.extensions = false;
  return text_or(std::move(map));
}

Rule develop() {
  Rule watch = required(
      {"path", "action"},
      section({{"ignore", text_or_texts()},
               {"include", text_or_texts()},
               {"path", text()},
               {"action", one_of({"rebuild", "sync", "restart", "sync+restart", "sync+exec"})},
               {"target", text()},
               {"exec", hook()},
               {"initial_sync", of(Kinds::boolean)}}));
  return null_or(section({{"watch", list(std::move(watch))}}));
}

Rule provider() {
  const unsigned scalar = Kinds::text | Kinds::number | Kinds::boolean;
  return required({"type"}, section({{"type", text()},
                                     {"options", map_of(either(list(of(scalar)), of(scalar)))}}));
}

Rule pull_policy() {
  Rule rule = text();
  rule.pattern =
      "always|never|build|if_not_present|missing|refresh|daily|weekly|every_([0-9]+[wdhms])+";
  rule.expectation =
      "always, never, missing, if_not_present, build, refresh, daily, weekly or every_<duration>";
  return rule;
}

Rule container_name() {
  Rule rule = text();
  rule.pattern = "[a-zA-Z0-9][a-zA-Z0-9_.-]+";
  rule.expectation = "a name of at least two of a-z A-Z 0-9 _ . -";
  return rule;
}

using Keys = std::map<std::string, Rule>;

Keys plain_keys() {
  Keys keys;
  for (const auto* key :
       {"cgroup_parent", "cpuset", "domainname", "hostname", "image", "ipc", "isolation",
        "mac_address", "network_mode", "platform", "pull_refresh_after", "restart", "runtime",
        "stop_grace_period", "stop_signal", "user", "uts", "userns_mode", "working_dir"}) {
    keys.emplace(key, text());
  }
  for (const auto* key :
       {"attach", "init", "oom_kill_disable", "privileged", "read_only", "stdin_open", "tty"})
    keys.emplace(key, boolean());
  for (const auto* key :
       {"cpu_shares", "cpu_quota", "cpu_period", "cpu_rt_period", "cpu_rt_runtime", "cpus",
        "mem_limit", "memswap_limit", "pids_limit", "shm_size"}) {
    keys.emplace(key, number());
  }
  for (const auto* key : {"mem_reservation", "mem_swappiness", "scale"})
    keys.emplace(key, integer());
  for (const auto* key : {"cap_add", "cap_drop", "dns_opt", "external_links", "links",
                          "security_opt", "volumes_from", "device_cgroup_rules", "profiles"}) {
    keys.emplace(key, unique_texts());
  }
  for (const auto* key : {"annotations", "environment", "labels", "sysctls"})
    keys.emplace(key, list_or_map());
  for (const auto* key : {"dns", "dns_search", "tmpfs"}) keys.emplace(key, text_or_texts());
  return keys;
}

}  // namespace

Rule hook() {
  return required({"command"}, section({{"command", command()},
                                        {"user", text()},
                                        {"privileged", boolean()},
                                        {"working_dir", text()},
                                        {"environment", list_or_map()}}));
}

Rule service() {
  Keys keys = plain_keys();
  keys.merge(Keys{
      {"blkio_config", blkio()},
      {"build", build()},
      {"cgroup", one_of({"host", "private"})},
      {"command", command()},
      {"configs", file_mounts()},
      {"container_name", container_name()},
      {"cpu_count", bounded(integer(), 0)},
      {"cpu_percent", bounded(integer(), 0, 100)},
      {"credential_spec", section({{"config", text()}, {"file", text()}, {"registry", text()}})},
      {"depends_on", depends_on()},
      {"deploy", deploy()},
      {"develop", develop()},
      {"devices", devices()},
      {"entrypoint", command()},
      {"env_file", env_file()},
      {"expose", number_or_text_list()},
      {"extends", extends()},
      {"extra_hosts", extra_hosts()},
      {"gpus", device_requests()},
      {"group_add", number_or_text_list()},
      {"healthcheck", healthcheck()},
      {"label_file", text_or(texts())},
      {"logging", section({{"driver", text()},
                           {"options", map_of(of(Kinds::text | Kinds::number | Kinds::null))}})},
      {"models", either(unique_texts(), named(null_or(section(
                                            {{"endpoint_var", text()}, {"model_var", text()}}))))},
      {"networks", service_networks()},
      {"oom_score_adj", bounded(integer(), -1000, 1000)},
      {"pid", null_or(text())},
      {"ports", unique(list(port()))},
      {"post_start", list(hook())},
      {"pre_stop", list(hook())},
      {"provider", provider()},
      {"pull_policy", pull_policy()},
      {"secrets", file_mounts()},
      {"storage_opt", map_of(anything())},
      {"ulimits", ulimits()},
      {"use_api_socket", of(Kinds::boolean)},
      {"volumes", unique(list(volume_mount()))}});
  return section(std::move(keys));
}

}  // namespace compose::rules
