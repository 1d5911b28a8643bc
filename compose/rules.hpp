// Words for the tables of rules.
#pragma once

#include "compose/rule.hpp"

namespace compose::rules {

inline Rule of(unsigned kinds) {
  Rule rule;
  rule.kinds = kinds;
  return rule;
}
inline Rule text() { return of(Kinds::text); }
inline Rule boolean() { return of(Kinds::boolean | Kinds::text); }
inline Rule integer() { return of(Kinds::integer | Kinds::text); }
inline Rule number() { return of(Kinds::number | Kinds::text); }
inline Rule anything() { return of(Kinds::any); }
inline Rule null_or(Rule rule) {
  rule.kinds |= Kinds::null;
  return rule;
}
inline Rule text_or(Rule rule) {
  rule.kinds |= Kinds::text;
  return rule;
}
inline Rule one_of(std::vector<std::string> words) {
  Rule rule = text();
  rule.one_of = std::move(words);
  return rule;
}
inline Rule list(Rule item) {
  Rule rule = of(Kinds::list);
  rule.item = std::make_shared<Rule>(std::move(item));
  return rule;
}
inline Rule unique(Rule rule) {
  rule.unique = true;
  return rule;
}
inline Rule texts() { return list(text()); }
inline Rule unique_texts() { return unique(texts()); }
inline Rule text_or_texts() { return text_or(unique_texts()); }
inline Rule section(std::map<std::string, Rule> keys) {
  Rule rule = of(Kinds::map);
  rule.keys = std::move(keys);
  rule.extensions = true;
  return rule;
}
inline Rule required(std::vector<std::string> names, Rule rule) {
  rule.required = std::move(names);
  return rule;
}
inline Rule map_of(Rule entry) {
  Rule rule = of(Kinds::map);
  rule.entry = std::make_shared<Rule>(std::move(entry));
  return rule;
}
// Names of services, networks and the like.
inline Rule named(Rule entry) {
  Rule rule = map_of(std::move(entry));
  rule.entry_names = "^[a-zA-Z0-9._-]+$";
  return rule;
}
inline Rule either(Rule list, const Rule& map) {
  list.kinds |= map.kinds;
  list.keys = map.keys;
  list.entry = map.entry;
  list.entry_names = map.entry_names;
  list.required = map.required;
  list.extensions = map.extensions;
  list.open = map.open;
  return list;
}
inline Rule list_or_map() {
  return either(unique_texts(),
                map_of(of(Kinds::text | Kinds::number | Kinds::boolean | Kinds::null)));
}
inline Rule command() { return null_or(text_or(texts())); }
inline Rule options() { return map_of(of(Kinds::text | Kinds::number)); }

// A section each, in schema_*.cpp.
Rule service();
Rule deploy();
Rule build();
Rule hook();
Rule extra_hosts();
Rule ulimits();
Rule file_mounts();
Rule device_requests();
Rule network();
Rule volume();
Rule secret();
Rule config();
Rule model();
Rule include();

}  // namespace compose::rules
