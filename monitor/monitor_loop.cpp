#include "core/time_text.hpp"
#include "monitor/event_codec.hpp"
#include "monitor/host_reader.hpp"
#include "monitor/monitor.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace monitor {
namespace {

constexpr core::Milliseconds disk_answer_pause{20};
constexpr core::Milliseconds between_process_looks{250};  // the kernel counts in hundredths

RecentShape shape_of(const Settings& settings) { return {settings.interval, settings.raw}; }

std::vector<LookTarget> targets_of(const std::vector<Running>& running,
                                   const std::set<model::ContainerId>& suspects) {
  std::vector<LookTarget> targets;
  targets.reserve(running.size());
  for (const auto& each : running)
    targets.push_back({each.id, each.pid, suspects.contains(each.id), each.touched_at});
  return targets;
}

bool is_mounted(const std::vector<DiskUsage>& disks, const std::string& id) {
  return std::any_of(disks.begin(), disks.end(),
                     [&](const DiskUsage& disk) { return disk_subject(disk.mount_point) == id; });
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
      other_pace_(executor),
      disks_wanted_(std::move(executor)),
      host_checks_({disk_interval, disk_silence_max}, {settings_.interval, look_silence_max}) {
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
  host_checks_.recall(recalled);
  if (recalled.disks_silent) disk_silence_.resume(now);
  if (recalled.looks_silent) look_silence_.resume(now);
}

void Monitor::configure(Settings settings) {
  const bool other_pace = settings.interval != settings_.interval;
  settings_ = std::move(settings);
  if (other_pace) make_sampler();
  past_.configure(shape_of(settings_));
  vigil_.configure(settings_);
  host_checks_.set_looks_interval(settings_.interval);
  if (other_pace) other_pace_.notify();
}

void Monitor::take_part_in(model::Event& event) {
  if (event.type != "service.oom_killed") return;
  const auto now = ports_.clock.now();
  const auto& all = board_.containers();
  const auto seen = std::find_if(all.begin(), all.end(), [&](const ContainerNow& each) {
    return each.container.id == event.container;
  });
  // What is seen now may be of a later run than an event that is told of the past.
  const bool is_of_it = seen != all.end() && seen->container.started_at <= event.at;
  add_memory(
      event, is_of_it ? &*seen : nullptr,
      is_of_it ? board_.top_processes(event.container, TopBy::memory) : std::vector<TopProcess>{});
  const auto at = now.mono - std::max<core::Milliseconds>(now.wall - event.at, {});
  vigil_.note_out_of_memory(event.deployment, event.service, at);
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
  const auto began = ports_.clock.now();
  look_silence_.note_asked(began.mono);
  auto looks = co_await looks_.run(std::move(work));
  host_checks_.take_looks({began, ports_.clock.now()});
  engine_looks_.complete(looks);
  say_missed(looks);
  board_.take(running, looks, ports_.clock.now());
  past_.take(board_);
  if (auto suspects = vigil_.suspects_to_be(board_); !suspects.empty())
    co_await look_at_processes(std::move(suspects));
  look_silence_.note_answered();
  vigil_.look(board_, past_.recent());
  ++revision_;
}

// Twice: what they use of the CPU is between two looks.
awaitable<void> Monitor::look_at_processes(std::set<model::ContainerId> containers) {
  for (const auto pause : {core::Milliseconds{0}, between_process_looks}) {
    if (pause > core::Milliseconds{0}) co_await core::wait_for(pause);
    std::function<std::map<model::ContainerId, ProcessLook>()> work =
        [sampler = sampler_, containers] { return sampler->look_at_processes(containers); };
    board_.take_processes(co_await looks_.run(std::move(work)));
  }
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
    tell_silence(disks_check, disks_event(*silent, now.wall), now);
  const auto silent = look_silence_.look(now.mono);
  if (!silent) return;
  tell_silence(looks_check, looks_event(*silent, now.wall), now);
  if (!*silent) return;
  board_.forget();
  ++revision_;
}

void Monitor::tell_silence(std::string_view check, model::Event event, core::Instant now) {
  host_checks_.take_silence(check, event.alert && event.alert->firing, event.message, now);
  ports_.events.record(std::move(event));
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
    const auto own = ports_.own_folders();
    std::function<core::Result<std::vector<DiskUsage>>()> work =
        [types = settings_.disks.exclude_types, folders = own.paths] {
          return read_disks(types, folders);
        };
    const auto began = ports_.clock.now();
    ++disk_looks_begun_;
    disk_silence_.note_asked(began.mono);
    auto disks = co_await disks_.run(std::move(work));
    disk_silence_.note_answered();
    if (disks) {
      past_.take_disks(*disks);
      for (auto& change : vigil_.look_at_disks(*disks, past_.recent(), own.all))
        disk_news_.tell(std::move(change));
      host_checks_.take_disks(*disks, vigil_.disk_watch(), {began, ports_.clock.now()});
      board_.take_disks(std::move(*disks));
      ++revision_;
    }
    disk_looks_ = disk_looks_begun_;
    (void)co_await disks_wanted_.wait_for(disk_interval);
  }
}

awaitable<core::Result<CheckView>> Monitor::run_host_check(std::string id) {
  if (id == looks_check)
    co_return core::Error{core::Errc::conflict, "the check `" + id +
                                                    "` cannot be run by itself: it is part of each "
                                                    "look, every " +
                                                    core::duration_text(settings_.interval)};
  const auto wanted = disk_looks_begun_ + 1;  // one under way may have seen what was before
  const auto until = ports_.clock.now().mono + disk_silence_max;
  disks_wanted_.notify();
  while (disk_looks_ < wanted && ports_.clock.now().mono < until)
    co_await core::wait_for(disk_answer_pause);
  if (disk_looks_ < wanted)
    co_return core::Error{core::Errc::unavailable, "the disks do not answer"};
  if (id.starts_with(disk_subject("")) && !is_mounted(board_.disks(), id))
    co_return core::not_found("the check `" + id + "` could not be made: nothing is mounted there");
  const auto view = host_checks_.view(id);
  if (!view) co_return core::not_found("the check `" + id + "` is not there any more");
  co_return *view;
}

}  // namespace monitor
