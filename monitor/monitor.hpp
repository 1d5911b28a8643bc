// The loop that looks at everything, and what others may ask of it. I/O thread only.
#pragma once

#include "core/clock.hpp"
#include "core/io/blocking.hpp"
#include "core/io/timing.hpp"
#include "monitor/board.hpp"
#include "monitor/disk_eaters.hpp"
#include "monitor/engine_looks.hpp"
#include "monitor/host_checks.hpp"
#include "monitor/past.hpp"
#include "monitor/ports.hpp"
#include "monitor/recall.hpp"
#include "monitor/sampler.hpp"
#include "monitor/settings.hpp"
#include "monitor/silence.hpp"
#include "monitor/vigil.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace monitor {

inline constexpr core::Milliseconds disk_interval = std::chrono::minutes(1);
inline constexpr core::Milliseconds disk_silence_max = std::chrono::seconds(30);
inline constexpr core::Milliseconds look_silence_max = std::chrono::seconds(30);
inline constexpr core::Milliseconds silence_interval = std::chrono::seconds(5);
// What is slow to read of a container is read once in so long.
inline constexpr core::Milliseconds slow_file_interval = std::chrono::seconds(10);

class Monitor final : public Latest {
 public:
  // All must outlive it.
  struct Ports {
    const Containers& containers;
    const SpikePolicies& policies;
    EngineStats& engine;
    History& history;
    EventSink& events;
    const core::Clock& clock;
    // Folders without which nothing goes on (the engine's data, the agent's state): what they are
    // on is a disk to watch, whatever it is.
    struct OwnFolders {
      std::vector<std::string> paths;
      bool all = true;  // else there are more, which are not known yet
    };
    std::function<OwnFolders()> own_folders = [] { return OwnFolders(); };
  };
  Monitor(Ports ports, boost::asio::any_io_executor executor, Settings settings,
          std::size_t descriptors_max);
  ~Monitor();

  // Each until cancelled, in a task of its own: a disk that does not answer must not keep anything
  // else waiting, nor a slow engine.
  awaitable<void> look_at_containers();
  awaitable<void> look_at_disks();
  // Tells of looks and disks that do not answer, and forgets what was seen before.
  awaitable<void> watch_silences();
  // One turn of it.
  void say_silences();
  bool is_looking() const { return look_silence_.is_asked(); }  // at containers, now
  awaitable<void> ask_engine() { return engine_looks_.run(); }
  // Where it does not run, full disks are told of without what fills them. Both must outlive it.
  awaitable<void> ask_for_disk_eaters(DiskEaters& eaters, EngineAnswers& engine) {
    return disk_news_.ask(eaters, engine);
  }

  // Before the loops: what an agent before this one told of and did not take back.
  void recall(const Recalled& recalled);
  // In force with the next look, which comes no later than its interval says.
  void configure(Settings settings);

  // What others are about to tell: what is known of it here is added, and learned from it.
  void take_part_in(model::Event& event);

  Samples& samples() { return past_; }
  const Spikes& spikes() const { return vigil_; }
  const HostChecks& host_checks() const { return host_checks_; }
  // Looks at the disks now, out of turn, and answers when that is done. Errors: not_found, conflict
  // (it cannot be run by itself), unavailable (a disk does not answer).
  awaitable<core::Result<CheckView>> run_host_check(std::string id);

  std::vector<ContainerNow> containers() const override { return board_.containers(); }
  std::optional<ServiceNow> service(const model::DeploymentName& deployment,
                                    const model::ServiceName& service) const override {
    return board_.service(deployment, service);
  }
  std::optional<HostNow> host() const override { return board_.host(); }
  std::vector<DiskUsage> disks() const override { return board_.disks(); }
  std::uint64_t revision() const override { return revision_; }

 private:
  awaitable<void> look_once();
  awaitable<void> look_at_processes(std::set<model::ContainerId> containers);
  void say_missed(const Looks& looks);
  core::Milliseconds until_next_look() const;
  void make_sampler();
  void tell_silence(std::string_view check, model::Event event, core::Instant now);

  Ports ports_;
  Settings settings_;
  std::size_t descriptors_max_;
  Board board_;
  Past past_;
  Vigil vigil_;
  DiskNews disk_news_;
  EngineLooks engine_looks_;
  std::shared_ptr<Sampler> sampler_;  // used by the pool alone while a look is under way
  core::Wakeup other_pace_, disks_wanted_;
  HostChecks host_checks_;
  std::uint64_t disk_looks_begun_ = 0, disk_looks_ = 0;  // the latter were answered
  std::uint64_t revision_ = 1;
  std::string said_missed_;
  Silence disk_silence_{disk_silence_max}, look_silence_{look_silence_max};
  core::BlockingPool looks_{"looks", 1};
  core::BlockingPool disks_{"disks", 1};
};

}  // namespace monitor
