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

core::Status check_address(const std::string& address, bool anywhere, Known& known) {
  const auto endpoint = api::parse_endpoint(address, anywhere);
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

void read_listen(YamlMap& map, bool anywhere, Known& known, std::vector<std::string>& into) {
  auto addresses = map.texts("listen", [&](const std::string& address) {
    return check_address(address, anywhere, known);
  });
  take(into, std::move(addresses));
}

void read_auth(YamlMap& map, api::Auth& auth) {
  if (const auto name = map.choice("auth", {"token", "none"}))
    auth = *name == "none" ? api::Auth::none : api::Auth::token;
}

// One that is wrong is a mistake by now.
Known known_of(const std::vector<std::string>& addresses) {
  constexpr bool anywhere = true;
  Known known;
  for (const auto& address : addresses) (void)check_address(address, anywhere, known);
  return known;
}

}  // namespace

void read_api(YamlMap& map, ApiConfig& api) {
  bool tls = false;  // was asked for, even where something is wrong with it
  map.section("tls", [&](YamlMap& below) {
    tls = written(below, "certificate") || written(below, "key");
    read_tls(below, api.tls);
  });
  Known known;
  read_listen(map, tls, known, api.listen);
  take(api.group, map.text("group"));
  read_path(map, "token_file", api.token_file);
  known = known_of(api.listen);  // also where it is the default
  map.section("metrics", [&](YamlMap& below) {
    read_auth(below, api.metrics.auth);
    read_listen(below, tls || api.metrics.auth == api::Auth::none, known, api.metrics.listen);
  });
}

}  // namespace agent
