// The end of a deployment: deleted, or released with its containers as they are.
#include "core/text.hpp"
#include "reconcile/supervisor.hpp"
#include "reconcile/waiting.hpp"
#include "reconcile/wishes.hpp"

#include <chrono>

namespace reconcile {
namespace {

// Shorter than what the command line waits for an answer.
constexpr core::Milliseconds come_back_max{20'000};

// While it lives, nothing is begun but what brings back.
class Releasing {
 public:
  Releasing(Loop& loop, Ledger& ledger, model::DeploymentName name)
      : loop_(loop), name_(std::move(name)) {
    mark(true);
    ledger.renew_wish(name_);
    loop_.wake(name_);
  }
  ~Releasing() {
    mark(false);
    loop_.wake(name_);
  }
  Releasing(const Releasing&) = delete;
  Releasing& operator=(const Releasing&) = delete;

 private:
  void mark(bool releasing) {
    if (auto* track = loop_.find(name_)) track->releasing = releasing;
  }

  Loop& loop_;
  model::DeploymentName name_;
};

}  // namespace

// What a pass has stopped in order to start it again would stay down: after the release it is
// nobody's. Where the engine is away, nothing can be done about that.
awaitable<core::Status> Supervisor::bring_back(model::DeploymentName name) {
  const auto until = ports_.clock.now().mono + come_back_max;
  const auto wish = ports_.ledger.wish_of(name);
  core::Wakeup wakeup(ports_.executor);
  const Waiting waiting(waiting_, wakeup);
  for (;;) {
    const auto owed = ports_.loop.owed(name);
    if (owed.empty() || !ports_.loop.surroundings().engine_up) co_return core::Status{};
    const auto now = ports_.clock.now().mono;
    if (now >= until) {
      const std::vector<std::string> names(owed.begin(), owed.end());
      co_return core::Error{core::Errc::conflict,
                            name + " is not released yet: " + core::join(names, ", ") +
                                " is being replaced and would stay down; try again once it is up"};
    }
    (void)co_await wakeup.wait_for(std::chrono::ceil<core::Milliseconds>(until - now));
    if (ports_.ledger.wish_of(name) != wish) {
      co_return core::Error{core::Errc::conflict,
                            "something else was asked of " + name +
                                " while it was being released: it is not released"};
    }
  }
}

awaitable<core::Status> Supervisor::remove(DeleteRequest request) {
  if (const auto status = writable(); !status) co_return status.error();
  const auto& name = request.deployment;
  std::optional<Releasing> releasing;
  if (!request.containers && ports_.ledger.find(name) != nullptr) {
    const auto matches = check_generation(name, ports_.ledger.find(name), request.if_match);
    if (!matches) co_return matches.error();
    releasing.emplace(ports_.loop, ports_.ledger, name);
    const auto back = co_await bring_back(name);
    if (!back) co_return back.error();
  }
  const auto turn = co_await ports_.ledger.turn();
  const auto* deployment = ports_.ledger.find(name);
  if (deployment == nullptr) co_return core::not_found("there is no deployment " + name);
  const auto matches = check_generation(name, deployment, request.if_match);
  if (!matches) co_return matches.error();
  std::vector<Change> changes;
  if (request.containers)
    changes.emplace_back(MarkDeleting{name, request.volumes});
  else
    changes.emplace_back(RemoveDeployment{name});
  auto committed = co_await ports_.ledger.commit(std::move(changes));
  if (!committed) co_return committed.error();
  if (request.containers) {
    begin_anew(name, {});
  } else {
    if (auto* track = ports_.loop.find(name)) track->gone = true;
    ports_.loop.wake(name);
    say(name, "", "deployment.released",
        name + " was released: its containers are left as they are");
    changed();
  }
  co_return core::Status{};
}

}  // namespace reconcile
