// Whether the memory of a service's containers will reach what it may grow to. Pure.
//
// Each container is held against its own limit, by itself: that another one is started anew says
// nothing of it. All share what the host has available, by how fast they grow; where that is
// nearer than its own limit, or it has none, a container is held against it. One that the engine
// tells of may be on another host, and is not, where it has a limit. What counts is memory that the
// kernel cannot take back: without the page cache, which goes where the room is needed.
//
// One that is there and has no values for a while goes on where it was; what was started anew, or
// is not there any more while others are, is forgotten.
//
// It is told once for a service: when the first of its containers is expected to be at its limit,
// and when the last one is not any more.
#pragma once

#include "core/clock.hpp"
#include "monitor/forecast.hpp"
#include "monitor/ports.hpp"
#include "monitor/step_means.hpp"
#include "monitor/trend.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace monitor {

struct MemoryNote {
  ForecastChange change;
  model::ContainerId container;
  std::string name;  // of the container, where others of the service run; else ""
};

class MemoryOutlook {
 public:
  using Replicas = std::vector<const ContainerNow*>;

  // At each look.
  void take(const Replicas& replicas, core::MonoTime now);
  // Once a minute. `unseen`: what is there, of whatever service, but not seen at this look.
  // `available_bytes`: of the host; what is not above 0 is not known.
  std::vector<MemoryNote> look(const Replicas& replicas, const std::set<model::ContainerId>& unseen,
                               double available_bytes, const ForecastRule& rule, core::Instant now);

  // As Forecast::resume, of a container that had started before it was told.
  void resume(const model::ContainerId& container, const ForecastChange& said,
              core::WallTime told_at, core::Instant now);
  bool open() const { return told_; }

 private:
  struct Watched {
    core::WallTime started_at;
    core::WallTime counted_since;           // the start that `minutes` and `steps` are of
    std::optional<core::WallTime> told_at;  // by an agent before this one
    std::string name;
    StepMeans minutes{one_minute, trend_samples_max + 1};
    StepMeans steps{quick_step, quick_steps_max};
    std::optional<double> level;
    double own_limit = 0;  // 0: none
    bool by_engine = false;
    bool of_host = false;  // it is held against what the host has
    Trends trends;
    Forecast forecast;
    bool there = false;
    core::MonoTime there_at;
  };
  struct Limit {
    double bytes = 0;
    bool of_host = false;
  };
  using ById = std::map<model::ContainerId, Watched>;

  // What ended by that it was started anew, or is another container now.
  void end_what_went(const Replicas& replicas, const std::set<model::ContainerId>& unseen,
                     core::MonoTime now, std::vector<MemoryNote>& notes);
  void learn(const Replicas& replicas, core::Instant now);
  static Limit limit_of(const Watched& watched, double available_bytes, double growth);
  void learn_where_it_stood();
  void note(const std::optional<ForecastChange>& change, const ById::value_type& entry,
            std::vector<MemoryNote>& notes);
  bool any_open() const;

  ById containers_;
  // The most at which one of them stood, also of those that are gone.
  std::optional<double> stood_at_;
  bool told_ = false;
};

}  // namespace monitor
