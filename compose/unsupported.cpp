#include "compose/unsupported.hpp"

#include "compose/image_name.hpp"
#include "compose/problems.hpp"
#include "compose/short_units.hpp"

#include <array>
#include <utility>

namespace compose {
namespace {

constexpr std::size_t shown_max = 200;

class Search {
 public:
  Search(const model::Spec& spec, const Value& root) : spec_(spec), root_(root) {}

  std::vector<Mistake> all(const std::set<std::string>& active) {
    for (const auto& name : active) {
      service(name, *root_.find("services")->find(name));
      ports(name);
    }
    for (const auto& [key, config] : spec_.configs) resource("configs", key, config.external);
    for (const auto& [key, secret] : spec_.secrets) resource("secrets", key, secret.external);
    return found_.mistakes();
  }

 private:
  void add(const Value& at, const Path& path, std::string_view message) {
    found_.add(at.position(), path, message);
  }

  void service(const std::string& name, const Value& service) {
    static constexpr std::array<std::pair<const char*, const char*>, 6> keys = {
        {{"provider", "services of a provider"},
         {"models", "models"},
         {"post_start", "hooks"},
         {"pre_stop", "hooks"},
         {"use_api_socket", "the engine's socket in containers"},
         {"credential_spec", "Windows credentials"}}};
    const auto path = Path().key("services").key(name);
    for (const auto& [key, what] : keys) {
      const auto* value = service.find(key);
      const bool off = value != nullptr && value->as_flag() != nullptr && !*value->as_flag();
      if (value != nullptr && !off)
        add(*value, path.key(key), std::string("evenkeel does not run ") + what);
    }
    restart(service, path);
    durations(service, path);
    image(service, path);
    pull_policy(service, path);
    nul(service, path);
  }

  // The kernel's texts end with one: what is behind it would be lost, and the engine refuses it.
  void nul(const Value& value, const Path& path) {
    static constexpr std::string_view what = "a NUL character (\\0) is possible nowhere here";
    const auto has = [](const std::string& text) { return text.find('\0') != text.npos; };
    if (const auto* text = value.as_text(); text != nullptr && has(*text)) add(value, path, what);
    if (const auto* map = value.as_map()) {
      for (const auto& [key, entry] : *map) {
        if (has(key)) add(entry, path, what);
        nul(entry, path.key(key));
      }
    } else if (const auto* list = value.as_list()) {
      for (std::size_t i = 0; i < list->size(); ++i) nul((*list)[i], path.item(i));
    }
  }

  // Go's notation has a sign, and the engine takes a negative grace for one without an end.
  void durations(const Value& service, const Path& path) {
    negative(service, path, "stop_grace_period");
    const auto* check = service.find("healthcheck");
    if (check == nullptr || check->as_map() == nullptr) return;
    for (const auto* key : {"interval", "timeout", "start_period", "start_interval"})
      negative(*check, path.key("healthcheck"), key);
  }

  void negative(const Value& section, const Path& path, const char* key) {
    const auto parsed = parse_go_duration(section.text_at(key));
    if (parsed && parsed->count() < 0)
      add(*section.find(key), path.key(key), "a duration must not be negative here");
  }

  void pull_policy(const Value& service, const Path& path) {
    const auto policy = service.text_at("pull_policy");
    const bool by_the_clock = policy == "refresh" || policy == "daily" || policy == "weekly" ||
                              policy.starts_with("every_");
    if (by_the_clock)
      add(*service.find("pull_policy"), path.key("pull_policy"),
          "evenkeel does not pull by the clock: use always or missing");
  }

  // Engines refuse even to look for such an image.
  void image(const Value& service, const Path& path) {
    const auto reference = service.text_at("image");
    const auto mistake = reference.empty() ? "" : image_name_mistake(reference);
    if (!mistake.empty())
      add(*service.find("image"), path.key("image"),
          "`" + reference.substr(0, shown_max) + "` cannot be the name of an image: " + mistake);
  }

  void restart(const Value& service, const Path& path) {
    const auto* written = service.find("restart");
    const auto& decoded = spec_.services.at(path.last());
    const bool known = written == nullptr || decoded.restart.written.has_value() ||
                       service.text_at("restart").empty();
    const auto* deploy = service.find("deploy");
    const bool by_deploy = deploy != nullptr && deploy->find("restart_policy") != nullptr;
    if (!known && !by_deploy)
      add(*written, path.key("restart"),
          "expected no, always, on-failure[:N] or unless-stopped; the engine refuses this");
  }

  void resource(const char* kind, const std::string& key, bool external) {
    const auto* section = root_.find(kind);
    const auto* value = section == nullptr ? nullptr : section->find(key);
    if (value == nullptr) return;
    const auto path = Path().key(kind).key(key);
    if (external) add(*value, path, "external ones only exist in a swarm");
    if (value->find("driver") != nullptr)
      add(*value, path.key("driver"), "drivers only exist in a swarm");
    if (value->find("template_driver") != nullptr)
      add(*value, path.key("template_driver"), "template drivers only exist in a swarm");
  }

  void ports(const std::string& name) {
    const auto& service = *root_.find("services")->find(name);
    const auto* ports = service.find("ports");
    const auto* list = ports == nullptr ? nullptr : ports->as_list();
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
      const auto* target = (*list)[i].find("target");
      const auto* number = target == nullptr ? nullptr : target->as_integer();
      const bool possible = number != nullptr && *number > 0 && *number < 65536;
      if (!possible)
        add((*list)[i], Path().key("services").key(name).key("ports").item(i),
            "the target must be a port from 1 to 65535");
    }
  }

  const model::Spec& spec_;
  const Value& root_;
  Problems found_;
};

}  // namespace

std::vector<Mistake> unsupported_features(const model::Spec& spec, const Value& root,
                                          const std::set<std::string>& active) {
  return Search(spec, root).all(active);
}

}  // namespace compose
