// Who connects to the Unix socket: credentials judged, names remembered for a while.
#pragma once

#include "api/dispatcher.hpp"
#include "api/users.hpp"
#include "core/clock.hpp"
#include "core/io/blocking.hpp"
#include "core/io/file_look.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace api {

// I/O thread only; the user database is asked in the pool. `pool` and `clock` must outlive it.
//
// A database that does not answer (it may be a directory server) is waited for `asked_for` at most:
// root and the agent's own user are let in without it, everybody else is a stranger until it
// answers. Each user takes one thread at most.
class Peers {
 public:
  static constexpr core::Milliseconds remembered_for{60'000};  // a change of groups is seen after
                                                               // it
  static constexpr core::Milliseconds asked_for_default{2'000};
  static constexpr core::Milliseconds silence_remembered_for{5'000};
  static constexpr std::size_t users_max = 256;

  struct Answer {
    User user;
    std::optional<::gid_t> group;
  };
  using LookUp = std::function<Answer(Credentials of, const std::string& group)>;  // blocking
  static Answer look_up(Credentials of, const std::string& group);

  Peers(core::BlockingPool& pool, const core::Clock& clock, std::string group,
        LookUp look_up = Peers::look_up, core::Milliseconds asked_for = asked_for_default);
  awaitable<Peer> identify(int descriptor);

 private:
  using Look = core::FileLook<Answer>;
  struct Known {
    Peer peer;
    core::MonoTime until;
    std::shared_ptr<Look> look;  // kept while it hangs
  };

  core::BlockingPool& pool_;
  const core::Clock& clock_;
  std::string group_;
  LookUp look_up_;
  const core::Milliseconds asked_for_;
  std::map<std::pair<::uid_t, ::gid_t>, Known> known_;
};

}  // namespace api
