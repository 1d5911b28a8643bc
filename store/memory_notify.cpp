#include "store/memory_notify.hpp"

#include <algorithm>

namespace store {
namespace {

using notify::Delivery;
using notify::DeliveryState;

bool is_asked_for(const Delivery& one, const notify::DeliveryQuery& query) {
  return one.id > query.after && (!query.state || one.state == *query.state) &&
         (query.channel.empty() || one.channel == query.channel);
}

void end_delivery(Delivery& one, DeliveryState state, const std::string& answer,
                  core::WallTime now) {
  one.state = state;
  one.answer = answer;
  one.ended_at = now;
  one.next_attempt_at.reset();
}

}  // namespace

notify::awaitable<core::Result<notify::Remembered>> MemoryNotify::load_pipeline() {
  notify::Remembered nothing;
  nothing.cursor = 0;
  co_return nothing;
}

notify::awaitable<core::Status> MemoryNotify::commit_step(notify::Step step) {
  for (auto& one : step.outgoing) {
    const auto made_at = one.message.at;
    add(std::move(one), made_at);
  }
  co_return core::Status{};
}

notify::awaitable<core::Result<notify::Silence>> MemoryNotify::put_silence(
    notify::Silence silence) {
  if (silence.id == 0) silence.id = ++newest_silence_;
  co_return silence;
}

notify::awaitable<core::Result<MemoryNotify::Deliveries>> MemoryNotify::deliveries(
    notify::DeliveryQuery query) {
  Deliveries found;
  for (const auto& [id, one] : outbox_)
    if (is_asked_for(one, query)) found.push_back(one);
  const auto limit = static_cast<std::size_t>(std::max(query.limit, 0));
  if (found.size() > limit && query.newest) found.erase(found.begin(), found.end() - query.limit);
  if (found.size() > limit) found.erase(found.begin() + query.limit, found.end());
  co_return found;
}

notify::awaitable<core::Status> MemoryNotify::put_delivery(Delivery delivery) {
  const auto at = outbox_.find(delivery.id);
  if (at == outbox_.end()) co_return core::not_found("there is no such notification");
  at->second = std::move(delivery);
  forget_ended();
  co_return core::Status{};
}

notify::awaitable<core::Result<Delivery>> MemoryNotify::merge(std::vector<std::int64_t> parts,
                                                              notify::Outgoing digest,
                                                              core::WallTime now) {
  const auto made = add(std::move(digest), now);
  const auto answer = "in notification " + std::to_string(made.id);
  for (const auto id : parts) {
    const auto at = outbox_.find(id);
    if (at != outbox_.end()) end_delivery(at->second, DeliveryState::merged, answer, now);
  }
  co_return made;
}

notify::awaitable<core::Result<MemoryNotify::Deliveries>> MemoryNotify::trim(int keep_max,
                                                                             std::string answer,
                                                                             core::WallTime now) {
  Deliveries victims;
  for (const auto& [id, one] : outbox_)
    if (one.state == DeliveryState::pending) victims.push_back(one);
  const auto keep = std::min(victims.size(), static_cast<std::size_t>(std::max(keep_max, 0)));
  std::stable_sort(victims.begin(), victims.end(), [](const auto& one, const auto& other) {
    return one.message.severity < other.message.severity;
  });
  victims.erase(victims.end() - static_cast<std::ptrdiff_t>(keep), victims.end());
  for (auto& one : victims) {
    end_delivery(outbox_.at(one.id), DeliveryState::dropped, answer, now);
    one = outbox_.at(one.id);
  }
  forget_ended();
  co_return victims;
}

notify::awaitable<core::Result<MemoryNotify::Numbers>> MemoryNotify::count() {
  Numbers numbers;
  for (const auto& [id, one] : outbox_) ++numbers[{one.channel, one.state}];
  co_return numbers;
}

const Delivery& MemoryNotify::add(notify::Outgoing outgoing, core::WallTime now) {
  Delivery made;
  made.id = ++newest_;
  made.channel = std::move(outgoing.channel);
  made.message = std::move(outgoing.message);
  made.created_at = now;
  made.expires_at = outgoing.expires_at;
  return outbox_[made.id] = std::move(made);
}

void MemoryNotify::forget_ended() {
  const auto has_ended = [](const auto& entry) {
    return entry.second.state != DeliveryState::pending;
  };
  auto ended = static_cast<std::size_t>(std::count_if(outbox_.begin(), outbox_.end(), has_ended));
  for (auto at = outbox_.begin(); ended > ended_max && at != outbox_.end();) {
    const bool goes = has_ended(*at);
    ended -= goes ? 1 : 0;
    at = goes ? outbox_.erase(at) : std::next(at);
  }
}

}  // namespace store
