#include "agent/config_read.hpp"
#include "api/endpoint.hpp"
#include "api/tls_files.hpp"

#include <algorithm>
#include <utility>

namespace agent {
namespace {

using core::take;
using core::YamlMap;

bool written(const YamlMap& map, const std::string& key) {
  return map.has(key) && !map.is(key, "");
}

bool read_tls_path(YamlMap& map, const std::string& key, std::filesystem::path& into) {
  std::string path = into.string();
  const bool usable = read_path(map, key, path);
  into = path;
  return usable;
}

void read_tls(YamlMap& map, api::Tls& tls) {
  const bool certificate = read_tls_path(map, "certificate", tls.certificate);
  const bool key = read_tls_path(map, "key", tls.key);
  const bool client_ca = read_tls_path(map, "client_ca", tls.client_ca);
  if (!certificate || !key || !client_ca) return;
  for (const auto& mistake : api::tls_mistakes(tls)) map.refuse(mistake.key, mistake.why);
}

using Known = std::vector<std::pair<api::Endpoint, std::string>>;

core::Status check_address(const std::string& address, bool tls, Known& known) {
  const auto endpoint = api::parse_endpoint(address, tls);
  if (!endpoint) return endpoint.error();
  const auto taken = std::find_if(known.begin(), known.end(), [&](const auto& other) {
    return api::overlap(other.first, *endpoint);
  });
  if (taken != known.end())
    return core::invalid("expected an address that is not listened on yet, found '" + address +
                         "' after '" + taken->second + "'");
  known.emplace_back(*endpoint, address);
  return {};
}

// `tls`: was asked for, even where something is wrong with it.
void read_listen(YamlMap& map, bool tls, std::vector<std::string>& into) {
  Known known;
  auto addresses = map.texts(
      "listen", [&](const std::string& address) { return check_address(address, tls, known); });
  take(into, std::move(addresses));
}

}  // namespace

void read_api(YamlMap& map, ApiConfig& api) {
  bool tls = false;
  map.section("tls", [&](YamlMap& below) {
    tls = written(below, "certificate") || written(below, "key");
    read_tls(below, api.tls);
  });
  read_listen(map, tls, api.listen);
  take(api.group, map.text("group"));
  read_path(map, "token_file", api.token_file);
  map.not_yet("metrics");
}

}  // namespace agent
