// The top level of a Compose file and what stands there beside services.
#include "compose/rules.hpp"

namespace compose {
namespace rules {
namespace {

Rule external(bool closed) {
  Rule rule = section({{"name", text()}});
  rule.open = !closed;
  rule.kinds |= Kinds::boolean | Kinds::text;
  return rule;
}

}  // namespace

Rule network() {
  Rule pool = section({{"subnet", text()},
                       {"ip_range", text()},
                       {"gateway", text()},
                       {"aux_addresses", map_of(text())}});
  return null_or(section({{"name", text()},
                          {"driver", text()},
                          {"driver_opts", options()},
                          {"ipam", section({{"driver", text()},
                                            {"config", list(std::move(pool))},
                                            {"options", map_of(text())}})},
                          {"external", external(true)},
                          {"internal", boolean()},
                          {"enable_ipv4", boolean()},
                          {"enable_ipv6", boolean()},
                          {"attachable", boolean()},
                          {"labels", list_or_map()}}));
}

Rule volume() {
  return null_or(section({{"name", text()},
                          {"driver", text()},
                          {"driver_opts", options()},
                          {"external", external(true)},
                          {"labels", list_or_map()}}));
}

Rule secret() {
  return section({{"name", text()},
                  {"environment", text()},
                  {"file", text()},
                  {"external", external(false)},
                  {"labels", list_or_map()},
                  {"driver", text()},
                  {"driver_opts", options()},
                  {"template_driver", text()}});
}

Rule config() {
  return section({{"name", text()},
                  {"content", text()},
                  {"environment", text()},
                  {"file", text()},
                  {"external", external(false)},
                  {"labels", list_or_map()},
                  {"template_driver", text()}});
}

Rule model() {
  return required({"model"}, section({{"name", text()},
                                      {"model", text()},
                                      {"context_size", of(Kinds::integer)},
                                      {"runtime_flags", texts()}}));
}

Rule include() {
  Rule rule = section(
      {{"path", text_or_texts()}, {"env_file", text_or_texts()}, {"project_directory", text()}});
  rule.extensions = false;
  return list(text_or(std::move(rule)));
}

}  // namespace rules

const Rule& file_rule() {
  using namespace rules;  // NOLINT(google-build-using-namespace): the vocabulary of the table
  static const Rule rule = [] {
    const auto open = [](Rule map) {
      map.open = true;
      return map;
    };
    return section({{"version", text()},
                    {"name", text()},
                    {"include", include()},
                    {"services", named(service())},
                    {"models", open(named(model()))},
                    {"networks", open(named(network()))},
                    {"volumes", named(volume())},
                    {"secrets", named(secret())},
                    {"configs", named(config())}});
  }();
  return rule;
}

}  // namespace compose
