// Everything that the API talks to, in memory: what was asked is recorded, what is answered is set.
#pragma once

#include "api/backend.hpp"
#include "core/io/timing.hpp"
#include "fakes/api_monitor.hpp"
#include "fakes/api_notify.hpp"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fakes {

using boost::asio::awaitable;

// 2026-01-31T09:30:00.000Z
inline const core::WallTime half_past_nine{core::Milliseconds{1'769'851'800'000}};

class ApiClock final : public core::Clock {
 public:
  core::Instant at{half_past_nine, core::MonoTime{core::Milliseconds{1'000'000}}};
  core::Instant now() const override { return at; }
};

class ApiDesired final : public reconcile::Desired {
 public:
  std::vector<reconcile::ApplyRequest> applies;
  std::vector<reconcile::VerbRequest> verbs;
  std::vector<reconcile::DeleteRequest> deletes;
  std::vector<model::Hold> holds;
  std::vector<std::string> resumed;  // "shop/web#0"
  core::Result<reconcile::Applied> answer = reconcile::Applied{"shop", 4, false, true, {}};
  core::Status removal;
  core::Result<int> ended = 1;

  awaitable<core::Result<reconcile::Applied>> apply(reconcile::ApplyRequest request) override {
    applies.push_back(std::move(request));
    co_return answer;
  }
  awaitable<core::Result<reconcile::Applied>> act(reconcile::VerbRequest request) override {
    verbs.push_back(std::move(request));
    co_return answer;
  }
  awaitable<core::Status> remove(reconcile::DeleteRequest request) override {
    deletes.push_back(std::move(request));
    co_return removal;
  }
  awaitable<core::Result<model::Hold>> hold(model::Hold hold) override {
    hold.id = static_cast<std::int64_t>(holds.size()) + 1;
    holds.push_back(hold);
    co_return hold;
  }
  awaitable<core::Result<int>> resume(model::DeploymentName deployment, model::ServiceName service,
                                      std::int64_t id, reconcile::Caller) override {
    resumed.push_back(deployment + "/" + service + "#" + std::to_string(id));
    co_return ended;
  }
};

class ApiViews final : public reconcile::Views, public reconcile::Changes {
 public:
  std::map<std::string, model::DeploymentView> all;
  std::uint64_t changes = 1;
  mutable int listed = 0;
  core::Result<std::string> plan = std::string("1  start  shop/web  because it is not running\n");
  std::vector<std::shared_ptr<const model::Spec>> planned;
  std::vector<model::ServiceExplanation> explanations;
  reconcile::WaitOutcome outcome = reconcile::WaitOutcome::converged;
  std::vector<reconcile::WaitOutcome> outcomes;  // of the first waits, before `outcome`
  std::vector<core::Milliseconds> waits;

  std::uint64_t revision() const override { return changes; }
  std::vector<model::DeploymentView> list() const override {
    ++listed;
    std::vector<model::DeploymentView> out;
    for (const auto& [name, view] : all) out.push_back(view);
    return out;
  }
  std::optional<model::DeploymentView> get(const model::DeploymentName& name) const override {
    const auto found = all.find(name);
    return found == all.end() ? std::nullopt : std::optional(found->second);
  }
  awaitable<core::Result<std::string>> plan_text(
      model::DeploymentName, std::shared_ptr<const model::Spec> dry_run) override {
    planned.push_back(std::move(dry_run));
    co_return plan;
  }
  awaitable<core::Result<std::vector<model::ServiceExplanation>>> explain(
      model::DeploymentName, model::ServiceName) override {
    co_return explanations;
  }
  awaitable<reconcile::WaitOutcome> wait(model::DeploymentName, model::GenerationNumber,
                                         core::Milliseconds limit) override {
    waits.push_back(limit);
    co_return waits.size() <= outcomes.size() ? outcomes[waits.size() - 1] : outcome;
  }
};

class ApiHost final : public reconcile::HostView {
 public:
  reconcile::HostStatus now;
  reconcile::HostStatus status() const override { return now; }
};

class ApiSink final : public reconcile::EventSink {
 public:
  std::vector<model::Event> recorded;
  void record(model::Event event) override { recorded.push_back(std::move(event)); }
};

// Subscriptions deliver `stream` and then wait, as a quiet log does.
class ApiEvents final : public api::Events {
 public:
  core::Result<std::vector<model::Event>> answer = std::vector<model::Event>{};
  std::vector<api::EventQuery> queries;
  std::deque<api::StreamItem> stream;
  std::optional<model::EventId> subscribed_after;
  api::EventFilter subscribed;
  int open = 0;

  awaitable<core::Result<std::vector<model::Event>>> query(api::EventQuery query) override {
    queries.push_back(std::move(query));
    co_return answer;
  }
  std::unique_ptr<api::Subscription> subscribe(api::EventFilter filter,
                                               std::optional<model::EventId> after) override;
};

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

inline std::unique_ptr<api::Subscription> ApiEvents::subscribe(
    api::EventFilter filter, std::optional<model::EventId> after) {
  subscribed = std::move(filter);
  subscribed_after = after;
  return std::make_unique<ApiSubscription>(*this);
}

class ApiLogs final : public api::Logs {
 public:
  std::vector<std::string> pieces;
  std::optional<core::Error> refusal;
  std::vector<api::LogRequest> requests;
  int open_streams = 0;

  awaitable<core::Result<std::unique_ptr<api::LogStream>>> open(api::LogRequest request) override;
};

class ApiLogStream final : public api::LogStream {
 public:
  ApiLogStream(ApiLogs& logs, bool follow) : logs_(logs), follow_(follow) { ++logs_.open_streams; }
  ~ApiLogStream() override { --logs_.open_streams; }
  awaitable<core::Result<std::optional<std::string>>> next() override {
    if (next_ < logs_.pieces.size()) co_return std::optional(logs_.pieces[next_++]);
    constexpr core::Milliseconds quiet{60'000};
    if (follow_) co_await core::wait_for(quiet);
    co_return std::optional<std::string>{};
  }

 private:
  ApiLogs& logs_;
  bool follow_;
  std::size_t next_ = 0;
};

inline awaitable<core::Result<std::unique_ptr<api::LogStream>>> ApiLogs::open(
    api::LogRequest request) {
  requests.push_back(request);
  if (refusal) co_return *refusal;
  std::unique_ptr<api::LogStream> stream = std::make_unique<ApiLogStream>(*this, request.follow);
  co_return stream;
}

class ApiHistory final : public api::History {
 public:
  std::vector<api::NumberedIntent> changes;
  std::vector<api::IntentQuery> asked;
  std::vector<model::Generation> applied;
  awaitable<core::Result<std::vector<api::NumberedIntent>>> intents(
      api::IntentQuery query) override {
    asked.push_back(std::move(query));
    co_return changes;
  }
  awaitable<core::Result<std::vector<model::Generation>>> generations(
      model::DeploymentName) override {
    co_return applied;
  }
};

class ApiIdempotency final : public api::Idempotency {
 public:
  std::map<std::string, api::RememberedAnswer> answers;
  awaitable<core::Result<std::optional<api::RememberedAnswer>>> get(std::string key) override {
    const auto found = answers.find(key);
    co_return found == answers.end() ? std::optional<api::RememberedAnswer>{}
                                     : std::optional(found->second);
  }
  awaitable<core::Status> put(std::string key, api::RememberedAnswer answer) override {
    answers.emplace(std::move(key), std::move(answer));
    co_return core::Status{};
  }
};

class ApiReload final : public api::Reload {
 public:
  core::Status answer;
  awaitable<core::Status> reload(std::string) override { co_return answer; }
  bool last_succeeded() const override { return answer.has_value(); }
};

struct ApiWorld {
  ApiDesired desired;
  ApiViews views;
  ApiHost host;
  ApiSink sink;
  ApiEvents events;
  ApiLogs logs;
  ApiHistory history;
  ApiIdempotency idempotency;
  ApiReload reload;
  core::BlockingPool pool{"test", 1};
  ApiClock clock;
  ApiSamples samples;
  ApiLatest latest;
  ApiSpikes spikes;
  ApiChecks checks;
  ApiUptimes uptimes;
  ApiIncidents incidents;
  ApiChannels channels;
  ApiNotifications notifications;
  ApiSilences silences;
  api::EventCounts counts{sink};
  api::LoopLag lag{clock};
  api::Backend backend{
      desired, views,       views,  host,         counts, events, logs,
      history, idempotency, reload, {pool, pool}, pool,   clock,  samples,
      latest,  spikes,      checks, uptimes,      counts, lag,    {"box", {}, "0.1.0"}};

  ApiWorld() {
    host.now.engine_up = host.now.store_writable = true;
    host.now.last_progress = clock.at.mono;
    backend.incidents = &incidents;
    backend.channels = &channels;
    backend.notifications = &notifications;
    backend.silences = &silences;
  }
};

// The deployment that CONTRACT.md shows.
model::DeploymentView the_shop();

}  // namespace fakes
