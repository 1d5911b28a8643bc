#include "compose/go_text.hpp"
#include "compose/rule.hpp"
#include "core/text.hpp"

#include <cmath>
#include <set>

namespace compose {
namespace {

unsigned kind_of(const Value& value) {
  struct Visitor {
    unsigned operator()(std::monostate) const { return Kinds::null; }
    unsigned operator()(bool) const { return Kinds::boolean; }
    unsigned operator()(std::int64_t) const { return Kinds::integer | Kinds::number; }
    unsigned operator()(std::uint64_t) const { return Kinds::integer | Kinds::number; }
    unsigned operator()(double number) const {
      return Kinds::number | (std::trunc(number) == number ? Kinds::integer : 0U);
    }
    unsigned operator()(const Timestamp&) const { return 0; }
    unsigned operator()(const std::string&) const { return Kinds::text; }
    unsigned operator()(const Value::List&) const { return Kinds::list; }
    unsigned operator()(const Value::Map&) const { return Kinds::map; }
  };
  return std::visit(Visitor{}, value.data());
}

std::string expected_kinds(unsigned kinds) {
  static const std::vector<std::pair<unsigned, std::string>> names = {
      {Kinds::text, "a string"},
      {Kinds::number, "a number"},
      {Kinds::integer, "a whole number"},
      {Kinds::boolean, "true or false"},
      {Kinds::list, "a list"},
      {Kinds::map, "a mapping"},
      {Kinds::null, "nothing"}};
  std::vector<std::string> words;
  for (const auto& [kind, name] : names) {
    if ((kinds & kind) != 0) words.push_back(name);
  }
  return core::join(words, " or ");
}

std::optional<double> numeric(const Value& value) {
  if (const auto* number = value.as_integer()) return static_cast<double>(*number);
  if (const auto* number = value.as_real()) return *number;
  return std::nullopt;
}

class Check {
 public:
  explicit Check(Problems& problems) : problems_(problems) {}

  void value(const Value& value, const Rule& rule, const Path& path) {
    if ((rule.kinds & Kinds::any) != 0) return;
    if ((kind_of(value) & rule.kinds) == 0) {
      return problems_.add(
          value.position(), path,
          "expected " + expected_kinds(rule.kinds) + ", got " + std::string(kind_name(value)));
    }
    if (const auto* words = value.as_text()) text(value, *words, rule, path);
    if (const auto number = numeric(value)) bounds(value, *number, rule, path);
    if (const auto* items = value.as_list()) list(*items, rule, path);
    if (const auto* entries = value.as_map()) map(value, *entries, rule, path);
  }

 private:
  void text(const Value& value, const std::string& text, const Rule& rule, const Path& path) {
    if (!rule.one_of.empty() &&
        std::find(rule.one_of.begin(), rule.one_of.end(), text) == rule.one_of.end()) {
      problems_.add(value.position(), path,
                    "expected one of " + core::join(rule.one_of, ", ") + "; got `" + text + "`");
    }
    if (!rule.pattern.fits(text)) {
      problems_.add(value.position(), path,
                    "expected " + rule.expectation + "; got `" + text + "`");
    }
  }

  void bounds(const Value& value, double number, const Rule& rule, const Path& path) {
    // Where words are as welcome as numbers, it is one: environment, labels.
    const bool as_text = (rule.kinds & (Kinds::boolean | Kinds::null)) != 0;
    if (!std::isfinite(number) && !as_text)
      return problems_.add(value.position(), path,
                           "expected a finite number, got `" + go_float(number) + "`");
    if (rule.at_least && number < *rule.at_least)
      problems_.add(value.position(), path, "must be at least " + go_json_number(*rule.at_least));
    if (rule.at_most && number > *rule.at_most)
      problems_.add(value.position(), path, "must be at most " + go_json_number(*rule.at_most));
  }

  void list(const Value::List& items, const Rule& rule, const Path& path) {
    std::set<Value> seen;
    for (std::size_t i = 0; i < items.size(); ++i) {
      value(items[i], *rule.item, path.item(i));
      if (rule.unique && !seen.insert(items[i]).second)
        problems_.add(items[i].position(), path.item(i),
                      "`" + go_text(items[i]) + "` is there twice");
    }
  }

  void map(const Value& value, const Value::Map& entries, const Rule& rule, const Path& path) {
    for (const auto& [key, entry] : entries) {
      const auto at = path.key(key);
      const auto named = rule.keys.find(key);
      if (named != rule.keys.end()) {
        this->value(entry, named->second, at);
      } else if (rule.entry != nullptr && name_fits(key, rule)) {
        this->value(entry, *rule.entry, at);
      } else if (!rule.open && !(rule.extensions && key.starts_with("x-"))) {
        problems_.add(entry.position(), at, unknown(key, rule));
      }
    }
    for (const auto& key : rule.required) {
      if (entries.count(key) == 0)
        problems_.add(value.position(), path, "`" + key + "` is required here");
    }
  }

  static bool name_fits(const std::string& name, const Rule& rule) {
    return !name.empty() && rule.entry_names.fits(name);
  }

  static std::string unknown(const std::string& key, const Rule& rule) {
    if (rule.entry != nullptr) return "not a possible name: `" + key + "`";
    std::vector<std::string> names;
    for (const auto& [name, unused] : rule.keys) names.push_back(name);
    const auto near = core::nearest(key, names);
    return "unknown key `" + key + "`" + (near.empty() ? "" : "; did you mean `" + near + "`?");
  }

  Problems& problems_;
};

}  // namespace

void validate(const Value& root, Problems& problems) {
  Check(problems).value(root, file_rule(), {});
}

}  // namespace compose
