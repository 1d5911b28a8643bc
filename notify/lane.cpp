#include "notify/lane.hpp"

#include "core/io/abandon.hpp"
#include "notify/delivery_event_codec.hpp"

#include <algorithm>
#include <functional>

namespace notify {

Lane::Lane(LaneShared& shared, std::string name, const ChannelSettings& settings)
    : shared_(shared),
      name_(std::move(name)),
      settings_(settings),
      channel_(settings.make()),
      feed_(settings.make_feed ? settings.make_feed() : nullptr),
      wakeup_(shared.executor),
      feed_wakeup_(shared.executor),
      turn_(shared.executor, 1) {}

std::uint64_t Lane::seed() const { return shared_.seed ^ std::hash<std::string>{}(name_); }

void Lane::reconfigure(const ChannelSettings& settings) {
  settings_ = settings;
  channel_ = settings.make();
  feed_ = settings.make_feed ? settings.make_feed() : nullptr;
  health_.failures = 0;
  health_.refusing = false;
  try_now();
}

void Lane::try_now() {
  health_.next_try.reset();
  adopted_ = true;
  has_asides_ = true;
  hurried_after_ = 0;
  wake();
}

void Lane::close() {
  closed_ = true;
  wakeup_.notify();
  feed_wakeup_.notify();
}

void Lane::reopen(const ChannelSettings& settings) {
  closed_ = false;
  if (settings_ == settings)
    try_now();
  else
    reconfigure(settings);
}

awaitable<void> Lane::run(std::shared_ptr<Lane> self) {
  const Running running(self->runs_);
  while (!self->closed_) {
    auto step = self->step();
    const auto pause = co_await std::move(step);
    if (pause > core::Milliseconds{0}) (void)co_await self->wakeup_.wait_for(pause);
  }
  self->shared_.on_change();  // what it leaves behind is looked after now
}

awaitable<core::Milliseconds> Lane::step() {
  if (ended_) {
    auto recording = record();
    if (!co_await std::move(recording)) co_return store_pause;
  }
  auto placing = find_place();
  if (!co_await std::move(placing)) co_return store_pause;
  steps_.look(shared_.clock.now());
  if (hurried_after_) {  // a person waits for it
    auto hurrying = serve_asides();
    const auto hurried = co_await std::move(hurrying);
    if (hurried == core::Milliseconds{0} || closed_) co_return hurried;
  }
  auto serving = serve_in_order();
  const auto pause = co_await std::move(serving);
  if (pause == core::Milliseconds{0} || closed_) co_return pause;
  auto aside = serve_asides();
  const auto aside_pause = co_await std::move(aside);
  co_return std::min(pause, aside_pause);
}

awaitable<core::Milliseconds> Lane::serve_in_order() {
  DeliveryQuery query;
  query.state = DeliveryState::pending;
  query.channel = name_;
  query.after = place_;
  query.limit = merge_above + 2;  // one may have been tried
  auto waiting = co_await shared_.outbox.deliveries(std::move(query));
  if (!waiting) co_return store_pause;
  if (closed_) co_return core::Milliseconds{0};
  auto serving = serve(std::move(*waiting));
  co_return co_await std::move(serving);
}

awaitable<core::Milliseconds> Lane::serve(std::vector<Delivery> waiting) {
  if (!waiting.empty() && steps_.is_expired(waiting.front(), now())) {
    auto dropping = drop_expired(std::move(waiting));
    const bool done = co_await std::move(dropping);
    co_return done ? core::Milliseconds{0} : store_pause;
  }
  tell_expired();
  if (waiting.empty()) {
    probed_ = true;
    co_return look_max;
  }
  adopt(waiting.front());
  if (probed_ && !settings_.keeps_threads && should_merge(waiting, health_, now())) {
    auto merging = merge_backlog();
    const bool done = co_await std::move(merging);
    co_return done ? core::Milliseconds{0} : store_pause;
  }
  if (probed_ && health_.failures == 0) health_.was_down = false;
  const auto due = due_at(health_.next_try.value_or(now()), now());
  if (due > now()) co_return std::min(due - now(), look_max);
  auto attempting = attempt(std::move(waiting));
  // What was begun is brought to its end when the agent stops: it would be told twice otherwise.
  co_await core::unheard(std::move(attempting));
  co_return core::Milliseconds{0};
}

awaitable<bool> Lane::drop_expired(std::vector<Delivery> waiting) {
  for (auto& one : waiting) {
    if (!steps_.is_expired(one, now())) break;
    one.state = DeliveryState::dropped;
    one.ended_at = now();
    one.next_attempt_at.reset();
    one.answer = one.answer.empty() ? "expired" : "expired; last: " + one.answer;
    const auto done = co_await shared_.outbox.put_delivery(std::move(one));
    if (!done) co_return false;
    ++expired_;
    count("dropped");
  }
  co_return true;
}

void Lane::tell_expired() {
  if (expired_ == 0) return;
  const auto why = health_.last_answer.empty() ? std::string("expired")
                                               : "expired; last: " + health_.last_answer;
  shared_.events.record(dropped_event(name_, std::exchange(expired_, 0), why, now()));
  shared_.on_change();
}

void Lane::adopt(const Delivery& head) {
  if (std::exchange(adopted_, true) || head.attempts == 0) return;
  health_.failures = head.attempts;
  health_.was_down = true;
  health_.used = true;
  health_.next_try = head.next_attempt_at;
  health_.last_answer = head.answer;
}

awaitable<bool> Lane::merge_backlog() {
  std::int64_t after = 0;
  for (;;) {
    DeliveryQuery query;
    query.state = DeliveryState::pending;
    query.channel = name_;
    query.after = after;
    query.limit = merge_parts_max;
    auto waiting = co_await shared_.outbox.deliveries(std::move(query));
    if (!waiting) co_return false;
    if (waiting->empty()) break;
    after = waiting->back().id;
    const auto parts = mergeable(std::move(*waiting));
    if (parts.empty()) continue;
    std::vector<std::int64_t> ids;
    for (const auto& part : parts) ids.push_back(part.id);
    Outgoing digest{name_, backlog_digest(parts, shared_.new_id(), now()),
                    now() + delivery_expires_after};
    const auto made = co_await shared_.outbox.merge(std::move(ids), std::move(digest), now());
    if (!made) co_return false;
    for (std::size_t i = 0; i < parts.size(); ++i) count("merged");
  }
  health_.was_down = false;
  shared_.on_change();
  co_return true;
}

awaitable<void> Lane::attempt(std::vector<Delivery> waiting) {
  const auto permit = co_await turn_.acquire();
  auto& head = waiting.front();
  auto sending = send(head.message);
  auto answer = co_await std::move(sending);
  // Sent away by our own stop: nothing is known of the channel.
  if (answer.outcome == SendOutcome::retry && !shared_.goes_on->load()) co_return;
  ++head.attempts;
  head.answer = answer.text;
  if (answer.outcome != SendOutcome::retry) {
    auto ending = end(std::move(head), std::move(answer));
    co_await std::move(ending);
    co_return;
  }
  auto noting = note_retry(head, answer);
  co_await std::move(noting);
  if (!answer.saw_it) co_return;
  auto probing = probe(std::move(waiting));
  co_await std::move(probing);
}

awaitable<void> Lane::note_retry(Delivery head, Answer answer) {
  if (health_.failures == 0) shared_.events.record(failing_event(name_, answer.text, now()));
  note_failed(health_, answer, now(), seed());
  head.next_attempt_at = health_.next_try;
  count("retry");
  // Only the time of the next attempt is lost where that fails.
  (void)co_await shared_.outbox.put_delivery(std::move(head));
  shared_.on_change();
}

// The other side has taken it, or never will.
awaitable<void> Lane::end(Delivery one, Answer answer) {
  const auto at = now();
  const bool taken = answer.outcome == SendOutcome::delivered;
  one.state = taken ? DeliveryState::sent : DeliveryState::failed;
  one.ended_at = at;
  one.next_attempt_at.reset();
  after_ = taken ? sent_event(one, at) : refused_event(one, !health_.refusing, at);
  taken ? note_delivered(health_, answer.text, at) : note_refused(health_, answer.text, at);
  if (taken) place_ = std::max(place_, one.id);
  ended_ = std::move(one);
  auto recording = record();
  (void)co_await std::move(recording);
}

// The message is not sent again while this does not work: it is here that "at least once" would
// become "again and again".
awaitable<bool> Lane::record() {
  auto ended = *ended_;
  const auto outcome = name_of(ended.state);
  const auto done = co_await shared_.outbox.put_delivery(std::move(ended));
  if (!done && done.error().code != core::Errc::not_found) co_return false;
  ended_.reset();
  probed_ = true;
  ++shared_.outcomes[{name_, std::string(outcome)}];
  if (after_) shared_.events.record(*std::exchange(after_, std::nullopt));
  shared_.on_change();
  co_return true;
}

}  // namespace notify
