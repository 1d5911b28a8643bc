#include "monitor/service_watch.hpp"

#include "monitor/rates.hpp"

#include <algorithm>
#include <utility>

namespace monitor {
namespace {

std::optional<double> number(const std::optional<std::uint64_t>& value) {
  return value ? std::optional(static_cast<double>(*value)) : std::nullopt;
}

void add(std::optional<double>& sum, const std::optional<double>& value) {
  if (value) sum = sum.value_or(0) + *value;
}

// What the containers of a service use of one resource, against their limits: each against its own.
// The host's is one for all others, so that it is reached by what these use together.
class Nearest {
 public:
  Nearest(LimitOf of, double host_limit) : of_(of) { together_.limit = host_limit; }

  void add(const model::ContainerId& container, const std::optional<double>& used,
           const std::optional<double>& own_limit) {
    const bool own = of_ == LimitOf::limit && own_limit.value_or(0) > 0;
    if (own)
      add_limited(container, used, *own_limit);
    else
      add_to_sum(container, used);
  }

  Nearness nearness() && {
    if (sum_ && together_.limit > 0) together_.percent = 100 * *sum_ / together_.limit;
    const bool is_own = limited_.own && limited_.percent >= together_.percent;
    return is_own ? std::move(limited_) : std::move(together_);
  }

 private:
  void add_limited(const model::ContainerId& container, const std::optional<double>& used,
                   double limit) {
    const auto percent = used ? std::optional(100 * *used / limit) : std::nullopt;
    if (!limited_.percent || percent > limited_.percent)
      limited_ = {percent, limit, true, container};
  }

  void add_to_sum(const model::ContainerId& container, const std::optional<double>& used) {
    if (together_.container.empty() || used > most_) {
      together_.container = container;
      most_ = used;
    }
    monitor::add(sum_, used);
  }

  LimitOf of_;
  Nearness limited_;   // the one that is nearest to its own
  Nearness together_;  // those without one; names the one that uses most
  std::optional<double> most_, sum_;
};

template <class Detector>
void note_open(std::vector<ServiceWatch::Open>& out, SpikeKind kind, const Detector& detector) {
  if (detector.open()) out.push_back({kind, detector.since(), detector.value(), detector.peak()});
}

}  // namespace

std::string_view metric_of(SpikeKind kind) {
  return kind == SpikeKind::cpu_threshold || kind == SpikeKind::cpu_adaptive ? "cpu" : "memory";
}

std::string_view rule_of(SpikeKind kind) {
  return kind == SpikeKind::cpu_threshold || kind == SpikeKind::memory_threshold ? "threshold"
                                                                                 : "adaptive";
}

Sight sight_of(const std::vector<const ContainerNow*>& containers, const SpikeSettings& settings,
               const HostSize& host) {
  Sight sight;
  Nearest cpu(settings.cpu.of, host.cpu_percent);
  Nearest memory(settings.memory.of, host.memory_bytes);
  for (const auto* each : containers) {
    const auto& sample = each->sample;
    cpu.add(each->container.id, sample.cpu_percent, sample.cpu_limit_percent);
    // A limit is never reached by page cache, which goes first.
    memory.add(each->container.id, kept_memory(each->usage), number(sample.memory_limit_bytes));
    add(sight.cpu_percent, sample.cpu_percent);
    add(sight.memory_bytes, number(sample.memory_bytes));
  }
  sight.cpu = std::move(cpu).nearness();
  sight.memory = std::move(memory).nearness();
  return sight;
}

Nearness ServiceWatch::nearness_of_peak(SpikeKind kind, double peak, bool ended,
                                        const Nearness& now) {
  if (ended) {
    const auto last = peaks_.extract(kind);
    return last && last.mapped().nearness.limit > 0 ? last.mapped().nearness : now;
  }
  auto& kept = peaks_.try_emplace(kind, Peak{peak, now, peak}).first->second;
  if (peak > kept.value) kept = Peak{peak, now, kept.told};
  return now;
}

template <class Detector>
std::optional<Change> ServiceWatch::growth_of(SpikeKind kind, const Detector& detector,
                                              core::MonoTime at) {
  auto& kept = peaks_.at(kind);
  if (detector.peak() < grown_by * kept.told) return std::nullopt;
  kept.told = detector.peak();
  return Change{Change::Kind::grown, detector.since(), at - detector.since(),
                detector.value(),    detector.peak(),  detector.above()};
}

std::vector<SpikeNote> ServiceWatch::look(core::MonoTime at, const Sight& sight,
                                          const SpikeSettings& settings) {
  std::vector<SpikeNote> notes;
  const auto note = [&](SpikeKind kind, const auto& detector, const std::optional<Change>& change,
                        const Nearness& now, std::optional<Baseline> baseline) {
    if (!change && !detector.open()) return;
    const bool ended = change && change->kind == Change::Kind::ended;
    auto nearness = nearness_of_peak(kind, detector.peak(), ended, now);
    const auto told = change ? change : growth_of(kind, detector, at);
    if (told) notes.push_back({kind, *told, std::move(nearness), std::move(baseline)});
  };
  auto change = cpu_.look(at, sight.cpu.percent, settings.cpu);
  note(SpikeKind::cpu_threshold, cpu_, change, sight.cpu, usual_cpu_);
  change = memory_.look(at, sight.memory.percent, settings.memory);
  note(SpikeKind::memory_threshold, memory_, change, sight.memory, usual_memory_);
  change = unusual_cpu_.look(at, sight.cpu_percent, usual_cpu_, settings.adaptive);
  note(SpikeKind::cpu_adaptive, unusual_cpu_, change, sight.cpu, unusual_cpu_.baseline());
  change = unusual_memory_.look(at, sight.memory_bytes, usual_memory_, settings.adaptive);
  note(SpikeKind::memory_adaptive, unusual_memory_, change, sight.memory,
       unusual_memory_.baseline());
  return notes;
}

void ServiceWatch::learn(std::optional<Baseline> cpu, std::optional<Baseline> memory) {
  usual_cpu_ = cpu;
  usual_memory_ = memory;
}

void ServiceWatch::resume(SpikeKind kind, const ToldSpike& told, const Baseline& usual,
                          core::MonoTime now, Nearness against) {
  peaks_[kind] = Peak{told.peak, std::move(against), told.peak};
  switch (kind) {
    case SpikeKind::cpu_threshold: return cpu_.resume(told);
    case SpikeKind::memory_threshold: return memory_.resume(told);
    case SpikeKind::cpu_adaptive: return unusual_cpu_.resume(told, usual, now);
    case SpikeKind::memory_adaptive: return unusual_memory_.resume(told, usual, now);
  }
}

bool ServiceWatch::begins(const Sight& sight, const SpikeSettings& settings) const {
  const auto is_new = [](const Threshold& held, const Nearness& now, const ThresholdRule& rule) {
    return rule.enabled && !held.open() && !held.counting() && now.percent >= rule.above;
  };
  return is_new(cpu_, sight.cpu, settings.cpu) || is_new(memory_, sight.memory, settings.memory);
}

bool ServiceWatch::is_counting() const {
  return cpu_.counting() || memory_.counting() || unusual_cpu_.counting() ||
         unusual_memory_.counting();
}

bool ServiceWatch::is_quiet() const { return open().empty(); }

std::vector<ServiceWatch::Open> ServiceWatch::open() const {
  std::vector<Open> out;
  note_open(out, SpikeKind::cpu_threshold, cpu_);
  note_open(out, SpikeKind::memory_threshold, memory_);
  note_open(out, SpikeKind::cpu_adaptive, unusual_cpu_);
  note_open(out, SpikeKind::memory_adaptive, unusual_memory_);
  return out;
}

}  // namespace monitor
