// What follows: the event stream and the logs.
#include "fakes/api_backend.hpp"

#include <utility>

namespace fakes {

namespace {

class ApiSubscription final : public api::Subscription {
 public:
  explicit ApiSubscription(ApiEvents& events) : events_(events) { ++events_.open; }
  ~ApiSubscription() override { --events_.open; }
  awaitable<std::optional<api::StreamItem>> next(core::Milliseconds limit) override {
    if (events_.stream.empty()) {
      co_await core::wait_for(limit);
      co_return std::nullopt;
    }
    auto item = std::move(events_.stream.front());
    events_.stream.pop_front();
    co_return item;
  }

 private:
  ApiEvents& events_;
};

class ApiLogStream final : public api::LogStream {
 public:
  ApiLogStream(ApiLogs& logs, bool follow) : logs_(logs), follow_(follow) { ++logs_.open_streams; }
  ~ApiLogStream() override { --logs_.open_streams; }
  awaitable<core::Result<std::optional<std::string>>> next() override {
    if (next_ < logs_.pieces.size()) co_return std::optional(logs_.pieces[next_++]);
    if (logs_.break_off) co_return *logs_.break_off;
    constexpr core::Milliseconds quiet{60'000};
    if (follow_) co_await core::wait_for(quiet);
    co_return std::optional<std::string>{};
  }

 private:
  ApiLogs& logs_;
  bool follow_;
  std::size_t next_ = 0;
};

}  // namespace

awaitable<core::Result<std::vector<model::Event>>> ApiEvents::query(api::EventQuery query) {
  queries.push_back(std::move(query));
  co_return answer;
}

std::unique_ptr<api::Subscription> ApiEvents::subscribe(api::EventFilter filter,
                                                        std::optional<model::EventId> after) {
  subscribed = std::move(filter);
  subscribed_after = after;
  return std::make_unique<ApiSubscription>(*this);
}

awaitable<core::Result<std::unique_ptr<api::LogStream>>> ApiLogs::open(api::LogRequest request) {
  requests.push_back(request);
  if (refusal) co_return *refusal;
  std::unique_ptr<api::LogStream> stream = std::make_unique<ApiLogStream>(*this, request.follow);
  co_return stream;
}

}  // namespace fakes
