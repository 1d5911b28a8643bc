// A subscription as a body of server-sent events. A comment goes out when nothing happened for
// `heartbeat`, so that both ends notice a dead connection.
#pragma once

#include "api/http.hpp"
#include "api/ports.hpp"
#include "api/stream_turns.hpp"
#include "core/clock.hpp"

#include <memory>

namespace api {

class EventStream final : public BodyStream {
 public:
  static constexpr core::Milliseconds heartbeat{15'000};

  // `turns` must outlive it.
  EventStream(std::unique_ptr<Subscription> subscription, StreamTurns& turns)
      : subscription_(std::move(subscription)), turns_(turns) {}

  awaitable<std::optional<std::string>> next() override;

 private:
  std::unique_ptr<Subscription> subscription_;
  StreamTurns& turns_;
  bool greeted_ = false;
};

}  // namespace api
