// What one service says about itself and refers to.
#include "compose/consistency_service.hpp"

#include "compose/consistency_values.hpp"
#include "compose/encode_value.hpp"
#include "compose/go_text.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <array>

namespace compose {
namespace {

// As printed, "" where it is left out: what counts as nothing is the form's business.
std::string printed(const Value* value, Form form) {
  const auto json = encode_value(value, form);
  return json ? json->value_or("") : "";
}

class ServiceCheck {
 public:
  ServiceCheck(const Value& root, const Enabled& enabled, const std::string& name,
               Problems& problems)
      : root_(root),
        enabled_(enabled),
        service_(*root.find("services")->find(name)),
        path_(Path().key("services").key(name)),
        problems_(problems) {}

  void all() {
    source();
    build();
    networks();
    healthcheck();
    dependencies();
    references();
    scale();
    limits();
    watch();
    targets();
  }

 private:
  void refuse(const std::string& message) { problems_.add(service_.position(), path_, message); }

  // At what is written below these keys; at the last of them that is there.
  void refuse(std::initializer_list<std::string_view> keys, const std::string& message) {
    const Value* found = &service_;
    auto path = path_;
    for (const auto key : keys) {
      const auto* next = found->find(key);
      if (next == nullptr) break;
      found = next;
      path = path.key(key);
    }
    problems_.add(found->position(), path, message);
  }

  bool declared(const char* kind, const std::string& key) const {
    return at(root_, {kind, key}) != nullptr;
  }

  void source() {
    if (service_.find("build") == nullptr && service_.text_at("image").empty() &&
        service_.find("provider") == nullptr) {
      refuse("has neither an image nor a build context specified");
    }
  }

  void build() {
    const auto* build = service_.find("build");
    if (build == nullptr || build->as_map() == nullptr) return;
    if (!build->text_at("dockerfile_inline").empty() && !build->text_at("dockerfile").empty()) {
      refuse({"build", "dockerfile_inline"}, "dockerfile and dockerfile_inline exclude each other");
    }
    for (const auto& [name, context] : entries(build->find("additional_contexts"))) {
      const auto text = go_text(context);
      if (!text.starts_with("service:")) continue;
      const auto target = text.substr(8);
      if (!enabled_.contains(target))
        refuse({"build", "additional_contexts", name},
               "unknown service `" + target + "` as additional context " + name);
      else if (at(root_, {"services", target, "build"}) == nullptr)
        refuse({"build", "additional_contexts", name},
               "service `" + target + "` is not built, additional context " + name);
    }
    const auto platforms = items(build->find("platforms"));
    const auto platform = service_.text_at("platform");
    const bool listed = std::any_of(platforms.begin(), platforms.end(),
                                    [&](const Value& item) { return go_text(item) == platform; });
    if (!platforms.empty() && !platform.empty() && !listed)
      refuse({"build", "platforms"}, "must include the platform " + platform);
    refer(build->find("secrets"), path_.key("build").key("secrets"), "secrets", "build secret");
  }

  void networks() {
    const auto networks = entries(service_.find("networks"));
    if (!service_.text_at("network_mode").empty() && !networks.empty())
      refuse({"networks"}, "network_mode and networks exclude each other");
    for (const auto& [name, unused] : networks) {
      if (root_.find("networks") == nullptr || root_.find("networks")->find(name) == nullptr)
        refuse({"networks", name}, "refers to undefined network " + name);
    }
  }

  void healthcheck() {
    const auto test = items(at(service_, {"healthcheck", "test"}));
    if (test.empty()) return;
    const auto first = go_text(test.front());
    if (first != "CMD" && first != "CMD-SHELL" && first != "NONE")
      refuse({"healthcheck", "test"}, "must begin with CMD, CMD-SHELL or NONE");
  }

  void dependencies() {
    const auto mode = service_.text_at("network_mode");
    const auto shared = mode.starts_with("service:") ? mode.substr(8) : "";
    if (!shared.empty() && !enabled_.contains(shared))
      refuse({"network_mode"}, "service `" + shared + "` of network_mode not found" + why(shared));
    for (const auto& [name, dependency] : entries(service_.find("depends_on"))) {
      if (enabled_.contains(name) || name == shared) continue;
      const bool disabled = is_disabled(name);
      const auto* required = dependency.find("required");
      const bool optional = required != nullptr && go_text(*required) == "false";
      if (optional && (disabled || enabled_.others_left_out)) continue;
      problems_.add(dependency.position(), dependency_path(service_, path_, name),
                    "depends on undefined service `" + name + "`" + why(name));
    }
  }

  bool is_disabled(const std::string& name) const {
    return at(root_, {"services", name}) != nullptr;
  }

  std::string why(const std::string& name) const {
    return is_disabled(name) ? ": none of its profiles is active" : near(name);
  }

  std::string near(const std::string& name) const {
    const auto found = core::nearest(name, {enabled_.names.begin(), enabled_.names.end()});
    return found.empty() ? "" : "; did you mean `" + found + "`?";
  }

  // The sources of `list` that name something of `kind`; a mount that is no volume does not.
  void refer(const Value* list, const Path& path, const char* kind, const std::string& what) {
    std::size_t index = 0;
    for (const auto& item : items(list)) {
      const auto where = path.item(index++);
      const auto source = item.text_at("source");
      const auto type = item.text_at("type");
      if ((!type.empty() && type != "volume") || (type == "volume" && source.empty())) continue;
      if (!declared(kind, source))
        problems_.add(item.position(), where, "refers to undefined " + what + " " + source);
    }
  }

  void references() {
    for (const auto& [kind, what] : {std::pair("volumes", "volume"), std::pair("configs", "config"),
                                     std::pair("secrets", "secret")})
      refer(service_.find(kind), path_.key(kind), kind, what);
    for (const auto& [name, unused] : entries(service_.find("models"))) {
      if (!declared("models", name)) refuse({"models", name}, "refers to undefined model " + name);
    }
  }

  void scale() {
    const auto scale = printed(service_.find("scale"), Form::integer_if_set);
    const auto replicas = printed(at(service_, {"deploy", "replicas"}), Form::integer_if_set);
    if (!scale.empty() && !replicas.empty() && scale != replicas)
      refuse({"scale"}, "scale and deploy.replicas must not differ");
    const auto count = scale.empty() ? replicas : scale;
    if (count.starts_with('-') && scale.empty())
      refuse({"deploy", "replicas"}, "must not be negative");
    else if (count.starts_with('-'))
      refuse({"scale"}, "must not be negative");
    const bool several = !count.empty() && count != "0" && count != "1" && !count.starts_with('-');
    if (several && !service_.text_at("container_name").empty())
      refuse({"container_name"},
             "container_name and more than one replica exclude each other: names are unique");
  }

  void limits() {
    struct Pair {
      const char* key;
      Form form;
      const char* section;
      const char* of;
    };
    static constexpr std::array<Pair, 4> pairs = {
        {{"cpus", Form::real32, "limits", "cpus"},
         {"mem_limit", Form::bytes, "limits", "memory"},
         {"mem_reservation", Form::bytes, "reservations", "memory"},
         {"pids_limit", Form::integer, "limits", "pids"}}};
    for (const auto& pair : pairs) {
      const auto own = printed(service_.find(pair.key), pair.form);
      const auto* section = at(service_, {"deploy", "resources", pair.section});
      if (own.empty() || section == nullptr || own == printed(section->find(pair.of), pair.form))
        continue;
      refuse({pair.key}, std::string(pair.key) + " and deploy.resources." + pair.section + "." +
                             pair.of + " must not differ");
    }
  }

  void watch() {
    std::size_t index = 0;
    for (const auto& watch : items(at(service_, {"develop", "watch"}))) {
      const auto where = path_.key("develop").key("watch").item(index++);
      const auto action = watch.text_at("action");
      if (watch.text_at("target").empty() && action != "rebuild" && action != "restart")
        problems_.add(watch.position(), where, "`target` is required for " + action);
    }
  }

  void targets() {
    std::set<std::string> seen;
    std::size_t index = 0;
    for (const auto& tmpfs : items(service_.find("tmpfs")))
      target(core::split(go_text(tmpfs), ':')[0], seen, tmpfs, path_.key("tmpfs").item(index++));
    if (const auto* single = service_.find("tmpfs");
        single != nullptr && single->as_text() != nullptr)
      seen.insert(core::split(*single->as_text(), ':')[0]);
    index = 0;
    for (const auto& volume : items(service_.find("volumes")))
      target(volume.text_at("target"), seen, volume, path_.key("volumes").item(index++));
  }

  void target(const std::string& target, std::set<std::string>& seen, const Value& value,
              const Path& path) {
    if (!seen.insert(target).second)
      problems_.add(value.position(), path, "target " + target + " is mounted twice");
  }

  const Value& root_;
  const Enabled& enabled_;
  const Value& service_;
  const Path path_;
  Problems& problems_;
};

}  // namespace

void check_service(const Value& root, const Enabled& enabled, const std::string& name,
                   Problems& problems) {
  ServiceCheck(root, enabled, name, problems).all();
}

}  // namespace compose
