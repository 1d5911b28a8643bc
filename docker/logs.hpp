// Logs of one container, as they come.
#pragma once

#include "docker/engine_client.hpp"
#include "docker/log_frames.hpp"
#include "model/ids.hpp"

#include <deque>
#include <optional>
#include <string>

namespace docker {

struct LogQuery {
  std::optional<int> tail;  // last lines; absent: all
  bool follow = false;
  bool timestamps = false;
  std::optional<core::WallTime> since;
};

// Destroying it ends the request. I/O thread only.
class LogStream {
 public:
  // Looks at the container first: its Tty decides the framing.
  static awaitable<Outcome<LogStream>> open(EngineClient& client, model::ContainerId container,
                                            LogQuery query);

  // The next chunk; empty at the end: of the log so far, or with `follow` of the container.
  // Following waits without limit.
  awaitable<Outcome<std::optional<LogChunk>>> next();
  void close() { stream_.close(); }

 private:
  LogStream(EngineStream stream, bool tty, std::optional<Milliseconds> limit);

  EngineStream stream_;
  LogFrames frames_;
  std::optional<Milliseconds> limit_;
  std::deque<LogChunk> ready_;
};

}  // namespace docker
