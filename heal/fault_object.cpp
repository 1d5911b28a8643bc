#include "heal/fault_object.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

namespace heal {
namespace {

constexpr std::size_t plain_text_max = 120;
constexpr std::size_t id_digits_min = 12;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }

// What stands behind the mark, "" where it is not there.
std::string_view behind(std::string_view text, std::string_view mark) {
  const auto at = text.find(mark);
  return at == std::string_view::npos ? std::string_view() : text.substr(at + mark.size());
}

std::string_view word_of(std::string_view text) {
  auto word = text.substr(0, text.find_first_of(" \t\n,;"));
  while (!word.empty() && (word.back() == ':' || word.back() == '.')) word.remove_suffix(1);
  return word;
}

std::string_view quoted(std::string_view text, char quote) {
  const auto begin = text.find(quote);
  if (begin == std::string_view::npos) return {};
  const auto rest = text.substr(begin + 1);
  return rest.substr(0, rest.find(quote));
}

std::string_view image_of(const FaultSaid& said) {
  if (!said.image.empty()) return said.image;
  const auto missing = word_of(behind(said.text, "No such image: "));
  if (!missing.empty()) return missing;
  const auto pulled = word_of(behind(said.text, "pulling "));
  return pulled.empty() ? word_of(behind(said.text, "its image ")) : pulled;
}

// As Docker reads a reference: the first part is a host where it has a dot or a port.
std::string registry_of(const FaultSaid& said) {
  const auto image = image_of(said);
  const auto slash = image.find('/');
  const auto first = image.substr(0, slash);
  const bool is_host =
      slash != std::string_view::npos &&
      (first.find_first_of(".:") != std::string_view::npos || first == "localhost");
  return is_host ? std::string(first) : "docker.io";
}

std::string image_text(const FaultSaid& said) { return std::string(image_of(said)); }

// Where the port begins in "0.0.0.0:8080:172.18.0.2:80/tcp", ":::8080", "[::]:8080".
std::size_t colon_before_port(std::string_view address) {
  for (std::size_t at = address.find(':'); at != std::string_view::npos;
       at = address.find(':', at + 1)) {
    std::size_t end = at + 1;
    while (end < address.size() && is_digit(address[end])) ++end;
    if (end > at + 1 && (end == address.size() || address[end] == ':')) return at;
  }
  return std::string_view::npos;
}

std::string_view bound_address(std::string_view text) {
  for (const std::string_view mark :
       {"host port for ", "Bind for ", "listen tcp4 ", "listen tcp6 ", "listen tcp ",
        "listen udp4 ", "listen udp6 ", "listen udp "}) {
    if (const auto rest = behind(text, mark); !rest.empty()) return word_of(rest);
  }
  return {};
}

std::string port_of(const FaultSaid& said) {
  const auto address = bound_address(said.text);
  const auto colon = colon_before_port(address);
  if (colon == std::string_view::npos) return "";
  const auto port = address.substr(colon + 1);
  return std::string(port.substr(0, port.find(':')));
}

std::string address_of(const FaultSaid& said) {
  const auto address = bound_address(said.text);
  return std::string(address.substr(0, colon_before_port(address)));
}

std::string bind_path(const FaultSaid& said) {
  return std::string(word_of(behind(said.text, "path does not exist: ")));
}

// '/var/lib/docker/volumes/music/_data' is the volume `music`.
std::string volume_of(const FaultSaid& said) {
  auto path = quoted(behind(said.text, "mounting volume "), '\'');
  if (path.ends_with("/_data")) path.remove_suffix(6);
  const auto slash = path.rfind('/');
  return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

std::string plugin_of(const FaultSaid& said) {
  return std::string(word_of(behind(said.text, "looking up volume plugin ")));
}

std::string device_of(const FaultSaid& said) {
  return std::string(quoted(behind(said.text, "custom device "), '"'));
}

std::string program_of(const FaultSaid& said) {
  return std::string(quoted(behind(said.text, "exec: "), '"'));
}

std::string network_of(const FaultSaid& said) {
  const auto at = said.text.rfind("network ");
  if (at == std::string_view::npos) return "";
  const auto name = word_of(said.text.substr(at + 8));
  return std::all_of(name.begin(), name.end(), is_hex) && name.size() >= id_digits_min
             ? ""
             : std::string(name);
}

bool names_itself(std::string_view word, const FaultSaid& said) {
  const auto holds = [&](std::string_view name) {
    return !name.empty() && core::contains(word, name);
  };
  const auto bare = word_of(word);
  return bare == said.deployment || bare == said.service || holds(said.object) ||
         holds(std::string(said.deployment) + "-") || holds(std::string(said.deployment) + "_");
}

std::string without_numbers(std::string_view word) {
  std::string plain;
  for (std::size_t at = 0; at < word.size();) {
    std::size_t end = at;
    while (end < word.size() && is_hex(word[end])) ++end;
    if (end - at >= id_digits_min) {
      plain += '#';
      at = end;
    } else if (is_digit(word[at])) {
      while (at < word.size() && is_digit(word[at])) ++at;
      plain += '#';
    } else {
      plain += word[at++];
    }
  }
  return plain;
}

std::string plain_text(const FaultSaid& said) {
  std::vector<std::string> words;
  for (const auto& word : core::split(said.text, ' ')) {
    if (word.empty()) continue;
    words.push_back(names_itself(word, said) ? "…" : without_numbers(word));
  }
  auto text = core::join(words, " ");
  if (text.size() <= plain_text_max) return text;
  auto end = plain_text_max;
  // Between characters: the rest of one begins with the bits 10.
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  text.resize(end);
  return text;
}

std::string nothing(const FaultSaid&) { return ""; }

struct ObjectOfKind {
  std::string_view kind;
  std::string (*object)(const FaultSaid&);
  bool may_be_none = false;  // then the kind alone is the cause
};

constexpr std::array objects{
    ObjectOfKind{"registry_denied", registry_of},
    ObjectOfKind{"registry_rate_limited", registry_of},
    ObjectOfKind{"registry_unreachable", registry_of},
    ObjectOfKind{"image_missing", image_text},
    ObjectOfKind{"manifest_unknown", image_text},
    ObjectOfKind{"wrong_architecture", image_text},
    ObjectOfKind{"port_taken_by_container", port_of},
    ObjectOfKind{"port_taken_by_process", port_of},
    ObjectOfKind{"address_not_available", address_of},
    ObjectOfKind{"bind_source_missing", bind_path},
    ObjectOfKind{"volume_mount_failed", volume_of},
    ObjectOfKind{"volume_plugin_missing", plugin_of},
    ObjectOfKind{"device_missing", device_of},
    ObjectOfKind{"exec_not_found", program_of},
    ObjectOfKind{"exec_denied", program_of},
    ObjectOfKind{"network_missing", network_of},
    ObjectOfKind{"disk_full", nothing, true},
};

}  // namespace

std::string object_of(const FaultSaid& said) {
  const auto found = std::find_if(objects.begin(), objects.end(),
                                  [&](const ObjectOfKind& one) { return one.kind == said.kind; });
  if (found == objects.end()) return plain_text(said);
  auto object = found->object(said);
  return object.empty() && !found->may_be_none ? plain_text(said) : object;
}

}  // namespace heal
