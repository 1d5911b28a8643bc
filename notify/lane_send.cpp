// The calls of a lane that leave the I/O thread.
#include "notify/delivery_event_codec.hpp"
#include "notify/lane.hpp"

#include <exception>
#include <utility>

namespace notify {
namespace {

// A channel that throws has a bug, which must not end the others.
template <class F> Answer answer_of(F&& ask) {
  try {
    return ask();
  } catch (const std::exception& failure) {
    return {SendOutcome::retry, std::string("internal error: ") + failure.what(), std::nullopt};
  }
}

Message test_message(const HostIdentity& host, const std::string& channel, std::string id,
                     core::WallTime now) {
  Message message;
  message.thread = id;
  message.id = std::move(id);
  message.kind = MessageKind::test;
  message.severity = model::Severity::info;
  message.host = host.name;
  message.labels = host.labels;
  message.at = now;
  message.group = "test";
  message.title = "Test of channel " + channel;
  message.summary = "Somebody asked for this test. Nothing is wrong.";
  return message;
}

AlertNow test_alert(const Message& message) {
  Item item;
  item.key = "test/" + message.id;
  item.type = "notification.test";
  item.severity = model::Severity::info;
  item.what = message.summary;
  item.since = message.at;
  return {std::move(item), message.at + core::Milliseconds(60'000)};
}

}  // namespace

SendLimit Lane::limit() const {
  return {send_timeout_max, [goes_on = shared_.goes_on] { return goes_on->load(); }};
}

awaitable<Answer> Lane::send(Message message) {
  std::function<Answer()> work = [channel = channel_, message = std::move(message),
                                  limit = limit()] {
    return answer_of([&] { return channel->send(message, limit); });
  };
  auto answer = co_await shared_.pool.run(std::move(work));
  co_return answer;
}

awaitable<Answer> Lane::post(std::vector<AlertNow> alerts) {
  std::function<Answer()> work = [feed = feed_, alerts = std::move(alerts), limit = limit(),
                                  host = shared_.host.name] {
    return answer_of([&] { return feed->post(alerts, host, limit); });
  };
  auto answer = co_await shared_.pool.run(std::move(work));
  co_return answer;
}

void Lane::set_alerts(std::vector<AlertNow> alerts) {
  alerts_ = std::move(alerts);
  feed_wakeup_.notify();
}

awaitable<void> Lane::run_feed(std::shared_ptr<Lane> self) {
  const Running running(self->feeds_);
  while (!self->closed_) {
    co_await self->feed_wakeup_.wait();
    if (self->closed_ || !self->alerts_) continue;
    const auto permit = co_await self->turn_.acquire();
    if (!self->feed_) continue;
    auto alerts = *std::exchange(self->alerts_, std::nullopt);
    auto posting = self->post(std::move(alerts));
    const auto answer = co_await std::move(posting);
    self->note_feed(answer);
  }
}

void Lane::note_feed(const Answer& answer) {
  if (!shared_.goes_on->load()) return;
  if (answer.outcome == SendOutcome::delivered) {
    note_delivered(health_, answer.text, now());
    health_.was_down = false;
    return;
  }
  if (health_.failures == 0 && !health_.refusing)
    shared_.events.record(failing_event(name_, answer.text, now()));
  if (answer.outcome == SendOutcome::refused)
    note_refused(health_, answer.text, now());
  else
    note_failed(health_, answer, now(), seed());
  // All of it is told again with the next minute anyway.
  health_.next_try.reset();
}

ChannelView Lane::view() const {
  ChannelView view;
  view.name = name_;
  view.type = settings_.type;
  view.state = state_of(health_);
  view.pending = pending_;
  view.last_sent_at = health_.last_sent_at;
  view.last_failed_at = health_.last_failed_at;
  view.next_attempt_at = health_.next_try ? health_.next_try : aside_next_;
  view.last_answer = health_.last_answer;
  return view;
}

awaitable<core::Result<TestResult>> Lane::test(std::shared_ptr<Lane> self) {
  if (self->testing_)
    co_return core::Error{core::Errc::conflict, "a test of channel " + self->name_ +
                                                    " is under way; wait for its answer"};
  const Running under_way(self->testing_);
  const auto permit = co_await self->turn_.acquire();
  const auto began = self->shared_.clock.now();
  auto message = test_message(self->shared_.host, self->name_, self->shared_.new_id(), began.wall);
  std::vector<AlertNow> alerts;
  if (self->feed_) alerts.push_back(test_alert(message));
  auto sending = self->feed_ != nullptr ? self->post(std::move(alerts)) : self->send(message);
  const auto answer = co_await std::move(sending);
  TestResult result;
  result.channel = self->name_;
  result.delivered = answer.outcome == SendOutcome::delivered;
  result.answer = answer.text;
  result.took = self->shared_.clock.now().mono - began.mono;
  // It can be reached: what waits need not wait any longer.
  if (result.delivered && self->health_.failures > 0) self->try_now();
  co_return result;
}

}  // namespace notify
