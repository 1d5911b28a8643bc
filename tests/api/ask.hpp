// Asks the dispatcher without a socket.
#pragma once

#include "api/dispatcher.hpp"
#include "fakes/api_backend.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace ask {

inline const api::Peer anna{true, api::Principal{"anna (uid 1000)", api::Scope::deploy, true},
                            "anna (uid 1000)"};
inline const api::Peer network{false, std::nullopt, "127.0.0.1:40312"};

struct Asker {
  boost::asio::io_context io;  // before the world: its pool's thread may still be leaving it
  fakes::ApiWorld world;
  api::Tokens tokens{{{"bootstrap", core::Secret("0123456789abcdef"), api::Scope::deploy},
                      {"watch", core::Secret("fedcba9876543210"), api::Scope::read},
                      {"night", core::Secret("aaaaaaaaaaaaaaaa"), api::Scope::operate}}};
  api::Dispatcher dispatcher{world.backend, tokens};
  api::Peer peer = anna;
  std::vector<std::pair<std::string, std::string>> headers;

  Asker();

  api::Response operator()(const std::string& method, const std::string& target,
                           const std::string& body = "",
                           const std::string& type = "application/json");
};

inline nlohmann::ordered_json json(const api::Response& response) {
  return nlohmann::ordered_json::parse(response.text());
}

inline std::string header(const api::Response& response, const std::string& name) {
  const auto* found = response.headers.find(name);
  return found == nullptr ? "" : *found;
}

}  // namespace ask
