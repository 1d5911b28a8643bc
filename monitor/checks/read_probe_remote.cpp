// http and tcp.
#include "core/text.hpp"
#include "monitor/checks/host_port.hpp"
#include "monitor/checks/json_path.hpp"
#include "monitor/checks/read_probe.hpp"
#include "monitor/checks/read_probe_values.hpp"
#include "monitor/checks/yaml_json_codec.hpp"

#include <algorithm>

namespace monitor {
namespace {

using core::take;
using core::YamlMap;
using core::YamlReading;
using core::YamlValue;

constexpr core::Milliseconds certificate_left_max = std::chrono::hours(24 * 3660);
constexpr std::size_t url_bytes_max = 4096;
constexpr int status_min = 100, status_max = 599;

void refuse_placeholder(YamlMap& map, const std::string& key, const std::string& text,
                        bool of_host) {
  if (!of_host || !core::contains(text, container_placeholder)) return;
  map.refuse(key, "expected no {container} in a check of the host: it belongs to no service");
}

bool has_space_or_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7F;
  });
}

// HOST or HOST:PORT, of a URL or an address; {container} stands for an address.
core::Result<HostPort> place_of(const std::string& text, std::uint16_t port_else) {
  return parse_host_port(core::replace_all(text, container_placeholder, "container"), port_else);
}

bool is_web_address(const std::string& url) {
  const auto scheme = url.starts_with("http://") ? 7 : url.starts_with("https://") ? 8 : 0;
  if (scheme == 0 || has_space_or_control(url) || url.size() > url_bytes_max) return false;
  auto place = url.substr(static_cast<std::size_t>(scheme));
  place.resize(std::min(place.find_first_of("/?#"), place.size()));
  if (const auto at = place.rfind('@'); at != std::string::npos) place.erase(0, at + 1);
  // The colon may be there without a port, says RFC 3986 3.2.3.
  if (place.ends_with(':')) place.pop_back();
  return place_of(place, 80).has_value();
}

// It is never shown: it may hold a password.
std::string read_url(YamlMap& map, bool of_host) {
  auto url = read_required(map, "url");
  refuse_placeholder(map, "url", url, of_host);
  if (!url.empty() && !is_web_address(url))
    map.refuse("url", "expected http://HOST/... or https://HOST/..., found another text");
  return url;
}

bool is_method(const std::string& text) {
  return !text.empty() && text.size() <= 20 &&
         text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ-") == std::string::npos;
}

// RFC 9110 5.6.2: a token.
bool is_header_name(const std::string& name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    const bool alphanumeric =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return alphanumeric || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

void read_headers(YamlMap& map, HttpProbe& probe) {
  probe.headers = read_secret_texts(map, "headers", "a header", is_header_name);
  for (const auto& [name, value] : probe.headers) {
    if (value.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos)
      map.refuse("headers", "expected one line for the header '" + name + "', found several");
  }
}

std::optional<std::pair<int, int>> status_range(const std::string& text) {
  const auto dash = text.find('-');
  const auto first = whole_number(text.substr(0, dash));
  const auto last = dash == std::string::npos ? first : whole_number(text.substr(dash + 1));
  if (!first || !last || *first < status_min || *last > status_max || *first > *last)
    return std::nullopt;
  return std::pair(*first, *last);
}

void read_status(YamlMap& map, HttpProbe& probe) {
  std::vector<std::pair<int, int>> ranges;
  read_one_or_more(map, "status",
                   [&ranges](YamlReading& reading, const YamlValue& item, const std::string& path) {
                     const auto range = item.kind == YamlValue::Kind::scalar
                                            ? status_range(item.text)
                                            : std::nullopt;
                     if (range) return ranges.push_back(*range);
                     refuse_item(reading, item, path, "a status such as 200 or \"200-299\"");
                   });
  if (!ranges.empty()) probe.status = std::move(ranges);
}

void read_json(YamlMap& map, HttpProbe& probe) {
  const bool written = map.has("json");
  map.section("json", [&](YamlMap& json) {
    take(probe.json_path, json.text("path"));
    if (written) json.require("path");
    refuse_empty(json, "path");
    if (!probe.json_path.empty() && !parse_json_path(probe.json_path))
      json.refuse("path", "expected a path such as $.db[0].state, found '" + probe.json_path + "'");
    json.value_or_null("equals", [&](YamlReading&, const YamlValue& value, const std::string&) {
      probe.json_equals = json_of(value);
    });
  });
}

// RFC 9110 9.3.2: its answer never has one.
void refuse_demands_of_no_body(YamlMap& map, const std::string& method) {
  if (method != "HEAD") return;
  for (const char* key : {"contains", "matches", "json"})
    if (map.has(key))
      map.refuse(key, "expected none beside `method: HEAD`: its answer has no body");
}

}  // namespace

ProbeSettings read_http_probe(YamlMap& map, bool of_host) {
  HttpProbe probe;
  probe.url = read_url(map, of_host);
  take(probe.method, map.text("method"));
  if (!is_method(probe.method))
    map.refuse("method", "expected a method such as GET or POST, found '" + probe.method + "'");
  read_headers(map, probe);
  probe.body = read_secret_text(map, "body");
  read_status(map, probe);
  take(probe.contains, map.text("contains"));
  probe.matches = read_pattern(map, "matches");
  read_json(map, probe);
  refuse_demands_of_no_body(map, probe.method);
  take(probe.certificate_left,
       map.duration("certificate", core::Milliseconds(0), certificate_left_max));
  if (probe.certificate_left.count() > 0 && !probe.url.starts_with("https://"))
    map.refuse("certificate", "expected a url that begins with https:// beside it");
  probe.ca_file = read_absolute_path(map, "ca_file");
  take(probe.verify, map.flag("verify"));
  return probe;
}

ProbeSettings read_tcp_probe(YamlMap& map, bool of_host) {
  TcpProbe probe;
  probe.address = read_required(map, "address");
  refuse_placeholder(map, "address", probe.address, of_host);
  if (const auto parsed = place_of(probe.address, 0); !parsed && !probe.address.empty())
    map.refuse("address", "expected HOST:PORT or [ADDRESS]:PORT, found '" + probe.address + "'");
  probe.send = read_secret_text(map, "send");
  take(probe.expect, map.text("expect"));
  return probe;
}

}  // namespace monitor
