#include "api/event_stream.hpp"

#include "api/codec/event_codec.hpp"

namespace api {

awaitable<std::optional<std::string>> EventStream::next() {
  // Sent at once: the client knows that it is subscribed before the first event.
  if (!std::exchange(greeted_, true)) co_return ": evenkeel\nretry: 2000\n\n";
  const auto item = co_await subscription_->next(heartbeat);
  if (!item) co_return ": \n\n";
  co_await turns_.take();
  co_return sse_text(*item);
}

}  // namespace api
