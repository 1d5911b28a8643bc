#include "docker/registry_login.hpp"

#include "core/environment.hpp"
#include "core/io/atomic_file.hpp"
#include "core/io/subprocess.hpp"
#include "core/places.hpp"
#include "core/text.hpp"
#include "docker/registry_auth.hpp"

#include <unistd.h>

namespace docker {
namespace {

constexpr std::size_t config_bytes_max = 1024 * 1024;
constexpr std::size_t answer_bytes_max = 64 * 1024;
constexpr core::Milliseconds answer_limit{10'000};

std::string home() { return core::home_of(::geteuid(), core::process_environment()); }

std::string config_path() {
  const auto folder = core::process_environment()("DOCKER_CONFIG").value_or("");
  return (folder.empty() ? home() + "/.docker" : folder) + "/config.json";
}

core::Program program_of(const LoginSource& source, const std::function<bool()>& give_up) {
  core::Program program;
  program.argv = {source.program, "get"};
  program.environment = {{"HOME", home()}};
  program.limit = answer_limit;
  program.output_bytes_max = answer_bytes_max;
  program.input = source.server;
  program.give_up = give_up;
  return program;
}

std::string trouble_of(const LoginSource& source, const core::Error& error) {
  const auto& name = source.program;
  switch (error.code) {
    case core::Errc::not_found:
      return name + ", which config.json of Docker names, is not in the agent's PATH";
    case core::Errc::denied: return name + " may not be run";
    case core::Errc::timeout:
      return name + " did not answer within 10 s; does it wait for a person or a locked keychain?";
    default: return error.what;
  }
}

// How the programs say that they know nothing of a registry, which is no failure.
bool knows_nothing(const core::Finished& finished) {
  return core::contains(finished.out.text, "credentials not found");
}

// nullopt without trouble: the program knows nothing of the registry.
std::optional<RegistryLogin> ask_program(const LoginSource& source,
                                         const std::function<bool()>& give_up,
                                         std::string& trouble) {
  const auto finished = core::run_program(program_of(source, give_up));
  if (!finished) {
    trouble = trouble_of(source, finished.error());
    return std::nullopt;
  }
  if (finished->exit_code != 0) {
    if (!knows_nothing(*finished))
      trouble = source.program + " failed with exit code " + std::to_string(finished->exit_code) +
                "; to see why, as the agent's user: echo " + source.server + " | " +
                source.program + " get";
    return std::nullopt;
  }
  auto login = login_from_program(finished->out.text);
  if (!login) {
    trouble = source.program + " printed no login";
    return std::nullopt;
  }
  login->server = source.server;
  return std::move(*login);
}

}  // namespace

LookedUpLogin look_up_login(const std::string& registry, const std::function<bool()>& give_up) {
  LookedUpLogin found;
  const auto text = core::read_file(config_path(), config_bytes_max);
  if (!text) {
    if (text.error().code != core::Errc::not_found) found.trouble = text.error().what;
    return found;
  }
  const auto source = find_login(*text, registry);
  if (!source) {
    found.trouble = source.error().what;
    return found;
  }
  auto login = source->login;
  if (!source->program.empty()) {
    auto told = ask_program(*source, give_up, found.trouble);
    if (told) login = std::move(told);
  }
  if (login) found.header = registry_auth_header(*login);
  return found;
}

}  // namespace docker
