// From the head of a request to its answer: who asks, which route, may they, and what came of it.
#pragma once

#include "api/auth.hpp"
#include "api/backend.hpp"
#include "api/config.hpp"
#include "api/router.hpp"

#include <optional>
#include <set>
#include <string>

namespace api {

// The other end of a connection, known since it was accepted.
struct Peer {
  bool local = false;                  // the Unix socket
  std::optional<Principal> principal;  // local: by its credentials; nullopt where not trusted
  std::string name;                    // for events: "anna (uid 1000)", "127.0.0.1:40312"
};

struct Head {
  std::string method, target;
  Headers headers;
};

// Let in, the body not yet read.
struct Admitted {
  const Route* route = nullptr;
  Request request;
};

// I/O thread only. Knows nothing of sockets.
class Dispatcher {
 public:
  // All must outlive it. Auth::none: everybody may do what Scope::read may.
  Dispatcher(Backend& backend, const Tokens& tokens,
             const std::vector<Route>& table = route_table(), Auth auth = Auth::token);

  // Decides by the head alone, so that nobody unknown can make us hold a body.
  Expected<Admitted> admit(Head head, const Peer& peer);
  // Always an answer; throws only where the task is cancelled.
  awaitable<Response> answer(Admitted admitted);

 private:
  Expected<Principal> authenticate(const Headers& headers, const Peer& peer);
  void denied(const Peer& peer, const std::string& reason);
  awaitable<Response> once(const Route& route, const Request& request);
  awaitable<Response> checked(const Route& route, const Request& request);

  Backend& backend_;
  const Tokens& tokens_;
  const std::vector<Route>& table_;
  Auth auth_;
  Router router_;
  Denials denials_;
  std::set<std::string> in_flight_;  // keys of the POSTs being answered
};

}  // namespace api
