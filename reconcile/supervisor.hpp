// The owner's side: what the API may ask for and see. A write is durable before it returns; what
// follows from it is the loop's. I/O thread only.
#pragma once

#include "reconcile/engine_session.hpp"
#include "reconcile/loop.hpp"
#include "reconcile/ports.hpp"
#include "reconcile/returning.hpp"

#include <set>
#include <string>

namespace reconcile {

class Supervisor final : public Desired, public Views, public HostView, public Changes {
 public:
  struct Ports {
    Loop& loop;
    Ledger& ledger;
    EngineSession& session;
    Returning& returning;
    EventSink& events;
    const core::Clock& clock;
    boost::asio::any_io_executor executor;
  };
  struct Host {
    core::WallTime booted_at, started_at;
  };
  Supervisor(Ports ports, Host host);

  // Why only observing is possible; "" for no reason. Writes are refused with it.
  void set_rescue(std::string why) { rescue_ = std::move(why); }
  void set_store_writable(bool writable) { store_writable_ = writable; }

  awaitable<core::Result<Applied>> apply(ApplyRequest request) override;
  awaitable<core::Result<Applied>> act(VerbRequest request) override;
  awaitable<core::Status> remove(DeleteRequest request) override;
  awaitable<core::Result<model::Hold>> hold(model::Hold hold) override;
  awaitable<core::Result<int>> resume(model::DeploymentName deployment, model::ServiceName service,
                                      std::int64_t id, Caller caller) override;

  std::vector<model::DeploymentView> list() const override;
  std::optional<model::DeploymentView> get(const model::DeploymentName& name) const override;
  awaitable<core::Result<std::string>> plan_text(model::DeploymentName name,
                                                 std::optional<ApplyRequest> dry_run) override;
  awaitable<core::Result<std::vector<model::ServiceExplanation>>> explain(
      model::DeploymentName name, model::ServiceName service) override;
  awaitable<WaitOutcome> wait(model::DeploymentName name, model::GenerationNumber generation,
                              core::Milliseconds limit) override;

  HostStatus status() const override;
  std::uint64_t revision() const override { return revision_; }

 private:
  core::Status writable() const;
  // Whether such a spec can be carried out at all, as far as it alone tells.
  awaitable<core::Status> feasible(std::shared_ptr<const model::Spec> spec);
  awaitable<core::Status> bring_back(model::DeploymentName name);
  core::Result<std::vector<model::ServiceName>> chosen(
      const model::Deployment& deployment, const std::vector<model::ServiceName>& names) const;
  std::vector<model::Hold> holds() const;
  std::optional<WaitOutcome> outcome(const model::DeploymentName& name,
                                     model::GenerationNumber generation, std::uint64_t wish) const;
  // Until when its being converged proves nothing yet.
  std::optional<core::MonoTime> fresh(const model::DeploymentName& name) const;
  void changed();
  void overrule(const model::DeploymentName& name, const std::vector<model::ServiceName>& services);
  void begin_anew(const model::DeploymentName& name,
                  const std::vector<model::ServiceName>& services);
  void say(const model::DeploymentName& name, const model::ServiceName& service, std::string type,
           std::string message, std::string data = "{}");

  Ports ports_;
  Host host_;
  std::string rescue_;
  bool store_writable_ = true;
  std::uint64_t revision_ = 1;
  std::set<core::Wakeup*> waiting_;
  std::int64_t last_hold_id_ = 0;
};

}  // namespace reconcile
