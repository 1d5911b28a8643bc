// The engine's events, on a connection of their own. The reader only reads and enqueues: a reader
// that stalls loses events and slows the whole engine (ENGINE.md 2). Invariant: at most
// `events_queued_max` wait; one more ends the stream with a fault, and the caller connects again
// and looks at everything.
#pragma once

#include "core/io/task_group.hpp"
#include "docker/engine_client.hpp"
#include "reconcile/ports.hpp"

#include <cstdint>
#include <deque>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace docker {

constexpr std::size_t events_queued_max = 16'384;
constexpr std::size_t event_bytes_max = 1024 * 1024;

// Events that a replay brings again. Remembers the last `remembered_max`.
class SeenEvents {
 public:
  static constexpr std::size_t remembered_max = 512;  // twice what an engine replays
  bool first_time(const reconcile::EngineEvent& event);

 private:
  using Key = std::tuple<std::int64_t, std::string, std::string>;
  std::set<Key> keys_;
  std::deque<Key> order_;
};

struct PastEvents {
  std::vector<reconcile::EngineEvent> events;  // that were not told before
  bool from_the_beginning = false;             // one of them, or told before, was at `since`
};

class EventStream {
 public:
  EventStream(EngineClient& client, core::TaskGroup& tasks, boost::asio::any_io_executor executor);
  ~EventStream();

  // Ends the stream before, if there is one. What happens from now on is told by `next`.
  awaitable<Outcome<void>> open();
  // What the engine still knows of [since, until], by its own clock. Has an end, while a stream
  // that begins in the past does not say where the past is over.
  awaitable<Outcome<PastEvents>> past(std::int64_t since_nano, std::int64_t until_nano);
  // At least one. A fault ends the stream. Each event is told once, by `next` or by `past`, also
  // over several `open`.
  awaitable<Outcome<std::vector<reconcile::EngineEvent>>> next();
  void close();

 private:
  struct Queue;
  static awaitable<void> read(std::shared_ptr<Queue> queue);

  EngineClient& client_;
  core::TaskGroup& tasks_;
  boost::asio::any_io_executor executor_;
  std::shared_ptr<Queue> queue_;
  SeenEvents seen_;
};

}  // namespace docker
