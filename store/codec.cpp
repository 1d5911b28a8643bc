#include "store/codec.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace store {
namespace {

using Json = nlohmann::json;
using model::PolicyLayer;

// What was stored by us and cannot be read is damage, not input.
template <class T, class F>
core::Result<T> decoded(const char* what, const std::string& text, F from) {
  try {
    return from(Json::parse(text));
  } catch (const Json::exception& failure) {
    return core::Error{core::Errc::corrupt,
                       std::string("stored ") + what + " cannot be read: " + failure.what()};
  }
}

template <class T> void put(Json& json, const char* key, const std::optional<T>& value) {
  if (value) json[key] = *value;
}

template <class T> void put_name(Json& json, const char* key, const std::optional<T>& value) {
  if (value) json[key] = model::name_of(*value);
}

void put_duration(Json& json, const char* key, const std::optional<core::Milliseconds>& value) {
  if (value) json[key] = value->count();
}

template <class T> void get(const Json& json, const char* key, std::optional<T>& value) {
  if (json.contains(key)) value = json.at(key).get<T>();
}

template <class T>
void get_name(const Json& json, const char* key, std::optional<T>& value,
              std::optional<T> (*from)(std::string_view)) {
  if (!json.contains(key)) return;
  value = from(json.at(key).get<std::string>());
  if (!value) throw Json::other_error::create(501, std::string("unknown ") + key, nullptr);
}

void get_duration(const Json& json, const char* key, std::optional<core::Milliseconds>& value) {
  if (json.contains(key)) value = core::Milliseconds(json.at(key).get<long long>());
}

Json dependencies_json(const std::vector<model::ForeignDependency>& dependencies) {
  auto list = Json::array();
  for (const auto& one : dependencies) {
    list.push_back(
        {{"deployment", one.deployment}, {"service", one.service}, {"condition", one.condition}});
  }
  return list;
}

std::vector<model::ForeignDependency> dependencies_from(const Json& list) {
  std::vector<model::ForeignDependency> dependencies;
  for (const auto& one : list) {
    dependencies.push_back({one.at("deployment").get<std::string>(),
                            one.at("service").get<std::string>(),
                            one.at("condition").get<std::string>()});
  }
  return dependencies;
}

PolicyLayer policy_layer_from(const Json& json) {
  PolicyLayer layer;
  get_name(json, "criticality", layer.criticality, &model::criticality_from);
  get_name(json, "heal", layer.heal, &model::heal_mode_from);
  get(json, "allow", layer.allow);
  get_name(json, "kind", layer.kind, &model::service_kind_from);
  if (json.contains("depends_on")) layer.depends_on = dependencies_from(json.at("depends_on"));
  get_duration(json, "grace_ms", layer.grace);
  get_name(json, "kill_means", layer.kill_means, &model::kill_means_from);
  get(json, "rollback", layer.rollback);
  get_duration(json, "deadline_ms", layer.deadline);
  get_duration(json, "stop_timeout_ms", layer.stop_timeout);
  get(json, "notes", layer.notes);
  if (json.contains("later"))
    layer.later = json.at("later").get<std::map<std::string, std::string>>();
  return layer;
}

// What came from an engine or a client need not be UTF-8; a stored text with a replacement
// character is better than none.
std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string encode(const PolicyLayer& layer) {
  auto json = Json::object();
  put_name(json, "criticality", layer.criticality);
  put_name(json, "heal", layer.heal);
  put(json, "allow", layer.allow);
  put_name(json, "kind", layer.kind);
  if (layer.depends_on) json["depends_on"] = dependencies_json(*layer.depends_on);
  put_duration(json, "grace_ms", layer.grace);
  put_name(json, "kill_means", layer.kill_means);
  put(json, "rollback", layer.rollback);
  put_duration(json, "deadline_ms", layer.deadline);
  put_duration(json, "stop_timeout_ms", layer.stop_timeout);
  put(json, "notes", layer.notes);
  if (!layer.later.empty()) json["later"] = layer.later;
  return dump(json);
}

core::Result<PolicyLayer> decode_policy_layer(const std::string& text) {
  return decoded<PolicyLayer>("policy", text, policy_layer_from);
}

std::string encode(const model::Source& source) {
  return dump({{"kind", source.kind == model::SourceKind::engine ? "engine" : "compose"},
               {"files", source.files},
               {"directory", source.directory},
               {"differs", source.differs}});
}

core::Result<model::Source> decode_source(const std::string& text) {
  return decoded<model::Source>("source", text, [](const Json& json) {
    model::Source source;
    source.kind =
        json.at("kind") == "engine" ? model::SourceKind::engine : model::SourceKind::compose;
    json.at("files").get_to(source.files);
    json.at("directory").get_to(source.directory);
    json.at("differs").get_to(source.differs);
    return source;
  });
}

std::string encode_places(const model::Spec& spec) {
  return dump({{"working_dir", spec.working_dir},
               {"config_files", spec.config_files},
               {"environment_files", spec.environment_files}});
}

core::Status decode_places(const std::string& text, model::Spec& into) {
  auto places = decoded<model::Spec>("places of a spec", text, [](const Json& json) {
    model::Spec spec;
    json.at("working_dir").get_to(spec.working_dir);
    json.at("config_files").get_to(spec.config_files);
    json.at("environment_files").get_to(spec.environment_files);
    return spec;
  });
  if (!places) return places.error();
  into.working_dir = std::move(places->working_dir);
  into.config_files = std::move(places->config_files);
  into.environment_files = std::move(places->environment_files);
  return {};
}

}  // namespace store
