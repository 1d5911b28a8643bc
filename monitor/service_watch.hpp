// All that is watched for in one service. Pure.
#pragma once

#include "core/clock.hpp"
#include "monitor/adaptive.hpp"
#include "monitor/ports.hpp"
#include "monitor/spike_settings.hpp"
#include "monitor/threshold.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace monitor {

enum class SpikeKind : std::uint8_t {
  cpu_threshold,
  memory_threshold,
  cpu_adaptive,
  memory_adaptive
};
inline constexpr std::size_t spike_kinds = 4;

std::string_view metric_of(SpikeKind kind);  // "cpu", "memory"
std::string_view rule_of(SpikeKind kind);    // "threshold", "adaptive"

// One resource of what is nearest to its limit: of a container with a limit of its own, or of all
// together that have none.
struct Nearness {
  std::optional<double> percent;  // of `limit`
  double limit = 0;               // percent of a core, or bytes; 0: not known
  bool own = false;               // its own limit; else the host's
  model::ContainerId container;   // of several together, the one that uses most
};

// A service at one look.
struct Sight {
  Nearness cpu, memory;
  std::optional<double> cpu_percent;   // of all its containers
  std::optional<double> memory_bytes;  // likewise
};

struct HostSize {
  double cpu_percent = 0;   // 100 a core; 0: not known
  double memory_bytes = 0;  // 0: not known
};

// `containers`: those of the service, of which none may be there.
Sight sight_of(const std::vector<const ContainerNow*>& containers, const SpikeSettings& settings,
               const HostSize& host);

struct SpikeNote {
  SpikeKind kind = SpikeKind::cpu_threshold;
  Change change;
  Nearness nearness;  // now; at an end, that of the peak
  // What is usual for the service: percent of a core, or bytes. Nothing during warm-up.
  std::optional<Baseline> baseline;
};

// What is open is told of again where its peak is by so much above what was told.
inline constexpr double grown_by = 1.25;

class ServiceWatch {
 public:
  // At each look.
  std::vector<SpikeNote> look(core::MonoTime at, const Sight& sight, const SpikeSettings& settings);

  // What is usual, once a minute or so.
  void learn(std::optional<Baseline> cpu, std::optional<Baseline> memory);

  // What an agent before this one told of goes on. Before the first look. `against`: what it was
  // held against.
  void resume(SpikeKind kind, const ToldSpike& told, const Baseline& usual, core::MonoTime now,
              Nearness against = {});

  // The level is reached that nothing was at before: the next look may open a spike, or this one.
  bool begins(const Sight& sight, const SpikeSettings& settings) const;
  bool is_counting() const;  // something is on the way to a spike
  bool is_quiet() const;     // nothing is open that would have to be ended
  struct Open {
    SpikeKind kind;
    core::MonoTime since;
    double value, peak;
  };
  std::vector<Open> open() const;

 private:
  struct Peak {
    double value = 0;
    Nearness nearness;
    double told = 0;  // the greatest one that was told of
  };
  template <class Detector>
  std::optional<Change> growth_of(SpikeKind kind, const Detector& detector, core::MonoTime at);
  // Where its peak was, while it is open: at its end there may be no value, or another limit.
  Nearness nearness_of_peak(SpikeKind kind, double peak, bool ended, const Nearness& now);

  std::map<SpikeKind, Peak> peaks_;  // of what is open
  Threshold cpu_, memory_;
  Adaptive unusual_cpu_, unusual_memory_;
  std::optional<Baseline> usual_cpu_, usual_memory_;
};

}  // namespace monitor
