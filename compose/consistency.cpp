#include "compose/consistency.hpp"

#include "compose/consistency_service.hpp"
#include "compose/consistency_values.hpp"
#include "compose/encode_value.hpp"
#include "compose/go_text.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace compose {
namespace {

struct Cycle {
  std::string members;  // "a -> b -> a"
  Position at;          // of the dependency that closes it
  Path path;
};

class CycleSearch {
 public:
  CycleSearch(const Value& root, const std::set<std::string>& enabled)
      : root_(root), enabled_(enabled) {}

  // The first cycle, nothing where there is none.
  std::optional<Cycle> find() {
    for (const auto& name : enabled_) {
      std::vector<std::string> trail;
      if (auto cycle = visit(name, trail)) return cycle;
    }
    return std::nullopt;
  }

 private:
  std::optional<Cycle> visit(const std::string& name, std::vector<std::string>& trail) {
    const auto known = std::find(trail.begin(), trail.end(), name);
    if (known != trail.end()) return closed({known, trail.end()});
    if (done_.count(name) > 0 || enabled_.count(name) == 0) return std::nullopt;
    trail.push_back(name);
    for (const auto& [other, unused] : entries(at(root_, {"services", name, "depends_on"}))) {
      if (auto cycle = visit(other, trail)) return cycle;
    }
    trail.pop_back();
    done_.insert(name);
    return std::nullopt;
  }

  // The last member depends on the first.
  Cycle closed(const std::vector<std::string>& members) const {
    const auto& first = members.front();
    const auto& last = members.back();
    const auto& service = *root_.find("services")->find(last);
    return {core::join(members, " -> ") + " -> " + first,
            service.find("depends_on")->find(first)->position(),
            dependency_path(service, Path().key("services").key(last), first)};
  }

  const Value& root_;
  const std::set<std::string>& enabled_;
  std::set<std::string> done_;
};

void check_container_names(const Value& root, const std::set<std::string>& enabled,
                           Problems& problems) {
  std::map<std::string, std::string> owners;
  for (const auto& name : enabled) {
    const auto* written = root.find("services")->find(name)->find("container_name");
    if (written == nullptr || written->as_text() == nullptr) continue;
    const auto [owner, fresh] = owners.emplace(*written->as_text(), name);
    const auto path = Path().key("services").key(name).key("container_name");
    if (!fresh)
      problems.add(written->position(), path,
                   "`" + *written->as_text() + "` is the container of service `" + owner->second +
                       "` already");
  }
}

// What is more than anybody may have counts as one more than that.
std::int64_t replicas_at(const Value& value) {
  const auto json = encode_value(&value, Form::integer_if_set);
  const auto text = json ? json->value_or("") : "";
  std::int64_t number = 0;
  const auto error = std::from_chars(text.data(), text.data() + text.size(), number).ec;
  return error == std::errc::result_out_of_range
             ? replicas_max + 1
             : std::clamp<std::int64_t>(number, 0, replicas_max + 1);
}

// A container each: hosts have room for fewer.
void check_replicas(const Value& root, const std::set<std::string>& enabled, Problems& problems) {
  std::int64_t all = 0;
  for (const auto& name : enabled) {
    const auto& service = *root.find("services")->find(name);
    auto path = Path().key("services").key(name);
    const auto* scale = at(service, {"scale"});
    const auto* replicas = scale != nullptr ? scale : at(service, {"deploy", "replicas"});
    if (replicas != nullptr)
      path = scale != nullptr ? path.key("scale") : path.key("deploy").key("replicas");
    all += replicas == nullptr ? 1 : replicas_at(*replicas);
    if (all > replicas_max)
      return problems.add(
          (replicas == nullptr ? service : *replicas).position(), path,
          "more than " + std::to_string(replicas_max) + " replicas, of all services together");
  }
}

void check_ports(const Value& root, const std::set<std::string>& enabled, Problems& problems) {
  std::size_t all = 0;
  for (const auto& name : enabled) {
    const auto* ports = root.find("services")->find(name)->find("ports");
    if (ports == nullptr || ports->as_list() == nullptr) continue;
    const auto& list = *ports->as_list();
    if (all + list.size() > ports_max)
      return problems.add(
          list[ports_max - all].position(), Path().key("services").key(name).key("ports"),
          "more than " + std::to_string(ports_max) + " ports, of all services together");
    all += list.size();
  }
}

void check_secrets(const Value& root, Problems& problems) {
  for (const auto& [name, secret] : entries(root.find("secrets"))) {
    const auto* external = secret.find("external");
    if (external != nullptr && go_text(*external) == "true") continue;
    if (secret.text_at("file").empty() && secret.text_at("environment").empty()) {
      problems.add(secret.position(), Path().key("secrets").key(name),
                   "must declare either `file` or `environment`");
    }
  }
}

}  // namespace

void check_consistency(const Value& root, const Enabled& enabled, Problems& problems) {
  if (enabled.names.size() > services_max)
    return problems.add(root.find("services")->position(), Path().key("services"),
                        "more than " + std::to_string(services_max) + " services");
  for (const auto& name : enabled.names) check_service(root, enabled, name, problems);
  check_replicas(root, enabled.names, problems);
  check_ports(root, enabled.names, problems);
  check_container_names(root, enabled.names, problems);
  check_secrets(root, problems);
  if (const auto cycle = CycleSearch(root, enabled.names).find())
    problems.add(cycle->at, cycle->path, "depends_on makes a circle: " + cycle->members);
}

}  // namespace compose
