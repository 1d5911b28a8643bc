#include "notify/notifier.hpp"

#include "notify/delivery_event_codec.hpp"

#include <algorithm>
#include <utility>

namespace notify {
namespace {

// Where the pipeline wants to be asked at once, again and again, other work must go on.
constexpr core::Milliseconds least_pause{20};

class RoundsEnd {
 public:
  explicit RoundsEnd(Rounds& rounds) : rounds_(rounds) {}
  ~RoundsEnd() { rounds_.request_stop(); }
  RoundsEnd(const RoundsEnd&) = delete;
  RoundsEnd& operator=(const RoundsEnd&) = delete;

 private:
  Rounds& rounds_;
};

}  // namespace

Notifier::Notifier(Ports ports, boost::asio::any_io_executor executor, HostIdentity host,
                   Settings settings, Pipeline::Surroundings around)
    : ports_(std::move(ports)),
      settings_(settings),
      pipeline_(std::move(host), std::move(settings), std::move(around)),
      silences_(ports_.store, ports_.clock,
                [this](const std::vector<Silence>& silences) {
                  pipeline_.set_silences(silences);
                  wake();
                }),
      rounds_(ports_.events, ports_.clock, executor, ports_.report),
      wakeup_(executor),
      wants_more_(executor) {
  put_in_force(settings_);
}

void Notifier::start(core::TaskGroup& group) {
  ports_.deliverer.start(group);
  group.spawn("notify", run());
  group.spawn("notify journal", read());
  group.spawn("notify heartbeat", rounds_.run_heartbeat());
  group.spawn("notify report", rounds_.run_report());
}

void Notifier::put_in_force(const Settings& settings) {
  ports_.deliverer.configure(settings.channels);
  rounds_.configure(settings.heartbeat, settings.report_file);
  alerts_changed_ = true;
}

void Notifier::configure(Settings settings) {
  settings_ = std::move(settings);
  put_in_force(settings_);
  if (loaded_)
    for (auto& event : pipeline_.configure(settings_)) ports_.events.record(std::move(event));
  wake();
}

awaitable<void> Notifier::run() {
  const RoundsEnd at_end(rounds_);
  auto loading = load();
  co_await std::move(loading);
  for (;;) {
    take_events();
    auto outgoing = pipeline_.flush(now().wall);
    unsaved_.add(pipeline_.changed_memory(), std::move(outgoing));
    feed_alerts();
    auto saving = save();
    const bool saved = co_await std::move(saving);
    const auto pause = saved ? until_due() : store_pause;
    (void)co_await wakeup_.wait_for(pause);
  }
}

awaitable<void> Notifier::load() {
  for (;;) {
    const auto newest = co_await ports_.journal.newest();
    auto remembered = co_await ports_.store.load_pipeline();
    if (newest && remembered) {
      begin(std::move(*remembered), *newest);
      co_return;
    }
    co_await core::wait_for(store_pause);
  }
}

void Notifier::begin(Remembered remembered, model::EventId newest) {
  // At the very first run the past is not told. A cursor beyond the log is of another log.
  const auto cursor = std::min(remembered.cursor.value_or(newest), newest);
  const bool stored = remembered.cursor && *remembered.cursor == cursor;
  unsaved_.begin(stored ? cursor : UnsavedStep::no_cursor, remembered.memory, now().mono);
  unsaved_.took(cursor);
  read_up_to_ = cursor;
  pipeline_.restore(remembered.memory, remembered.silences);
  silences_.restore(std::move(remembered.silences));
  loaded_ = true;
  // A reload may have come meanwhile.
  for (auto& event : pipeline_.configure(settings_)) ports_.events.record(std::move(event));
  wants_more_.notify();
}

awaitable<void> Notifier::read() {
  for (;;) {
    if (!loaded_ || !read_.empty() || unsaved_.is_full()) {
      co_await wants_more_.wait();
      continue;
    }
    auto more = co_await ports_.journal.after(read_up_to_, events_at_once, look_max);
    if (!more) {
      co_await core::wait_for(store_pause);
      continue;
    }
    auto noting = note_read(std::move(*more));
    co_await std::move(noting);
  }
}

// What a log that is shorter than was known calls skipped was never there: nobody missed it, and
// the reading does not go on beyond the end.
awaitable<void> Notifier::note_read(Journal::Events more) {
  if (more.events.empty() && more.skipped == 0) co_return;
  auto before = more.events.empty() ? read_up_to_ + more.skipped : more.events.front().id - 1;
  if (more.events.empty()) {
    const auto newest = co_await ports_.journal.newest();
    before = newest ? std::min(before, *newest) : read_up_to_;
  }
  const auto missed = std::max<model::EventId>(before - read_up_to_, 0);
  skipped_ += std::min<std::int64_t>(more.skipped, missed);
  read_up_to_ = more.events.empty() ? read_up_to_ + missed : more.events.back().id;
  read_ = std::move(more.events);
  if (!read_.empty() || skipped_ > 0) wakeup_.notify();
}

void Notifier::take_events() {
  if (skipped_ > 0) ports_.events.record(skipped_event(std::exchange(skipped_, 0), now().wall));
  for (const auto& event : read_) {
    if (event.alert) alerts_changed_ = true;
    pipeline_.take(event, now().wall);
  }
  unsaved_.took(read_up_to_);
  read_.clear();
  wants_more_.notify();
}

void Notifier::feed_alerts() {
  if (!ports_.deliverer.has_feeds()) return;
  const auto since = now().mono - fed_at_;
  if (since < (alerts_changed_ ? feed_gap : feed_interval)) return;
  ports_.deliverer.feed(pipeline_.alerts(now().wall));
  alerts_changed_ = false;
  fed_at_ = now().mono;
}

awaitable<bool> Notifier::save() {
  if (!unsaved_.wants_saving(now().mono)) co_return true;
  const bool wakes = unsaved_.has_messages();
  auto step = unsaved_.step();
  const auto done = co_await ports_.store.commit_step(std::move(step));
  if (!done) co_return false;
  unsaved_.saved(now().mono);
  wants_more_.notify();
  if (wakes) ports_.deliverer.wake();
  co_return true;
}

core::Milliseconds Notifier::until_due() const {
  auto pause = look_max;
  if (const auto due = pipeline_.next_due(now().wall)) pause = std::min(pause, *due - now().wall);
  if (ports_.deliverer.has_feeds())
    pause = std::min(pause, fed_at_ + (alerts_changed_ ? feed_gap : feed_interval) - now().mono);
  return std::max(pause, least_pause);
}

}  // namespace notify
