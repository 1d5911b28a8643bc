#include "monitor/event_codec.hpp"
#include "monitor/host_reader.hpp"
#include "monitor/monitor.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace monitor {
namespace {

RecentShape shape_of(const Settings& settings) { return {settings.interval, settings.raw}; }

std::vector<LookTarget> targets_of(const std::vector<Running>& running,
                                   const std::set<model::ContainerId>& suspects) {
  std::vector<LookTarget> targets;
  targets.reserve(running.size());
  for (const auto& each : running)
    targets.push_back({each.id, each.pid, suspects.contains(each.id)});
  return targets;
}

}  // namespace

Monitor::Monitor(Ports ports, boost::asio::any_io_executor executor, Settings settings,
                 std::size_t descriptors_max)
    : ports_(ports),
      settings_(std::move(settings)),
      descriptors_max_(descriptors_max),
      past_(ports.history, ports.clock, shape_of(settings_)),
      vigil_(ports.events, ports.policies, ports.clock, settings_),
      disk_news_(ports.events, ports.clock, executor),
      engine_looks_(ports.engine, ports.clock, executor),
      other_pace_(std::move(executor)) {
  make_sampler();
}

Monitor::~Monitor() = default;

void Monitor::make_sampler() {
  SamplerOptions options;
  options.reader.seldom_every =
      static_cast<unsigned>(std::max<std::int64_t>(1, slow_file_interval / settings_.interval));
  options.descriptors_max = descriptors_max_;
  sampler_ = std::make_shared<Sampler>(ports_.clock, std::move(options));
}

void Monitor::recall(const Recalled& recalled) {
  const auto now = ports_.clock.now().mono;
  vigil_.recall(recalled);
  if (recalled.disks_silent) disk_silence_.resume(now);
  if (recalled.looks_silent) look_silence_.resume(now);
}

void Monitor::configure(Settings settings) {
  const bool other_pace = settings.interval != settings_.interval;
  settings_ = std::move(settings);
  if (other_pace) make_sampler();
  past_.configure(shape_of(settings_));
  vigil_.configure(settings_);
  if (other_pace) other_pace_.notify();
}

// In time with the slots of what is kept, so that each look has one of its own.
core::Milliseconds Monitor::until_next_look() const {
  const auto interval = settings_.interval;
  const auto since = ports_.clock.now().mono - past_.recent().origin();
  return interval - since % interval;
}

awaitable<void> Monitor::look_at_containers() {
  for (;;) {
    co_await look_once();
    (void)co_await other_pace_.wait_for(until_next_look());
  }
}

awaitable<void> Monitor::look_once() {
  const auto running = ports_.containers.running();
  std::function<Looks()> work = [sampler = sampler_,
                                 targets = targets_of(running, vigil_.suspects())] {
    return sampler->look(targets);
  };
  look_silence_.note_asked(ports_.clock.now().mono);
  auto looks = co_await looks_.run(std::move(work));
  look_silence_.note_answered();
  engine_looks_.complete(looks);
  say_missed(looks);
  board_.take(running, looks, ports_.clock.now());
  past_.take(board_);
  vigil_.look(board_, past_.recent());
  ++revision_;
}

awaitable<void> Monitor::watch_silences() {
  for (;;) {
    say_silences();
    co_await core::wait_for(silence_interval);
  }
}

void Monitor::say_silences() {
  const auto now = ports_.clock.now();
  if (const auto silent = disk_silence_.look(now.mono))
    ports_.events.record(disks_event(*silent, now.wall));
  const auto silent = look_silence_.look(now.mono);
  if (!silent) return;
  ports_.events.record(looks_event(*silent, now.wall));
  if (!*silent) return;
  board_.forget();
  ++revision_;
}

// Once for as long as it is so. What merely ended is no news.
void Monitor::say_missed(const Looks& looks) {
  std::string why;
  std::size_t count = 0;
  for (const auto& each : looks.missed) {
    if (each.why.code == core::Errc::not_found) continue;
    why = each.why.what;
    ++count;
  }
  if (!why.empty() && why != said_missed_)
    spdlog::warn("monitor.not_seen containers={} why=\"{}\" instead=\"the engine is asked\"", count,
                 why);
  said_missed_ = why;
}

awaitable<void> Monitor::look_at_disks() {
  for (;;) {
    std::function<core::Result<std::vector<DiskUsage>>()> work =
        [types = settings_.disks.exclude_types] { return read_disks(types); };
    disk_silence_.note_asked(ports_.clock.now().mono);
    auto disks = co_await disks_.run(std::move(work));
    disk_silence_.note_answered();
    if (disks) {
      past_.take_disks(*disks);
      for (auto& change : vigil_.look_at_disks(*disks, past_.recent()))
        disk_news_.tell(std::move(change));
      board_.take_disks(std::move(*disks));
      ++revision_;
    }
    co_await core::wait_for(disk_interval);
  }
}

}  // namespace monitor
