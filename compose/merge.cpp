#include "compose/merge.hpp"

#include "compose/go_text.hpp"

#include <algorithm>
#include <set>

namespace compose {
namespace {

using List = Value::List;
using Map = Value::Map;

Value merge_at(Value base, Value other, const Path& path, Problems& problems);

Value merge_maps(Value base, Value other, const Path& path, Problems& problems) {
  auto* into = base.as_map();
  auto* from = other.as_map();
  if (into == nullptr || from == nullptr) {
    problems.add(other.position(), path,
                 "cannot override " + std::string(kind_name(base)) + " with " +
                     std::string(kind_name(other)));
    return base;
  }
  for (auto& [key, value] : *from) {
    const auto at = into->find(key);
    if (at == into->end()) {
      into->emplace(key, std::move(value));
      continue;
    }
    const auto position = value.position();
    auto merged = merge_at(std::move(at->second), std::move(value), path.key(key), problems);
    merged.set_position(position);
    at->second = std::move(merged);
  }
  return base;
}

// {b: 2, a: null} -> [a, b=2]; a list as it is; a text as a list of one.
List as_sequence(const Value& value) {
  if (const auto* list = value.as_list()) return *list;
  if (value.as_text() != nullptr) return {value};
  List out;
  const auto* map = value.as_map();
  if (map == nullptr) return out;
  for (const auto& [key, entry] : *map) {
    if (entry.is_null()) {
      out.push_back(Value::text(key, entry.position()));
    } else if (const auto* items = entry.as_list()) {
      for (const auto& item : *items)
        out.push_back(Value::text(key + "=" + go_text(item), item.position()));
    } else {
      out.push_back(Value::text(key + "=" + go_text(entry), entry.position()));
    }
  }
  std::sort(out.begin(), out.end(),
            [](const Value& a, const Value& b) { return *a.as_text() < *b.as_text(); });
  return out;
}

// [a, b] -> {a: entry, b: entry}
Value as_mapping(const Value& value, const Value& entry) {
  const auto* list = value.as_list();
  if (list == nullptr) return value.as_map() != nullptr ? value : Value::map({}, value.position());
  Map map;
  for (const auto& name : *list) {
    auto copy = entry;
    copy.set_position(name.position());
    map.insert_or_assign(go_text(name), std::move(copy));
  }
  return Value::map(std::move(map), value.position());
}

using Rule = Value (*)(Value, Value, const Path&, Problems&);

Value replace(Value, Value other, const Path&, Problems&) { return other; }

Value add_up(Value base, Value other, const Path&, Problems&) {
  auto out = as_sequence(base);
  auto more = as_sequence(other);
  out.insert(out.end(), more.begin(), more.end());
  return Value::list(std::move(out), other.position());
}

Value extra_hosts(Value base, Value other, const Path&, Problems&) {
  auto out = as_sequence(base);
  std::set<Value> known(out.begin(), out.end());
  for (auto& item : as_sequence(other)) {
    if (known.insert(item).second) out.push_back(std::move(item));
  }
  return Value::list(std::move(out), other.position());
}

Value depends_on(Value base, Value other, const Path& path, Problems& problems) {
  const auto entry = Value::map(
      {{"condition", Value::text("service_started", {})}, {"required", Value::flag(true, {})}}, {});
  return merge_maps(as_mapping(base, entry), as_mapping(other, entry), path, problems);
}

Value names(Value base, Value other, const Path& path, Problems& problems) {
  return merge_maps(as_mapping(base, {}), as_mapping(other, {}), path, problems);
}

// Options of another driver mean nothing.
Value logging(Value base, Value other, const Path& path, Problems& problems) {
  const auto* own = base.find("driver");
  const auto* theirs = other.find("driver");
  if (own != nullptr && theirs != nullptr && !(*own == *theirs)) return other;
  return merge_maps(std::move(base), std::move(other), path, problems);
}

Value build(Value base, Value other, const Path& path, Problems& problems) {
  const auto section = [](Value value) {
    if (value.as_text() == nullptr)
      return value.is_null() ? Value::map({}, value.position()) : value;
    const auto position = value.position();
    return Value::map({{"context", std::move(value)}}, position);
  };
  return merge_maps(section(std::move(base)), section(std::move(other)), path, problems);
}

// Each is merged with each.
constexpr std::size_t pools_max = 100;

Value subnet_of(const Value& pool) {
  const auto* subnet = pool.find("subnet");
  return subnet == nullptr ? Value() : *subnet;
}

// Pools by subnet, in the order in which they came.
class Pools {
 public:
  bool has(const Value& pool) const { return index_.contains(subnet_of(pool)); }
  void put(const Value& pool) {
    const auto [known, fresh] = index_.emplace(subnet_of(pool), pools_.size());
    if (fresh) {
      pools_.push_back(pool);
    } else {
      pools_[known->second] = pool;
    }
  }
  List take() { return std::move(pools_); }

 private:
  List pools_;
  std::map<Value, std::size_t> index_;
};

// Pools of the same subnet merge, others stand side by side.
Value ipam_config(Value base, Value other, const Path& path, Problems& problems) {
  const auto* own = base.as_list();
  const auto* theirs = other.as_list();
  if (own == nullptr || theirs == nullptr) {
    problems.add(other.position(), path, "expected a list");
    return base;
  }
  if (own->size() > pools_max || theirs->size() > pools_max) {
    problems.add(other.position(), path,
                 "more than " + std::to_string(pools_max) + " address pools");
    return base;
  }
  Pools pools;
  for (auto merged : *own) {
    for (const auto& pool : *theirs) {
      if (subnet_of(pool) == subnet_of(merged) || pools.has(pool)) {
        merged = merge_maps(std::move(merged), pool, path, problems);
        pools.put(merged);
      } else {
        pools.put(pool);
      }
    }
  }
  return Value::list(pools.take(), other.position());
}

const std::vector<std::pair<Pattern, Rule>>& special_rules() {
  static const std::vector<std::pair<Pattern, Rule>> rules = {
      {"networks.*.ipam.config", ipam_config},
      {"networks.*.labels", add_up},
      {"volumes.*.labels", add_up},
      {"services.*.annotations", add_up},
      {"services.*.build", build},
      {"services.*.build.args", add_up},
      {"services.*.build.additional_contexts", add_up},
      {"services.*.build.extra_hosts", extra_hosts},
      {"services.*.build.labels", add_up},
      {"services.*.command", replace},
      {"services.*.depends_on", depends_on},
      {"services.*.deploy.labels", add_up},
      {"services.*.dns", add_up},
      {"services.*.dns_opt", add_up},
      {"services.*.dns_search", add_up},
      {"services.*.entrypoint", replace},
      {"services.*.env_file", add_up},
      {"services.*.label_file", add_up},
      {"services.*.environment", add_up},
      {"services.*.extra_hosts", extra_hosts},
      {"services.*.healthcheck.test", replace},
      {"services.*.labels", add_up},
      {"services.*.volumes.[].volume.labels", add_up},
      {"services.*.logging", logging},
      {"services.*.models", names},
      {"services.*.networks", names},
      {"services.*.sysctls", add_up},
      {"services.*.tmpfs", add_up},
      {"services.*.ulimits.*", replace}};
  return rules;
}

Value merge_at(Value base, Value other, const Path& path, Problems& problems) {
  if (const auto* rule = find_rule(special_rules(), path))
    return (*rule)(std::move(base), std::move(other), path, problems);
  if (other.is_null()) return base;
  if (base.as_map() != nullptr)
    return merge_maps(std::move(base), std::move(other), path, problems);
  if (auto* list = base.as_list()) {
    if (other.as_list() == nullptr) {
      problems.add(other.position(), path,
                   "cannot override a list with " + std::string(kind_name(other)));
      return base;
    }
    list->insert(list->end(), other.as_list()->begin(), other.as_list()->end());
    return base;
  }
  return other;
}

}  // namespace

Value merge(Value base, Value other, Problems& problems) {
  return merge_at(std::move(base), std::move(other), {}, problems);
}

Value merge_services(Value base, Value other, Problems& problems) {
  return merge_at(std::move(base), std::move(other), Path().key("services").key("x"), problems);
}

namespace {

// A mark inside a list names an index of another list and is left alone.
void remove_below(Value& value, const Path& path, const std::set<Path>& replaced) {
  auto* map = value.as_map();
  if (map == nullptr) return;
  std::erase_if(*map, [&](const auto& entry) { return replaced.contains(path.key(entry.first)); });
  for (auto& [key, entry] : *map) remove_below(entry, path.key(key), replaced);
}

}  // namespace

void remove_replaced(Value& root, const std::set<Path>& replaced) {
  if (!replaced.empty()) remove_below(root, {}, replaced);
}

}  // namespace compose
