// Credentials for registries, as the Docker command line keeps them (ENGINE.md 6): config.json and
// credential programs. Pure; running the program is the caller's.
#pragma once

#include "core/result.hpp"
#include "core/secret.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace docker {

struct RegistryLogin {
  std::string server;  // key in config.json: the host, or Docker Hub's address
  std::string username;
  core::Secret secret;  // password, or identity token where `username` is "<token>"
};

// Where config.json has the login of a registry, in its order: credHelpers, credsStore, auths.
struct LoginSource {
  std::string program;  // "docker-credential-<name>", to be asked first for `server`; "" otherwise
  std::string server;
  std::optional<RegistryLogin> login;  // written in the file itself
};

// "docker.io" -> Docker Hub's key; other registries are bare names.
std::string server_key(std::string_view registry);

// Empty source where the file says nothing of the registry: anonymous. Errors: corrupt.
core::Result<LoginSource> find_login(std::string_view config_json, std::string_view registry);

// What a credential program printed. Errors: corrupt, denied.
core::Result<RegistryLogin> login_from_program(std::string_view output);

// The value of X-Registry-Auth.
core::Secret registry_auth_header(const RegistryLogin& login);

}  // namespace docker
