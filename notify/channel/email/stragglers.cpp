#include "notify/channel/email/stragglers.hpp"

#include <algorithm>

namespace notify {

std::vector<std::string> Stragglers::left_of(const std::string& id,
                                             const std::vector<std::string>& all) const {
  if (id != id_) return all;
  std::vector<std::string> left;
  const auto is_refused = [&](const std::string& address) {
    return std::any_of(refused_.begin(), refused_.end(),
                       [&](const auto& refusal) { return refusal.recipient == address; });
  };
  for (const auto& address : all) {
    if (!have_it_.contains(address) && !is_refused(address)) left.push_back(address);
  }
  return left;
}

bool Stragglers::is_waited_for(const core::MailAnswer::Refusal& refusal, core::MonoTime now) const {
  return refusal.code < 500 && !slow_.contains(refusal.recipient) && now - since_ < patience;
}

Stragglers::Next Stragglers::take(const std::string& id, const std::vector<std::string>& tried,
                                  const core::MailAnswer& answer, core::MonoTime now) {
  if (!answer.accepted && id != id_) return {};
  if (id != id_) {
    have_it_.clear();
    refused_.clear();
    id_ = id;
    since_ = now;
  }
  std::set<std::string> not_taken;
  for (const auto& refusal : answer.refused) not_taken.insert(refusal.recipient);
  if (answer.accepted) {
    for (const auto& address : tried) {
      if (not_taken.contains(address)) continue;
      have_it_.insert(address);
      slow_.erase(address);
    }
  }
  Next next;
  for (const auto& refusal : answer.refused) {
    if (is_waited_for(refusal, now)) {
      next.again = true;
      continue;
    }
    if (refusal.code < 500) slow_.insert(refusal.recipient);
    refused_.push_back(refusal);
  }
  // A session that ended before anybody was asked is no answer about those that are left.
  const bool unasked = !answer.accepted && answer.refused.empty();
  next.again = next.again || (unasked && now - since_ < patience);
  next.given_up = refused_;
  return next;
}

}  // namespace notify
