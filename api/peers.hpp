// Who connects to the Unix socket: credentials judged, names remembered for a while.
#pragma once

#include "api/dispatcher.hpp"
#include "api/users.hpp"
#include "core/clock.hpp"
#include "core/io/blocking.hpp"

#include <map>
#include <optional>
#include <string>

namespace api {

// I/O thread only; the user database is asked in the pool. `pool` and `clock` must outlive it.
class Peers {
 public:
  static constexpr core::Milliseconds remembered_for{60'000};  // a change of groups is seen after
                                                               // it
  static constexpr std::size_t users_max = 256;

  Peers(core::BlockingPool& pool, const core::Clock& clock, std::string group);
  awaitable<Peer> identify(int descriptor);

 private:
  struct Known {
    Peer peer;
    core::MonoTime at;
  };
  awaitable<Peer> ask(Credentials credentials);

  core::BlockingPool& pool_;
  const core::Clock& clock_;
  std::string group_;
  std::map<std::pair<::uid_t, ::gid_t>, Known> known_;
};

}  // namespace api
