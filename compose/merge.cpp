#include "compose/merge.hpp"

#include "compose/go_text.hpp"

#include <algorithm>

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
  for (auto& item : as_sequence(other)) {
    if (std::find(out.begin(), out.end(), item) == out.end()) out.push_back(std::move(item));
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

bool same_subnet(const Value& a, const Value& b) {
  const auto* one = a.find("subnet");
  const auto* two = b.find("subnet");
  return (one == nullptr) == (two == nullptr) && (one == nullptr || *one == *two);
}

void put_pool(List& pools, Value pool, bool replace_existing) {
  const auto at = std::find_if(pools.begin(), pools.end(),
                               [&](const Value& known) { return same_subnet(known, pool); });
  if (at == pools.end()) {
    pools.push_back(std::move(pool));
  } else if (replace_existing) {
    *at = std::move(pool);
  }
}

// Pools of the same subnet merge, others stand side by side.
Value ipam_config(Value base, Value other, const Path& path, Problems& problems) {
  if (base.as_list() == nullptr || other.as_list() == nullptr) {
    problems.add(other.position(), path, "expected a list");
    return base;
  }
  List pools;
  for (const auto& own : *base.as_list()) {
    auto merged = own;
    for (const auto& theirs : *other.as_list()) {
      const bool fresh = std::none_of(pools.begin(), pools.end(), [&](const Value& known) {
        return same_subnet(known, theirs);
      });
      if (!same_subnet(theirs, merged) && fresh) {
        pools.push_back(theirs);
        continue;
      }
      merged = merge_maps(std::move(merged), theirs, path, problems);
      put_pool(pools, merged, true);
    }
  }
  return Value::list(std::move(pools), other.position());
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

// Whether the entry at `path` was replaced. A mark inside a list names an index of another list and
// is left alone.
bool is_replaced(const Path& path, const std::vector<Path>& replaced) {
  return std::any_of(replaced.begin(), replaced.end(),
                     [&](const Path& other) { return other.parts() == path.parts(); });
}

void remove_below(Value& value, const Path& path, const std::vector<Path>& replaced) {
  auto* map = value.as_map();
  if (map == nullptr) return;
  std::erase_if(*map,
                [&](const auto& entry) { return is_replaced(path.key(entry.first), replaced); });
  for (auto& [key, entry] : *map) remove_below(entry, path.key(key), replaced);
}

}  // namespace

void remove_replaced(Value& root, const std::vector<Path>& replaced) {
  remove_below(root, {}, replaced);
}

}  // namespace compose
