// Sections inside services: build, deploy, and the parts that several keys share.
#include "compose/rules.hpp"

namespace compose::rules {
namespace {

Rule update_config() {
  return section({{"parallelism", integer()},
                  {"delay", text()},
                  {"failure_action", text()},
                  {"monitor", text()},
                  {"max_failure_ratio", number()},
                  {"order", one_of({"start-first", "stop-first"})}});
}

Rule device_request() {
  return section({{"capabilities", unique_texts()},
                  {"count", integer()},
                  {"device_ids", unique_texts()},
                  {"driver", text()},
                  {"options", list_or_map()}});
}

Rule resources() {
  Rule generic =
      section({{"discrete_resource_spec", section({{"kind", text()}, {"value", number()}})}});
  Rule reservations = section({{"cpus", number()},
                               {"memory", text()},
                               {"generic_resources", list(std::move(generic))},
                               {"devices", list(required({"capabilities"}, device_request()))}});
  return section(
      {{"limits", section({{"cpus", number()}, {"memory", text()}, {"pids", integer()}})},
       {"reservations", std::move(reservations)}});
}

}  // namespace

Rule deploy() {
  Rule placement = section({{"constraints", texts()},
                            {"preferences", list(section({{"spread", text()}}))},
                            {"max_replicas_per_node", integer()}});
  Rule restart = section(
      {{"condition", text()}, {"delay", text()}, {"max_attempts", integer()}, {"window", text()}});
  return null_or(section({{"mode", text()},
                          {"endpoint_mode", text()},
                          {"replicas", integer()},
                          {"labels", list_or_map()},
                          {"rollback_config", update_config()},
                          {"update_config", update_config()},
                          {"resources", resources()},
                          {"restart_policy", std::move(restart)},
                          {"placement", std::move(placement)}}));
}

Rule build() {
  return text_or(section({{"context", text()},
                          {"dockerfile", text()},
                          {"dockerfile_inline", text()},
                          {"entitlements", texts()},
                          {"args", list_or_map()},
                          {"ssh", list_or_map()},
                          {"labels", list_or_map()},
                          {"cache_from", texts()},
                          {"cache_to", texts()},
                          {"no_cache", boolean()},
                          {"additional_contexts", list_or_map()},
                          {"network", text()},
                          {"provenance", boolean()},
                          {"sbom", boolean()},
                          {"pull", boolean()},
                          {"target", text()},
                          {"shm_size", integer()},
                          {"extra_hosts", extra_hosts()},
                          {"isolation", text()},
                          {"privileged", boolean()},
                          {"secrets", file_mounts()},
                          {"tags", texts()},
                          {"ulimits", ulimits()},
                          {"platforms", texts()}}));
}

Rule extra_hosts() { return either(unique_texts(), map_of(text_or(texts()))); }

Rule ulimits() {
  Rule pair = required({"soft", "hard"}, section({{"hard", integer()}, {"soft", integer()}}));
  pair.kinds |= Kinds::integer | Kinds::text;
  Rule map = map_of(std::move(pair));
  map.entry_names = "^[a-z]+$";
  map.open = true;
  return map;
}

Rule file_mounts() {
  return list(text_or(section({{"source", text()},
                               {"target", text()},
                               {"uid", text()},
                               {"gid", text()},
                               {"mode", number()}})));
}

Rule device_requests() {
  Rule request = device_request();
  request.open = true;
  Rule rule = list(std::move(request));
  rule.kinds |= Kinds::text;
  rule.one_of = {"all"};
  return rule;
}

}  // namespace compose::rules
