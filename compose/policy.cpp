#include "compose/policy.hpp"

#include "compose/cast.hpp"
#include "compose/encode.hpp"
#include "compose/go_text.hpp"
#include "compose/typed_yaml.hpp"
#include "core/text.hpp"
#include "core/time_text.hpp"
#include "model/remedy.hpp"

#include <algorithm>

namespace compose {
namespace {

using model::PolicyLayer;
using Texts = std::vector<std::string>;

core::Error expected(const Texts& words, const std::string& got) {
  const auto near = core::nearest(got, words);
  return core::invalid("expected one of " + core::join(words, ", ") + "; got `" + got + "`" +
                       (near.empty() ? "" : ", did you mean `" + near + "`?"));
}

// A list, or one text with commas, as labels have it.
core::Result<Texts> texts_of(const Value& value) {
  Texts out;
  if (const auto* list = value.as_list()) {
    for (const auto& item : *list) {
      if (item.as_text() == nullptr)
        return core::invalid("expected a list of strings, got " + std::string(kind_name(item)));
      out.push_back(*item.as_text());
    }
    return out;
  }
  if (value.as_text() == nullptr)
    return core::invalid("expected a list of strings, got " + std::string(kind_name(value)));
  for (const auto& part : core::split(*value.as_text(), ',')) {
    if (const auto word = core::trim(part); !word.empty()) out.emplace_back(word);
  }
  return out;
}

core::Result<bool> flag_of(const Value& value) {
  if (const auto* flag = value.as_flag()) return *flag;
  if (value.as_text() != nullptr) return to_boolean(*value.as_text());
  return core::invalid("expected true or false, got " + std::string(kind_name(value)));
}

template <class Word>
core::Status read_word(const Value& value, std::optional<Word> (*from)(std::string_view),
                       const Texts& words, std::optional<Word>& into) {
  into = from(go_text(value));
  if (into) return {};
  return expected(words, go_text(value));
}

core::Status read_duration(const Value& value, std::optional<core::Milliseconds>& into) {
  const auto parsed = core::parse_duration(go_text(value));
  if (!parsed)
    return core::invalid("expected a duration such as 90s or 5m, got `" + go_text(value) + "`");
  into = *parsed;
  return {};
}

core::Status read_allow(const Value& value, PolicyLayer& layer) {
  auto names = texts_of(value);
  if (!names) return names.error();
  const auto& known = model::remedy_names();
  for (const auto& name : *names) {
    if (std::find(known.begin(), known.end(), name) == known.end()) return expected(known, name);
  }
  layer.allow = std::move(*names);
  return {};
}

core::Status read_depends_on(const Value& value, PolicyLayer& layer) {
  const auto names = texts_of(value);
  if (!names) return names.error();
  std::vector<model::ForeignDependency> all;
  for (const auto& name : *names) {
    auto one = model::foreign_dependency_from(name);
    if (!one)
      return core::invalid(
          "expected deployment/service[:started|healthy|completed], such as postgres/db:healthy; "
          "got `" +
          name + "`");
    all.push_back(std::move(*one));
  }
  layer.depends_on = std::move(all);
  return {};
}

core::Status read_notes(const Value& value, PolicyLayer& layer) {
  if (value.as_text() == nullptr)
    return core::invalid("expected a string, got " + std::string(kind_name(value)));
  layer.notes = *value.as_text();
  return {};
}

core::Status read_rollback(const Value& value, PolicyLayer& layer) {
  const auto flag = flag_of(value);
  if (!flag) return flag.error();
  layer.rollback = *flag;
  return {};
}

// Kept for the parts that know them; as a label the text is YAML.
core::Status read_later(const std::string& key, const Value& value, PolicyLayer& layer) {
  const auto* text = value.as_text();
  if (text == nullptr) {
    layer.later[key] = encode_any(value);
    return {};
  }
  Problems problems;
  const auto documents = parse_yaml(*text, "the value", problems);
  if (!problems.empty()) return problems.error();
  layer.later[key] = documents.empty() ? "null" : encode_any(documents.front().root);
  return {};
}

const Texts& policy_keys() {
  static const Texts keys = {"criticality", "heal",     "allow",    "kind",
                             "depends_on",  "spikes",   "checks",   "grace",
                             "kill_means",  "rollback", "deadline", "notes"};
  return keys;
}

core::Status read_key(const std::string& key, const Value& value, PolicyLayer& layer) {
  if (key == "criticality")
    return read_word(value, model::criticality_from, {"critical", "standard", "optional"},
                     layer.criticality);
  if (key == "heal")
    return read_word(value, model::heal_mode_from, {"auto", "suggest", "off"}, layer.heal);
  if (key == "kind")
    return read_word(value, model::service_kind_from, {"service", "job"}, layer.kind);
  if (key == "kill_means")
    return read_word(value, model::kill_means_from, {"drift", "stop"}, layer.kill_means);
  if (key == "allow") return read_allow(value, layer);
  if (key == "depends_on") return read_depends_on(value, layer);
  if (key == "grace") return read_duration(value, layer.grace);
  if (key == "deadline") return read_duration(value, layer.deadline);
  if (key == "rollback") return read_rollback(value, layer);
  if (key == "notes") return read_notes(value, layer);
  if (key == "spikes" || key == "checks") return read_later(key, value, layer);
  const auto near = core::nearest(key, policy_keys());
  return core::invalid("unknown key `" + key + "`" +
                       (near.empty() ? "; known are " + core::join(policy_keys(), ", ")
                                     : "; did you mean `" + near + "`?"));
}

core::Status read_autoheal(const Value& value, PolicyLayer& layer) {
  const auto on = flag_of(value);
  if (!on) return on.error();
  layer.heal = *on ? model::HealMode::automatic : model::HealMode::off;
  return {};
}

core::Status read_stop_timeout(const Value& value, PolicyLayer& layer) {
  const auto seconds = to_integer(go_text(value));
  if (!seconds || *seconds < 0)
    return core::invalid("expected a number of seconds, got `" + go_text(value) + "`");
  layer.stop_timeout = core::Milliseconds(*seconds * 1000);
  return {};
}

struct Label {
  std::string name;
  Value value;
};

std::vector<Label> labels_of(const Value* labels) {
  std::vector<Label> out;
  if (labels == nullptr) return out;
  if (const auto* map = labels->as_map()) {
    for (const auto& [name, value] : *map) out.push_back({name, value});
  } else if (const auto* list = labels->as_list()) {
    for (const auto& item : *list) {
      const auto text = go_text(item);
      const auto equals = text.find('=');
      out.push_back({text.substr(0, equals),
                     Value::text(equals == std::string::npos ? "" : text.substr(equals + 1),
                                 item.position())});
    }
  }
  return out;
}

core::Status read_label(const Label& label, PolicyLayer& layer) {
  static constexpr std::string_view prefix = "evenkeel.";
  if (label.name.starts_with(prefix))
    return read_key(label.name.substr(prefix.size()), label.value, layer);
  if (label.name == "autoheal.stop.timeout") return read_stop_timeout(label.value, layer);
  return {};
}

}  // namespace

PolicyLayer policy_of_section(const Value* value, const Path& path, Problems& problems) {
  PolicyLayer layer;
  if (value == nullptr || value->is_null()) return layer;
  if (value->as_map() == nullptr) {
    problems.add(value->position(), path,
                 "expected a mapping, got " + std::string(kind_name(*value)));
    return layer;
  }
  for (const auto& [key, entry] : *value->as_map()) {
    if (auto done = read_key(key, entry, layer); !done)
      problems.add(entry.position(), path.key(key), done.error().what);
  }
  return layer;
}

PolicyLayer policy_of_labels(const Value* labels, const Path& path, Problems& problems) {
  PolicyLayer layer;
  const auto all = labels_of(labels);
  const auto report = [&](const Label& label, const core::Status& done) {
    if (!done) problems.add(label.value.position(), path.key(label.name), done.error().what);
  };
  for (const auto& label : all) {
    if (label.name == "autoheal") report(label, read_autoheal(label.value, layer));
  }
  for (const auto& label : all) report(label, read_label(label, layer));
  return layer;
}

}  // namespace compose
