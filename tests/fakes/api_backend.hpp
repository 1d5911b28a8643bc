// Everything that the API talks to, in memory: what was asked is recorded, what is answered is set.
// The bodies of coroutines are in files of their own: each costs a compiler as much as a test.
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

  awaitable<core::Result<reconcile::Applied>> apply(reconcile::ApplyRequest request) override;
  awaitable<core::Result<reconcile::Applied>> act(reconcile::VerbRequest request) override;
  awaitable<core::Status> remove(reconcile::DeleteRequest request) override;
  awaitable<core::Result<model::Hold>> hold(model::Hold hold) override;
  awaitable<core::Result<int>> resume(model::DeploymentName deployment, model::ServiceName service,
                                      std::int64_t id, reconcile::Caller) override;
};

class ApiViews final : public reconcile::Views, public reconcile::Changes {
 public:
  std::map<std::string, model::DeploymentView> all;
  std::uint64_t changes = 1;
  mutable int listed = 0;
  core::Result<std::string> plan = std::string("1  start  shop/web  because it is not running\n");
  std::vector<std::optional<reconcile::ApplyRequest>> planned;
  std::vector<model::ServiceExplanation> explanations;
  reconcile::WaitOutcome outcome = reconcile::WaitOutcome::converged;
  std::vector<reconcile::WaitOutcome> outcomes;  // of the first waits, before `outcome`
  std::vector<core::Milliseconds> waits;

  std::uint64_t revision() const override { return changes; }
  std::vector<model::DeploymentView> list() const override;
  std::optional<model::DeploymentView> get(const model::DeploymentName& name) const override;
  awaitable<core::Result<std::string>> plan_text(
      model::DeploymentName, std::optional<reconcile::ApplyRequest> dry_run) override;
  awaitable<core::Result<std::vector<model::ServiceExplanation>>> explain(
      model::DeploymentName, model::ServiceName) override;
  awaitable<reconcile::WaitOutcome> wait(model::DeploymentName, model::GenerationNumber,
                                         core::Milliseconds limit) override;
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

  awaitable<core::Result<std::vector<model::Event>>> query(api::EventQuery query) override;
  std::unique_ptr<api::Subscription> subscribe(api::EventFilter filter,
                                               std::optional<model::EventId> after) override;
};

class ApiLogs final : public api::Logs {
 public:
  std::vector<std::string> pieces;
  std::optional<core::Error> refusal;
  std::optional<core::Error> break_off;  // after the pieces
  std::vector<api::LogRequest> requests;
  int open_streams = 0;

  awaitable<core::Result<std::unique_ptr<api::LogStream>>> open(api::LogRequest request) override;
};

class ApiHistory final : public api::History {
 public:
  std::vector<api::NumberedIntent> changes;
  std::vector<api::IntentQuery> asked;
  std::vector<model::Generation> applied;
  awaitable<core::Result<std::vector<api::NumberedIntent>>> intents(
      api::IntentQuery query) override;
  awaitable<core::Result<std::vector<model::Generation>>> generations(
      model::DeploymentName) override;
};

class ApiIdempotency final : public api::Idempotency {
 public:
  std::map<std::string, api::RememberedAnswer> answers;
  awaitable<core::Result<std::optional<api::RememberedAnswer>>> get(std::string key) override;
  awaitable<core::Status> put(std::string key, api::RememberedAnswer answer) override;
};

class ApiReload final : public api::Reload {
 public:
  core::Status answer;
  awaitable<core::Status> reload(std::string) override;
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

  ApiWorld();
};

// The deployment that CONTRACT.md shows.
model::DeploymentView the_shop();

}  // namespace fakes
