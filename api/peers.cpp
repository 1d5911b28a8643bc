#include "api/peers.hpp"

#include <unistd.h>

namespace api {
namespace {

struct Answer {
  User user;
  std::optional<::gid_t> group;
};

}  // namespace

Peers::Peers(core::BlockingPool& pool, const core::Clock& clock, std::string group)
    : pool_(pool), clock_(clock), group_(std::move(group)) {}

awaitable<Peer> Peers::identify(int descriptor) {
  const auto credentials = peer_credentials(descriptor);
  if (!credentials) co_return Peer{true, std::nullopt, "an unknown process"};
  const std::pair key(credentials->uid, credentials->gid);
  const auto found = known_.find(key);
  if (found != known_.end() && clock_.now().mono - found->second.at < remembered_for)
    co_return found->second.peer;
  auto peer = co_await ask(*credentials);
  if (known_.size() >= users_max) known_.clear();
  known_[key] = {peer, clock_.now().mono};
  co_return peer;
}

awaitable<Peer> Peers::ask(Credentials credentials) {
  auto look_up = [credentials, group = group_] {
    Answer answer{look_up_user(credentials), std::nullopt};
    if (!group.empty()) answer.group = look_up_group(group);
    return answer;
  };
  const auto answer = co_await pool_.run(std::move(look_up));
  Peer peer{true, std::nullopt, text_of(answer.user, credentials.uid)};
  if (is_trusted(credentials, answer.user, ::geteuid(), answer.group))
    peer.principal = Principal{peer.name, Scope::deploy, true};
  co_return peer;
}

}  // namespace api
