#include "docker/event_stream.hpp"

#include "docker/decode.hpp"
#include "docker/encode.hpp"
#include "docker/errors.hpp"
#include "docker/line_splitter.hpp"

#include <algorithm>
#include <cstdio>

namespace docker {
namespace {

using reconcile::EngineEvent;

constexpr const char* doing = "listening to the engine's events";

// "1795310788.145065752"
std::string seconds_text(std::int64_t nanos) {
  constexpr std::int64_t nanos_per_second = 1'000'000'000;
  char text[40];
  std::snprintf(text, sizeof text, "%lld.%09lld", static_cast<long long>(nanos / nanos_per_second),
                static_cast<long long>(nanos % nanos_per_second));
  return text;
}

Call events_call() {
  Call call;
  call.doing = doing;
  call.path = "/events";
  call.query = {{"filters", encode_filters(event_filters())}};
  return call;
}

core::MonoTime now() { return std::chrono::floor<Milliseconds>(std::chrono::steady_clock::now()); }

}  // namespace

struct EventStream::Queue {
  struct Line {
    std::string text;
    core::MonoTime read_at;
  };
  Queue(EngineStream from, const boost::asio::any_io_executor& executor)
      : stream(std::move(from)), changed(executor) {}

  EngineStream stream;
  std::deque<Line> lines;
  std::optional<model::Fault> ended;
  core::Wakeup changed;

  void end(model::Fault fault) {
    ended = std::move(fault);
    changed.notify();
  }
};

bool SeenEvents::first_time(const EngineEvent& event) {
  Key key{event.time_nano, event.id, event.action};
  if (!keys_.insert(key).second) return false;
  order_.push_back(std::move(key));
  if (order_.size() > remembered_max) {
    keys_.erase(order_.front());
    order_.pop_front();
  }
  return true;
}

EventStream::EventStream(EngineClient& client, core::TaskGroup& tasks,
                         boost::asio::any_io_executor executor)
    : client_(client), tasks_(tasks), executor_(std::move(executor)) {}

EventStream::~EventStream() { close(); }

awaitable<Outcome<void>> EventStream::open() {
  close();
  auto call = events_call();
  auto stream = co_await client_.stream(std::move(call));
  if (!stream) co_return stream.error();
  queue_ = std::make_shared<Queue>(std::move(*stream), executor_);
  tasks_.spawn("engine events", read(queue_));
  co_return Outcome<void>();
}

awaitable<Outcome<PastEvents>> EventStream::past(std::int64_t since_nano, std::int64_t until_nano) {
  auto call = events_call();
  call.doing = "asking for the engine's past events";
  call.query.emplace_back("since", seconds_text(since_nano));
  call.query.emplace_back("until", seconds_text(until_nano));
  const auto reply = co_await client_.call(std::move(call));
  if (!reply) co_return reply.error();
  PastEvents past;
  LineSplitter splitter(event_bytes_max);
  for (const auto& line : splitter.feed(reply->body)) {
    auto event = decode_event(line);
    if (!event) continue;
    past.from_the_beginning = past.from_the_beginning || event->time_nano == since_nano;
    if (!seen_.first_time(*event)) continue;
    event->read_at = now();
    past.events.push_back(std::move(*event));
  }
  co_return past;
}

void EventStream::close() {
  if (!queue_) return;
  queue_->stream.close();  // the reader ends by it
  queue_->end(fault_of_transport({core::Errc::cancelled, "closed by ourselves"}, doing));
  queue_.reset();
}

awaitable<void> EventStream::read(std::shared_ptr<Queue> queue) {
  LineSplitter splitter(event_bytes_max);
  while (!queue->ended) {
    const auto piece = co_await queue->stream.next(std::nullopt);
    if (!piece) {
      queue->end(piece.error());
    } else if (piece->empty()) {
      queue->end(
          fault_of_transport({core::Errc::unavailable, "the engine has ended the stream"}, doing));
    } else {
      for (auto& line : splitter.feed(*piece)) queue->lines.push_back({std::move(line), now()});
      if (splitter.overflowed())
        queue->end(protocol_fault("an event is larger than a mebibyte", doing));
      if (queue->lines.size() > events_queued_max)
        queue->end(protocol_fault("more events wait than can be held", doing));
      queue->changed.notify();
    }
  }
  queue->stream.close();
}

awaitable<Outcome<std::vector<EngineEvent>>> EventStream::next() {
  const auto queue = queue_;
  if (!queue) co_return protocol_fault("not connected", doing);
  for (;;) {
    if (queue->lines.size() > events_queued_max) co_return *queue->ended;
    std::vector<EngineEvent> events;
    for (const auto& line : std::exchange(queue->lines, {})) {
      auto event = decode_event(line.text);
      if (!event || !seen_.first_time(*event)) continue;
      event->read_at = line.read_at;
      events.push_back(std::move(*event));
    }
    if (!events.empty()) co_return events;
    if (queue->ended) co_return *queue->ended;
    co_await queue->changed.wait();
  }
}

}  // namespace docker
