// The API's sockets and the sessions on them. I/O thread only.
#pragma once

#include "api/auth.hpp"
#include "api/backend.hpp"
#include "api/config.hpp"
#include "api/limits.hpp"
#include "core/result.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>
#include <string>
#include <vector>

namespace api {

class Server {
 public:
  // `backend` must outlive the server.
  Server(boost::asio::any_io_executor executor, Config config, Tokens tokens, Backend& backend,
         Limits limits = {});
  ~Server();  // CHECKs that it was stopped, and that nothing hangs, if it was started
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Listens on every address of the configuration, or on none: invalid for an address or TLS file
  // that cannot be used, conflict where somebody listens already. Blocking for the time of a few
  // look-ups.
  core::Status open();
  // What is listened on, with the ports that the system chose where they were 0; those of
  // api.metrics last.
  std::vector<std::string> addresses() const;
  // Begins to accept; call it once, after `open`.
  void start();
  // Stops accepting, ends idle connections and streams at once, waits `stop_timeout` for answers
  // under way, then cancels them. True when nothing is left. False where something hangs that
  // cannot be cancelled (a disk that does not answer): neither this nor the backend may be
  // destroyed then, unless a later call returns true.
  boost::asio::awaitable<bool> stop();
  std::size_t sessions() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace api
