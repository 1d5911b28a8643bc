#include "api/peers.hpp"

#include <unistd.h>

namespace api {

Peers::Answer Peers::look_up(Credentials of, const std::string& group) {
  Answer answer{look_up_user(of), std::nullopt};
  if (!group.empty()) answer.group = look_up_group(group);
  return answer;
}

Peers::Peers(core::BlockingPool& pool, const core::Clock& clock, std::string group, LookUp look_up,
             core::Milliseconds asked_for)
    : pool_(pool),
      clock_(clock),
      group_(std::move(group)),
      look_up_(std::move(look_up)),
      asked_for_(asked_for) {}

awaitable<Peer> Peers::identify(int descriptor) {
  const auto credentials = peer_credentials(descriptor);
  if (!credentials) co_return Peer{true, std::nullopt, "an unknown process"};
  const std::pair key(credentials->uid, credentials->gid);
  std::shared_ptr<Look> look;
  if (const auto found = known_.find(key); found != known_.end()) {
    if (clock_.now().mono < found->second.until) co_return found->second.peer;
    look = found->second.look;
  }
  if (!look) look = std::make_shared<Look>(pool_);
  std::function<Answer()> ask = [of = *credentials, group = group_, look_up = look_up_] {
    return look_up(of, group);
  };
  const auto seen = co_await look->run(std::move(ask), asked_for_);
  const auto answer = seen ? *seen : Answer{{"", {credentials->gid}}, std::nullopt};
  Peer peer{true, std::nullopt, text_of(answer.user, credentials->uid)};
  if (is_trusted(*credentials, answer.user, ::geteuid(), answer.group))
    peer.principal = Principal{peer.name, Scope::deploy, true};
  if (known_.size() >= users_max) known_.clear();
  const auto remembered = seen ? remembered_for : silence_remembered_for;
  known_[key] = {peer, clock_.now().mono + remembered, look};
  co_return peer;
}

}  // namespace api
