// `extends`: a service on the base of another one, of this file or another.
#include "compose/file_path.hpp"
#include "compose/layers.hpp"
#include "compose/merge.hpp"

#include <algorithm>

namespace compose {
namespace {

constexpr std::size_t extends_depth_max = 100;

struct Reference {
  std::string file, service;
  bool operator==(const Reference&) const = default;
};

// A set of services, with the marks of the document they stand in.
struct Scope {
  Value services;
  std::set<Path> replaced;
  std::string file;
};

class Extender {
 public:
  Extender(const Surroundings& around, Problems& problems) : around_(around), problems_(problems) {}

  // The service `name` of `scope` with everything it extends merged in; null after a mistake or for
  // an empty service.
  Value service(const std::string& name, Scope& scope, std::vector<Reference> chain) {
    auto* found = scope.services.find(name);
    if (found == nullptr) return {};
    if (found->is_null()) return *found;
    const auto path = Path().key("services").key(name);
    if (found->as_map() == nullptr) {
      problems_.add(found->position(), path,
                    "expected a mapping, got " + std::string(kind_name(*found)));
      return {};
    }
    const auto* extends = found->find("extends");
    if (extends == nullptr) return *found;
    const auto at = extends->position();
    const auto where = path.key("extends");
    const auto target = reference(*extends, where);
    if (!target) return {};
    const Reference self{target->file.empty() ? scope.file : absolute(target->file), name};
    if (std::find(chain.begin(), chain.end(), self) != chain.end()) {
      problems_.add(at, where, "circular reference: `" + name + "` extends itself");
      return {};
    }
    if (chain.size() >= extends_depth_max) {
      problems_.add(at, where,
                    "more than " + std::to_string(extends_depth_max) +
                        " services extend one another in a row");
      return {};
    }
    chain.push_back(self);
    auto base = based_on(*target, scope, std::move(chain), at, where);
    auto own = *scope.services.find(name);
    if (base.is_null()) return own;
    auto merged = merge_services(without_replaced(std::move(base), name, scope.replaced),
                                 std::move(own), problems_);
    if (merged.as_map() != nullptr) merged.as_map()->erase("extends");
    *scope.services.find(name) = merged;
    return merged;
  }

 private:
  std::string absolute(const std::string& file) const { return join_path(around_.directory, file); }

  std::optional<Reference> reference(const Value& extends, const Path& where) {
    if (const auto* text = extends.as_text()) return Reference{"", *text};
    const auto* service = extends.find("service");
    if (service == nullptr || service->as_text() == nullptr) {
      problems_.add(extends.position(), where, "`service` is required here");
      return std::nullopt;
    }
    return Reference{extends.text_at("file"), *service->as_text()};
  }

  Value based_on(const Reference& target, Scope& scope, std::vector<Reference> chain,
                 const Position& at, const Path& where) {
    if (target.file.empty()) {
      if (scope.services.find(target.service) != nullptr)
        return service(target.service, scope, std::move(chain));
      problems_.add(at, where,
                    "service `" + target.service + "` not found in " +
                        (scope.file == "-" ? "standard input" : scope.file));
      return {};
    }
    auto other = other_file(absolute(target.file), {at, where});
    if (!other) return {};
    if (other->services.find(target.service) != nullptr)
      return service(target.service, *other, std::move(chain));
    problems_.add(at, where, "service `" + target.service + "` not found in " + target.file);
    return {};
  }

  // The services of a file that is only extended from: its paths are relative to it.
  std::optional<Scope> other_file(const std::string& path, const Asked& asked) {
    const auto before = problems_.count();
    auto file = open_file(path, asked, around_.read, problems_);
    Value root = Value::map({}, {});
    std::set<Path> replaced;
    for (auto& document : file.documents) {
      replaced = document.replaced;
      root = merge_document(std::move(root), std::move(document), {path, around_, {}, false},
                            problems_);
    }
    if (problems_.count() > before) return std::nullopt;
    const auto* services = root.find("services");
    if (services == nullptr || services->as_map() == nullptr) {
      problems_.add(asked.at, asked.path, path + ": no services to extend");
      return std::nullopt;
    }
    resolve_paths(root, directory_of(path), around_.environment, problems_);
    return Scope{*root.find("services"), replaced, path};
  }

  static Value without_replaced(Value base, const std::string& name,
                                const std::set<Path>& replaced) {
    auto root = Value::map({{"services", Value::map({{name, std::move(base)}}, {})}}, {});
    remove_replaced(root, replaced);
    auto* left = root.find("services")->find(name);
    return left == nullptr ? Value::map({}, {}) : std::move(*left);
  }

  const Surroundings& around_;
  Problems& problems_;
};

}  // namespace

void apply_extends(Value& root, const std::set<Path>& replaced, const std::string& file,
                   const Surroundings& around, Problems& problems) {
  auto* services = root.find("services");
  if (services == nullptr) return;
  if (services->as_map() == nullptr)
    return problems.add(services->position(), Path().key("services"), "expected a mapping");
  Scope scope{*services, replaced, file};
  Extender extender(around, problems);
  for (auto& [name, service] : *services->as_map()) service = extender.service(name, scope, {});
}

}  // namespace compose
