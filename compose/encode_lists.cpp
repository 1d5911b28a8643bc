#include "compose/encode_lists.hpp"

#include "compose/go_text.hpp"
#include "compose/short_units.hpp"
#include "core/check.hpp"
#include "core/text.hpp"

#include <algorithm>

namespace compose {
namespace {

using Json = core::Result<std::optional<std::string>>;
using Strings = std::vector<std::string>;
using Variables = std::map<std::string, std::optional<std::string>>;

const std::optional<std::string> left_out;

std::string json_list(const Strings& items) {
  Strings quoted;
  for (const auto& item : items) quoted.push_back(go_json_string(item));
  return "[" + core::join(quoted, ",") + "]";
}

core::Error unexpected(std::string_view wanted, const Value& value) {
  return core::invalid("expected " + std::string(wanted) + ", got " +
                       std::string(kind_name(value)));
}

core::Result<Strings> strings_of(const Value& value, bool any_number) {
  if (value.as_text() != nullptr) return Strings{*value.as_text()};
  if (value.as_list() == nullptr) return unexpected("a list", value);
  Strings out;
  for (const auto& item : *value.as_list()) {
    const bool fits = item.as_text() != nullptr || item.as_integer() != nullptr ||
                      (any_number && item.as_real() != nullptr);
    if (!fits) return unexpected("a list of strings, one item is", item);
    out.push_back(go_text(item));
  }
  return out;
}

Json texts(const Value& value, bool any_number) {
  const auto items = strings_of(value, any_number);
  if (!items) return items.error();
  if (items->empty()) return left_out;
  return json_list(*items);
}

// The reference takes x- keys out of every mapping and leaves them behind as one entry.
Variables with_extensions_folded(const Value::Map& map) {
  Variables out;
  Value::Map extensions;
  for (const auto& [key, entry] : map) {
    if (key.starts_with("x-")) {
      extensions.emplace(key, entry);
    } else {
      out.emplace(key, entry.is_null() ? std::optional<std::string>() : go_text(entry));
    }
  }
  if (!extensions.empty()) out.emplace("#extensions", go_text(Value::map(extensions, {})));
  return out;
}

core::Result<Variables> variables_of(const Value& value) {
  if (const auto* map = value.as_map()) return with_extensions_folded(*map);
  if (value.as_list() == nullptr) return unexpected("a list or a mapping", value);
  Variables out;
  for (const auto& item : *value.as_list()) {
    const auto text = go_text(item);
    const auto equals = text.find('=');
    out.insert_or_assign(text.substr(0, equals), equals == std::string::npos
                                                     ? std::optional<std::string>()
                                                     : text.substr(equals + 1));
  }
  return out;
}

Json mapping(const Value& value, bool null_values) {
  const auto variables = variables_of(value);
  if (!variables) return variables.error();
  if (variables->empty()) return left_out;
  Strings members;
  for (const auto& [key, text] : *variables) {
    const bool trailing_space =
        !key.empty() && std::string_view(" \t\n\v\f\r").find(key.back()) != std::string_view::npos;
    if (null_values && trailing_space && value.as_list() != nullptr) {
      return core::invalid("environment variable `" + key + "` is declared with a trailing space");
    }
    const bool null = !text && null_values;
    members.push_back(go_json_string(key) + ":" +
                      (null ? "null" : go_json_string(text.value_or(""))));
  }
  return "{" + core::join(members, ",") + "}";
}

Json multi_options(const Value& value) {
  const auto* map = value.as_map();
  if (map == nullptr) return unexpected("a mapping", value);
  if (map->empty()) return left_out;
  Strings members;
  for (const auto& [key, entry] : *map) {
    Strings items;
    if (entry.as_list() == nullptr)
      items.push_back(go_text(entry));
    else
      for (const auto& item : *entry.as_list()) items.push_back(go_text(item));
    members.push_back(go_json_string(key) + ":" + json_list(items));
  }
  return "{" + core::join(members, ",") + "}";
}

std::string without_brackets(const std::string& ip) {
  return ip.size() > 2 && ip.front() == '[' && ip.back() == ']' ? ip.substr(1, ip.size() - 2) : ip;
}

core::Status add_host(const std::string& host, const Strings& addresses, Strings& out) {
  if (host.empty() || host.find_first_of(":=") != std::string::npos)
    return core::invalid("bad host name `" + host + "`");
  for (const auto& address : addresses) out.push_back(host + "=" + without_brackets(address));
  return {};
}

core::Status add_host_text(const std::string& text, Strings& out) {
  const auto separator = text.find('=') != std::string::npos ? text.find('=') : text.find(':');
  if (separator == std::string::npos)
    return core::invalid("additional host without an IP address: `" + text + "`");
  return add_host(text.substr(0, separator), core::split(text.substr(separator + 1), ','), out);
}

Json hosts(const Value& value) {
  Strings out;
  core::Status done;
  if (const auto* list = value.as_list()) {
    for (const auto& item : *list) {
      if (done) done = add_host_text(go_text(item), out);
    }
  } else if (const auto* map = value.as_map()) {
    for (const auto& [host, entry] : *map) {
      const auto addresses =
          entry.is_null() ? core::Result<Strings>(Strings{""}) : strings_of(entry, true);
      if (!addresses) return addresses.error();
      if (done) done = add_host(host, *addresses, out);
    }
  } else {
    return unexpected("a list or a mapping", value);
  }
  if (!done) return done.error();
  if (out.empty()) return left_out;
  std::sort(out.begin(), out.end());
  return json_list(out);
}

Json command(const Value& value) {
  const auto words =
      value.as_text() != nullptr ? shell_words(*value.as_text()) : strings_of(value, false);
  if (!words) return words.error();
  return json_list(*words);
}

Json health_test(const Value& value) {
  if (const auto* text = value.as_text()) return json_list({"CMD-SHELL", *text});
  return texts(value, false);
}

core::Result<std::string> ulimit(const Value& value) {
  if (const auto* single = value.as_integer()) return *single == 0 ? "{}" : std::to_string(*single);
  if (value.as_map() == nullptr) return unexpected("a whole number or a mapping", value);
  Strings members;
  for (const auto* key : {"soft", "hard"}) {
    const auto* entry = value.find(key);
    if (entry == nullptr) continue;
    if (entry->as_integer() == nullptr) return unexpected("a whole number", *entry);
    if (*entry->as_integer() != 0)
      members.push_back("\"" + std::string(key) + "\":" + std::to_string(*entry->as_integer()));
  }
  return "{" + core::join(members, ",") + "}";
}

Json ssh_keys(const Value& value) {
  const auto keys = variables_of(value);
  if (!keys) return keys.error();
  if (keys->empty()) return left_out;
  Strings items;
  for (const auto& [id, path] : *keys) {
    // The reference cannot print one either.
    if (!path.value_or("").empty())
      return core::invalid(
          "a key with a path cannot be part of the canonical project; use the agent (`default`)");
    items.push_back(id);
  }
  return json_list(items);
}

Json ulimits(const Value& value) {
  const auto* map = value.as_map();
  if (map == nullptr) return unexpected("a mapping", value);
  if (map->empty()) return left_out;
  Strings members;
  for (const auto& [key, entry] : *map) {
    const auto limit = ulimit(entry);
    if (!limit) return limit.error().with(key);
    members.push_back(go_json_string(key) + ":" + *limit);
  }
  return "{" + core::join(members, ",") + "}";
}

}  // namespace

Json encode_list(const Value& value, Form form) {
  switch (form) {
    case Form::texts: return texts(value, false);
    case Form::numbers_or_texts: return texts(value, true);
    case Form::mapping: return mapping(value, false);
    case Form::variables: return mapping(value, true);
    case Form::multi_options: return multi_options(value);
    case Form::hosts: return hosts(value);
    case Form::command: return command(value);
    case Form::health_test: return health_test(value);
    case Form::ulimits: return ulimits(value);
    case Form::ssh: return ssh_keys(value);
    default: break;
  }
  CHECK(false);
  return left_out;
}

}  // namespace compose
