#include "compose/canonical.hpp"

#include "compose/encode.hpp"
#include "compose/environment.hpp"
#include "compose/go_text.hpp"
#include "compose/policy.hpp"
#include "core/digest.hpp"
#include "core/text.hpp"

namespace compose {
namespace {

using Members = std::map<std::string, std::string>;  // key -> compact JSON

std::string object(const Members& members) {
  std::vector<std::string> parts;
  for (const auto& [key, json] : members) parts.push_back(go_json_string(key) + ":" + json);
  return "{" + core::join(parts, ",") + "}";
}

// As the command prints it: indented, and every dollar doubled so that reading it again does not
// interpolate.
std::string as_printed(const Members& members) {
  return core::replace_all(indent_json(object(members)), "$", "$$");
}

// `json`, an object, with one more member at its end.
std::string with_member(std::string json, std::string_view key, const std::string& member) {
  json.pop_back();
  return json + (json == "{" ? "" : ",") + go_json_string(key) + ":" + member + "}";
}

// What active services refer to.
struct Used {
  std::set<std::string> networks, volumes, configs, secrets;
};

void add_sources(const Value* mounts, std::string_view type, std::set<std::string>& into) {
  const auto* list = mounts == nullptr ? nullptr : mounts->as_list();
  if (list == nullptr) return;
  for (const auto& mount : *list) {
    if (type.empty() || mount.text_at("type") == type) into.insert(mount.text_at("source"));
  }
}

Used used_by(const Value& services, const std::set<std::string>& active) {
  Used used;
  for (const auto& name : active) {
    const auto& service = *services.find(name);
    const auto* networks = service.find("networks");
    if (networks != nullptr && networks->as_map() != nullptr) {
      for (const auto& [key, unused] : *networks->as_map()) used.networks.insert(key);
    }
    add_sources(service.find("volumes"), "volume", used.volumes);
    add_sources(service.find("configs"), "", used.configs);
    add_sources(service.find("secrets"), "", used.secrets);
    if (const auto* build = service.find("build"))
      add_sources(build->find("secrets"), "", used.secrets);
  }
  return used;
}

class Printer {
 public:
  Printer(const Value& root, const ProjectRequest& request, const std::set<std::string>& active,
          Problems& problems)
      : root_(root), request_(request), active_(active), problems_(problems) {}

  Loaded print() {
    spec_.name = request_.name;
    spec_.working_dir = request_.origin.working_dir;
    spec_.config_files = request_.origin.config_files;
    spec_.environment_files = request_.origin.environment_files;
    printed_["name"] = stored_["name"] = go_json_string(request_.name);
    services();
    resources();
    extensions();
    Loaded loaded;
    if (!problems_.empty()) return loaded;
    loaded.printed_json = as_printed(printed_);
    spec_.canonical_json = as_printed(stored_);
    loaded.spec = std::move(spec_);
    return loaded;
  }

 private:
  void services() {
    Members printed, stored;
    const auto* services = root_.find("services");
    if (services == nullptr) {
      printed_["services"] = stored_["services"] = "{}";
      return;
    }
    for (const auto& [name, service] : *services->as_map()) {
      const auto path = Path().key("services").key(name);
      const auto before = problems_.count();
      const auto json = encode_section(service, service_layout(), path, problems_);
      if (active_.count(name) == 0 || problems_.count() > before) continue;
      const auto* policy = service.find("x-evenkeel");
      printed[name] = json;
      stored[name] =
          policy == nullptr ? json : with_member(json, "x-evenkeel", encode_any(*policy));
      auto decoded = decode_service(json);
      decoded.name = name;
      decoded.canonical_json = service_hash_text(service, problems_);
      decoded.config_hash = core::sha256_hex(decoded.canonical_json);
      decoded.from_labels = policy_of_labels(service.find("labels"), path.key("labels"), problems_);
      decoded.from_service = policy_of_section(policy, path.key("x-evenkeel"), problems_);
      spec_.services.emplace(name, std::move(decoded));
    }
    printed_["services"] = object(printed);
    stored_["services"] = object(stored);
  }

  // Each entry of a section is read; those in `used` are kept.
  template <class Use>
  void section(const char* kind, const Layout& layout, const std::set<std::string>& used, Use use) {
    const auto* entries = root_.find(kind);
    if (entries == nullptr || entries->as_map() == nullptr) return;
    Members printed, stored;
    for (const auto& [key, entry] : *entries->as_map()) {
      const auto json = encode_section(entry, layout, Path().key(kind).key(key), problems_);
      if (used.count(key) == 0) continue;
      printed[key] = stored[key] = json;
      if (const auto* content = entry.find(content_from_environment))
        stored[key] = with_member(json, content_from_environment, encode_any(*content));
      use(key, entry, stored[key]);
    }
    if (printed.empty()) return;
    printed_[kind] = object(printed);
    stored_[kind] = object(stored);
  }

  void resources() {
    const auto* services = root_.find("services");
    const auto used = services == nullptr ? Used() : used_by(*services, active_);
    section("networks", network_layout(), used.networks,
            [&](const std::string& key, const Value& value, const std::string& json) {
              auto network = decode_network(json);
              network.key = key;
              network.config_hash = network_hash(value, problems_);
              spec_.networks.emplace(key, std::move(network));
            });
    section("volumes", volume_layout(), used.volumes,
            [&](const std::string& key, const Value& value, const std::string& json) {
              auto volume = decode_volume(json);
              volume.key = key;
              volume.config_hash = volume_hash(value, problems_);
              spec_.volumes.emplace(key, std::move(volume));
            });
    const auto into = [](std::map<std::string, model::FileSource>& sources) {
      return [&sources](const std::string& key, const Value&, const std::string& json) {
        auto source = decode_file_source(json);
        source.key = key;
        sources.emplace(key, std::move(source));
      };
    };
    section("configs", config_layout(), used.configs, into(spec_.configs));
    section("secrets", secret_layout(), used.secrets, into(spec_.secrets));
  }

  void extensions() {
    for (const auto& [key, value] : *root_.as_map()) {
      if (key.starts_with("x-")) printed_[key] = stored_[key] = encode_any(value);
    }
    spec_.from_deployment =
        policy_of_section(root_.find("x-evenkeel"), Path().key("x-evenkeel"), problems_);
  }

  const Value& root_;
  const ProjectRequest& request_;
  const std::set<std::string>& active_;
  Problems& problems_;
  model::Spec spec_;
  Members printed_, stored_;
};

}  // namespace

Loaded print_and_read(const Value& root, const ProjectRequest& request,
                      const std::set<std::string>& active, Problems& problems) {
  return Printer(root, request, active, problems).print();
}

const std::string& canonical_json(const model::Spec& spec) { return spec.canonical_json; }

}  // namespace compose
