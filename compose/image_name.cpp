#include "compose/image_name.hpp"

#include "core/text.hpp"

#include <algorithm>

namespace compose {
namespace {

constexpr std::size_t name_length_max = 255, tag_length_max = 128;
constexpr std::size_t id_digits = 64, digest_digits_min = 32;

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_lower(c) || is_upper(c); }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }
bool is_word(char c) { return is_letter(c) || is_digit(c) || c == '_'; }

template <class Is> bool all_are(std::string_view text, Is is) {
  return std::all_of(text.begin(), text.end(), is);
}

std::string quoted(std::string_view text) { return "`" + std::string(text) + "`"; }

// One or two dots make no path: between letters and digits stand one dot, one or two underscores,
// or dashes.
bool is_separator(std::string_view text) {
  return text == "." || text == "_" || text == "__" ||
         all_are(text, [](char c) { return c == '-'; });
}

std::string path_mistake(std::string_view part) {
  if (part.empty()) return "a part between slashes is empty";
  if (std::any_of(part.begin(), part.end(), is_upper)) return quoted(part) + " must be lower case";
  const auto plain = [](char c) { return is_lower(c) || is_digit(c); };
  auto at = part.begin();
  while (at != part.end()) {
    const auto end = std::find_if_not(at, part.end(), plain);
    const auto next = std::find_if(end, part.end(), plain);
    const auto between = part.substr(static_cast<std::size_t>(end - part.begin()),
                                     static_cast<std::size_t>(next - end));
    const bool at_an_end = !between.empty() && (end == part.begin() || next == part.end());
    if (at_an_end || !is_separator(between))
      return quoted(part) + " must be letters and digits, with . _ __ or - between them";
    at = next;
  }
  return "";
}

// As the engine tells a registry from the first part of a path.
bool names_registry(std::string_view first) {
  return first.find_first_of(".:[") != std::string_view::npos || first == "localhost" ||
         std::any_of(first.begin(), first.end(), is_upper);
}

bool is_host(std::string_view host) {
  if (host.starts_with('[') && host.ends_with(']'))
    return all_are(host.substr(1, host.size() - 2),
                   [](char c) { return is_hex(c) || (c >= 'A' && c <= 'F') || c == ':'; });
  const auto labels = core::split(host, '.');
  return std::all_of(labels.begin(), labels.end(), [](const std::string& label) {
    return !label.empty() && label.front() != '-' && label.back() != '-' &&
           all_are(label, [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
  });
}

std::string registry_mistake(std::string_view registry) {
  const auto colon = registry.find(':', registry.starts_with('[') ? registry.find(']') : 0);
  const auto host = registry.substr(0, colon);
  const auto port = colon == std::string_view::npos ? "0" : registry.substr(colon + 1);
  if (!is_host(host)) return quoted(host) + " is no host name of a registry";
  if (port.empty() || !all_are(port, is_digit)) return quoted(port) + " is no port of a registry";
  return "";
}

std::string name_mistake(std::string_view name) {
  if (name.empty()) return "the name before the tag or digest is empty";
  if (name.size() > name_length_max)
    return "the name is longer than " + std::to_string(name_length_max) + " characters";
  const auto slash = name.find('/');
  if (slash != std::string_view::npos && names_registry(name.substr(0, slash))) {
    if (auto mistake = registry_mistake(name.substr(0, slash)); !mistake.empty()) return mistake;
    name.remove_prefix(slash + 1);
  }
  for (const auto& part : core::split(name, '/')) {
    if (auto mistake = path_mistake(part); !mistake.empty()) return mistake;
  }
  return "";
}

std::string tag_mistake(std::string_view tag) {
  const bool right = !tag.empty() && tag.size() <= tag_length_max && is_word(tag.front()) &&
                     all_are(tag, [](char c) { return is_word(c) || c == '.' || c == '-'; });
  return right ? ""
               : "the tag " + quoted(tag) + " must be at most " + std::to_string(tag_length_max) +
                     " letters, digits, _ . -, not beginning with . or -";
}

std::string digest_mistake(std::string_view digest) {
  const auto colon = digest.find(':');
  const auto algorithm = digest.substr(0, colon);
  const auto hex = colon == std::string_view::npos ? "" : digest.substr(colon + 1);
  const bool long_enough =
      algorithm == "sha256" ? hex.size() == id_digits : hex.size() >= digest_digits_min;
  const bool known =
      !algorithm.empty() && is_letter(algorithm.front()) && all_are(algorithm, [](char c) {
        return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '+' || c == '.';
      });
  return known && long_enough && all_are(hex, is_hex)
             ? ""
             : "the digest " + quoted(digest) + " must be sha256: and 64 hexadecimal digits";
}

}  // namespace

std::string image_name_mistake(std::string_view reference) {
  if (reference.size() == id_digits && all_are(reference, is_hex)) return "";
  if (reference.find("://") != std::string_view::npos)
    return "it is an address; leave out what stands before the registry";
  if (reference.find_first_of(" \t\n\r") != std::string_view::npos) return "it holds a blank";
  const auto at = reference.find('@');
  if (at != std::string_view::npos) {
    if (auto mistake = digest_mistake(reference.substr(at + 1)); !mistake.empty()) return mistake;
    reference = reference.substr(0, at);
  }
  const auto slash = reference.rfind('/');
  const auto colon = reference.rfind(':');
  const bool tagged =
      colon != std::string_view::npos && (slash == std::string_view::npos || colon > slash);
  if (tagged) {
    if (auto mistake = tag_mistake(reference.substr(colon + 1)); !mistake.empty()) return mistake;
  }
  return name_mistake(tagged ? reference.substr(0, colon) : reference);
}

}  // namespace compose
