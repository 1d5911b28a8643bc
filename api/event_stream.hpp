// A subscription as a body of server-sent events. A comment goes out when nothing happened for
// `heartbeat`, so that both ends notice a dead connection.
#pragma once

#include "api/http.hpp"
#include "api/ports.hpp"
#include "core/clock.hpp"

#include <memory>

namespace api {

class EventStream final : public BodyStream {
 public:
  static constexpr core::Milliseconds heartbeat{15'000};

  explicit EventStream(std::unique_ptr<Subscription> subscription)
      : subscription_(std::move(subscription)) {}

  awaitable<std::optional<std::string>> next() override;

 private:
  std::unique_ptr<Subscription> subscription_;
  bool greeted_ = false;
};

}  // namespace api
