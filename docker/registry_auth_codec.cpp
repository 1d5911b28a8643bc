#include "core/digest.hpp"
#include "core/utf8.hpp"
#include "docker/decode_json.hpp"
#include "docker/json_text.hpp"
#include "docker/registry_auth.hpp"

#include <nlohmann/json.hpp>

namespace docker {
namespace {

using nlohmann::json;

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  if (c == '/' || c == '_') return 63;
  return -1;
}

std::optional<std::string> base64_decoded(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string bytes;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    const int value = base64_value(c);
    if (value < 0) return std::nullopt;
    bits = (bits << 6) | static_cast<unsigned>(value);
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes += static_cast<char>((bits >> count) & 0xff);
    }
  }
  return bytes;
}

// Keys may be written as URLs: "https://registry.example/v1/".
std::string host_of(std::string key) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (key.starts_with(scheme)) key.erase(0, scheme.size());
  }
  return key.substr(0, key.find('/'));
}

core::Result<std::optional<RegistryLogin>> login_of_entry(const std::string& server,
                                                          const json& entry) {
  if (const auto token = text_at(entry, "identitytoken"); !token.empty()) {
    return std::optional(RegistryLogin{server, "<token>", core::Secret(token)});
  }
  const auto auth = text_at(entry, "auth");
  if (auth.empty()) return std::optional<RegistryLogin>();
  const auto decoded = base64_decoded(auth);
  const auto colon = decoded ? decoded->find(':') : std::string::npos;
  if (colon == std::string::npos)
    return core::Error{core::Errc::corrupt,
                       "auths[" + server + "].auth of config.json is no login"};
  if (!core::is_utf8(*decoded))
    return core::Error{core::Errc::corrupt, "auths[" + server +
                                                "].auth of config.json is not in UTF-8, and the "
                                                "engine would not take it; log in again"};
  return std::optional(
      RegistryLogin{server, decoded->substr(0, colon), core::Secret(decoded->substr(colon + 1))});
}

}  // namespace

std::string server_key(std::string_view registry) {
  if (registry == "docker.io" || registry == "index.docker.io")
    return "https://index.docker.io/v1/";
  return std::string(registry);
}

core::Result<LoginSource> find_login(std::string_view config_json, std::string_view registry) {
  const auto config = json::parse(config_json, nullptr, false);
  if (!config.is_object())
    return core::Error{core::Errc::corrupt, "config.json of Docker is not a JSON object"};
  const auto key = server_key(registry);
  LoginSource source;
  source.server = key;
  auto program = text_at(member(config, "credHelpers"), std::string(registry).c_str());
  if (program.empty()) program = text_at(member(config, "credHelpers"), key.c_str());
  if (program.empty()) program = text_at(config, "credsStore");
  if (!program.empty()) source.program = "docker-credential-" + program;
  const auto& auths = member(config, "auths");
  if (!auths.is_object()) return source;
  for (const auto& [name, entry] : auths.items()) {
    if (name != key && host_of(name) != host_of(key)) continue;
    auto login = login_of_entry(name, entry);
    if (!login && !source.program.empty()) return source;
    if (!login) return login.error();
    source.login = std::move(*login);
    return source;
  }
  return source;
}

core::Result<RegistryLogin> login_from_program(std::string_view output) {
  const auto answer = json::parse(output, nullptr, false);
  if (!answer.is_object())
    return core::Error{core::Errc::corrupt, "the credential program printed no JSON object"};
  RegistryLogin login{text_at(answer, "ServerURL"), text_at(answer, "Username"),
                      core::Secret(text_at(answer, "Secret"))};
  if (login.secret.empty())
    return core::Error{core::Errc::denied, "the credential program has no login"};
  return login;
}

core::Secret registry_auth_header(const RegistryLogin& login) {
  json auth;
  if (login.username == "<token>") {
    auth = {{"identitytoken", login.secret.reveal()}, {"serveraddress", login.server}};
  } else {
    auth = {{"username", login.username},
            {"password", login.secret.reveal()},
            {"serveraddress", login.server}};
  }
  return core::Secret(core::base64_url(json_text(auth)));
}

}  // namespace docker
