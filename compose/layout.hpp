// Layouts: in which order, and in which form, the sections of a project are printed. The order is
// that of compose-go 2.9.1's structs (Docker Compose 2.40): the config-hash is made of this text.
#pragma once

#include <string_view>
#include <vector>

namespace compose {

// How a value is read and printed; what is in brackets is left out.
enum class Form {
  text,  // a string [""]; whole numbers become text
  flag,  // [false]
  flag_if_set,
  integer,  // [0]
  integer_if_set,
  natural,  // [0]; not negative, never from text
  natural_always,
  natural_if_set,
  real32,  // [0]
  bytes,   // a size, printed as text [0]
  bytes_always,
  duration,  // Go's notation [0]
  duration_if_set,
  texts,             // a list, or one text [empty]
  numbers_or_texts,  // the same, numbers become text
  mapping,           // K: V or K=V; no value = "" [empty]
  variables,         // the same; no value = null
  multi_options,     // K: [V, ...]
  hosts,             // "host=ip", sorted [empty]
  command,           // words, null where absent
  health_test,       // words; a text becomes CMD-SHELL
  section,           // nested, always printed
  section_if_set,
  sections,      // a list of nested ones [empty]
  section_map,   // name: nested or null [empty]
  dependencies,  // the same, names may begin with x-
  file_mode,     // octal, printed as "0440"
  ulimits,
  ssh,           // names of keys [empty]
  device_count,  // a number or "all" = -1 [0]
  text_always,
};

struct Field;
using Layout = std::vector<Field>;

struct Field {
  std::string_view key;
  Form form;
  const Layout& (*nested)() = nullptr;
  std::string_view printed;  // where it differs from the key
};

const Layout& service_layout();
const Layout& network_layout();
const Layout& volume_layout();
const Layout& secret_layout();
const Layout& config_layout();

namespace layouts {  // parts that several sections share
const Layout& build();
const Layout& deploy();
const Layout& device_request();
const Layout& file_mount();
}  // namespace layouts

}  // namespace compose
