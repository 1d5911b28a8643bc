// Messages that are out of order in their lane: those that the other side does not take while it
// takes others, and old ones that a person wants to be tried again. Nothing waits for them.
#include "core/io/abandon.hpp"
#include "notify/delivery_event_codec.hpp"
#include "notify/lane.hpp"

#include <algorithm>
#include <utility>

namespace notify {
namespace {

constexpr int overtaking_looked_at = 500;
const std::string aside_words = "set aside, what comes after it is sent: ";

}  // namespace

// An earlier life set aside what is older than something that it sent.
awaitable<bool> Lane::find_place() {
  if (placed_) co_return true;
  DeliveryQuery query;
  query.state = DeliveryState::sent;
  query.channel = name_;
  query.limit = 1;
  query.newest = true;
  const auto newest = co_await shared_.outbox.deliveries(std::move(query));
  if (!newest) co_return false;
  if (!newest->empty()) place_ = std::max(place_, newest->back().id);
  placed_ = true;
  co_return true;
}

// `waiting`: those in order, of which the first was seen and not taken just now.
awaitable<void> Lane::probe(std::vector<Delivery> waiting) {
  const auto chosen = probe_of(waiting, now());
  if (!chosen) co_return;
  auto other = std::move(waiting[*chosen]);
  waiting.resize(*chosen);
  const auto down = health_;
  auto sending = send(other.message);
  auto answer = co_await std::move(sending);
  if (answer.outcome == SendOutcome::retry && !shared_.goes_on->load()) co_return;
  ++other.attempts;
  other.answer = answer.text;
  if (answer.outcome == SendOutcome::retry) {
    count("retry");
    (void)co_await shared_.outbox.put_delivery(std::move(other));
    co_return;
  }
  auto ending = end(std::move(other), answer);
  co_await std::move(ending);
  if (answer.outcome == SendOutcome::delivered) {
    auto setting = set_aside(std::move(waiting));
    co_await std::move(setting);
    co_return;
  }
  // It takes neither: the first keeps its place.
  health_.failures = down.failures;
  health_.next_try = down.next_try;
}

awaitable<void> Lane::set_aside(std::vector<Delivery> passed) {
  has_asides_ = true;
  for (auto& one : passed) {
    shared_.events.record(aside_event(one, now()));
    put_off(one, {SendOutcome::retry, one.answer, std::nullopt, true});
    (void)co_await shared_.outbox.put_delivery(std::move(one));
  }
}

void Lane::put_off(Delivery& aside, const Answer& answer) {
  const auto own_seed = seed() + static_cast<std::uint64_t>(aside.id);
  aside.answer = aside_words + answer.text;
  aside.next_attempt_at = now() + retry_delay(aside.attempts, answer.retry_after, own_seed);
}

core::WallTime Lane::aside_due(const Delivery& aside) const {
  if (hurried_after_ && aside.id > *hurried_after_) return now();
  auto due = due_at(aside.next_attempt_at.value_or(now()), now());
  if (health_.next_try) due = std::max(due, due_at(*health_.next_try, now()));
  return due;
}

// How long nothing is to be done about them.
awaitable<core::Milliseconds> Lane::serve_asides() {
  aside_next_.reset();
  if (!has_asides_) co_return look_max;
  DeliveryQuery query;
  query.state = DeliveryState::pending;
  query.channel = name_;
  query.limit = asides_max;
  auto asides = co_await shared_.outbox.deliveries(std::move(query));
  if (!asides) co_return store_pause;
  if (closed_) co_return core::Milliseconds{0};
  std::erase_if(*asides, [&](const auto& one) { return one.id > place_; });
  has_asides_ = !asides->empty();
  if (asides->empty()) {
    hurried_after_.reset();
    co_return look_max;
  }
  for (auto& one : *asides) {
    if (!steps_.is_expired(one, now())) continue;
    std::vector<Delivery> expired;
    expired.push_back(std::move(one));
    auto dropping = drop_expired(std::move(expired));
    const bool done = co_await std::move(dropping);
    co_return done ? core::Milliseconds{0} : store_pause;
  }
  if (hurried_after_ && asides->back().id <= *hurried_after_) hurried_after_.reset();
  const auto next = std::min_element(
      asides->begin(), asides->end(),
      [&](const auto& one, const auto& other) { return aside_due(one) < aside_due(other); });
  const auto due = aside_due(*next);
  if (due > now()) {
    aside_next_ = due;
    co_return std::min(due - now(), look_max);
  }
  auto attempting = attempt_aside(std::move(*next));
  co_await core::unheard(std::move(attempting));
  co_return core::Milliseconds{0};
}

// Where something is opened and closed for each thread, what was said later counts: an end that was
// overtaken by its own beginning would never come.
awaitable<core::Result<bool>> Lane::is_overtaken(const Delivery& aside) {
  if (!settings_.keeps_threads) co_return false;
  DeliveryQuery query;
  query.state = DeliveryState::sent;
  query.channel = name_;
  query.after = aside.id;
  query.limit = overtaking_looked_at;
  const auto later = co_await shared_.outbox.deliveries(std::move(query));
  if (!later) co_return later.error();
  co_return std::any_of(later->begin(), later->end(), [&](const auto& one) {
    return one.message.thread == aside.message.thread;
  });
}

awaitable<void> Lane::attempt_aside(Delivery aside) {
  if (hurried_after_) hurried_after_ = std::max(*hurried_after_, aside.id);
  auto looking = is_overtaken(aside);
  const auto overtaken = co_await std::move(looking);
  if (!overtaken) {
    co_await core::wait_for(store_pause);
    co_return;
  }
  if (*overtaken) {
    auto dropping = drop_overtaken(std::move(aside));
    co_await std::move(dropping);
    co_return;
  }
  const auto permit = co_await turn_.acquire();
  auto sending = send(aside.message);
  auto answer = co_await std::move(sending);
  if (answer.outcome == SendOutcome::retry && !shared_.goes_on->load()) co_return;
  ++aside.attempts;
  aside.answer = answer.text;
  if (answer.outcome != SendOutcome::retry) {
    auto ending = end(std::move(aside), answer);
    co_await std::move(ending);
    co_return;
  }
  count("retry");
  health_.last_failed_at = now();
  health_.last_answer = answer.text;
  put_off(aside, answer);
  (void)co_await shared_.outbox.put_delivery(std::move(aside));
  shared_.on_change();
}

awaitable<void> Lane::drop_overtaken(Delivery aside) {
  static const std::string why = "a later message of its thread was taken";
  aside.state = DeliveryState::dropped;
  aside.ended_at = now();
  aside.next_attempt_at.reset();
  aside.answer = why + "; last: " + aside.answer;
  const auto done = co_await shared_.outbox.put_delivery(std::move(aside));
  if (!done) co_return;
  count("dropped");
  shared_.events.record(dropped_event(name_, 1, why, now()));
  shared_.on_change();
}

}  // namespace notify
