// Port Runtime over the Engine API: carries out one action at a time, decides nothing. I/O thread
// only.
#pragma once

#include "core/io/file_look.hpp"
#include "docker/images.hpp"
#include "docker/last_words.hpp"
#include "docker/lost_processes.hpp"
#include "docker/observer.hpp"
#include "docker/work_request.hpp"
#include "reconcile/ports.hpp"

#include <memory>

namespace docker {

// Beyond the grace (ENGINE.md 9): what the engine takes to say that it cannot end a process is 14
// s.
constexpr Milliseconds stop_margin{20'000};
constexpr int stop_grace_default_s = 10;     // where neither the action nor the container says one
constexpr int stop_grace_max_s = 24 * 3600;  // stands in for "for ever"

class DockerRuntime final : public reconcile::Runtime {
 public:
  // All must outlive it; the pools as in Images. `host` is asked for processes that the engine has
  // lost.
  DockerRuntime(EngineClient& client, core::BlockingPool& files, core::BlockingPool& logins,
                const core::Clock& clock,
                std::shared_ptr<const HostProcesses> host = host_processes());

  // Of one request that creates or starts a container (`heal.attempt_timeout`); a restart gets it
  // beside the time of its stop. In force from the next request on.
  void set_attempt_timeout(Milliseconds limit) { attempt_timeout_ = limit; }

  awaitable<Outcome<model::Observation>> observe(std::shared_ptr<const model::Spec> spec,
                                                 reconcile::Leftovers leftovers) override;
  awaitable<Outcome<model::Container>> inspect(model::ContainerId id) override;
  awaitable<Outcome<reconcile::Done>> perform(reconcile::Work work) override;
  awaitable<Outcome<model::StoredInspect>> raw_inspect(model::ContainerId id) override;
  awaitable<core::Result<std::optional<model::Fault>>> fault_of_end(
      model::Container ended) override;

 private:
  using Work = std::shared_ptr<const reconcile::Work>;
  using Done = Outcome<reconcile::Done>;

  awaitable<Done> carry_out(Work work, model::CreateNetwork action);
  awaitable<Done> carry_out(Work work, model::CreateVolume action);
  awaitable<Done> carry_out(Work work, model::RemoveNetwork action);
  awaitable<Done> carry_out(Work work, model::RemoveVolume action);
  awaitable<Done> carry_out(Work work, model::PullImage action);
  awaitable<Done> carry_out(Work work, model::CreateContainer action);
  awaitable<Done> carry_out(Work work, model::StartContainer action);
  awaitable<Done> carry_out(Work work, model::StopContainer action);
  awaitable<Done> carry_out(Work work, model::RestartContainer action);
  awaitable<Done> carry_out(Work work, model::RemoveContainer action);
  awaitable<Done> carry_out(Work work, model::RenameContainer action);
  awaitable<Done> carry_out(Work work, model::ConnectNetwork action);

  awaitable<Done> create_new(std::string what, std::string path, std::string body);
  awaitable<Done> remove(std::string what, std::string path);
  awaitable<Outcome<void>> connect(std::string network, model::ContainerId container,
                                   std::string endpoint_json, std::string doing);
  awaitable<Outcome<CreateFacts>> create_facts(Work work, model::CreateContainer action);
  awaitable<core::Result<std::string>> profile_at(std::string path);
  awaitable<Done> finish_create(model::ContainerId id, ContainerRequest request, std::string doing);
  awaitable<Outcome<void>> complete(model::ContainerId id, ContainerRequest request,
                                    std::string doing);
  awaitable<Outcome<Milliseconds>> stop_grace(model::ContainerId container,
                                              std::optional<int> timeout_s);
  awaitable<Done> end(Call call, model::ContainerId container, Milliseconds grace);
  awaitable<Outcome<void>> end_what_runs_on(const model::RemoveContainer& action);
  model::Fault given_up(model::Fault fault, const model::ContainerId& container) const;
  awaitable<bool> is_gone(model::ContainerId container, Milliseconds limit);
  awaitable<bool> comes_down(model::ContainerId container);

  // With its path: who asks while another one hangs gets that one's.
  struct Profile {
    std::string path;
    core::Result<std::string> text;
  };

  EngineClient& client_;
  const core::Clock& clock_;
  core::FileLook<Profile> profile_;
  Milliseconds attempt_timeout_{120'000};
  Images images_;
  Observer observer_;
  LastWords last_words_;
  LostProcesses lost_;
};

}  // namespace docker
