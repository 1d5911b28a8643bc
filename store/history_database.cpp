#include "store/history_database.hpp"

#include "core/backoff.hpp"
#include "core/check.hpp"

#include <algorithm>
#include <utility>

namespace store {
namespace {

// What one transaction writes: the log can be folded back only between them.
constexpr std::size_t minutes_a_batch = 32'768;
constexpr core::Milliseconds first_retry{30'000}, pause_between_steps{50};
constexpr core::Milliseconds ahead_max = std::chrono::hours(1);

}  // namespace

core::Milliseconds flush_pause(core::WallTime now, core::Milliseconds every, int failed_attempts) {
  if (failed_attempts > 0) {
    const core::BackoffSettings settings{std::min(first_retry, every), every, {}};
    return core::backoff_delay(failed_attempts, settings);
  }
  const auto hour = std::chrono::floor<std::chrono::hours>(now - hour_end_slack);
  return std::min<core::Milliseconds>(every, hour + std::chrono::hours(1) + hour_end_slack - now);
}

// What was taken goes back unless it was written, also when the caller is cancelled. Meanwhile
// readers see it.
class HistoryDatabase::Writing {
 public:
  explicit Writing(HistoryDatabase& owner)
      : owner_(owner), batch_(std::make_shared<HistoryBatch>()) {
    batch_->minutes = owner.pending_.take(minutes_a_batch);
    batch_->uptimes = std::exchange(owner.uptimes_, {});
    owner_.writing_ = batch_;
  }
  Writing(const Writing&) = delete;
  Writing& operator=(const Writing&) = delete;
  ~Writing() {
    owner_.writing_ = nullptr;
    if (!written_) put_back();
  }
  std::shared_ptr<const HistoryBatch> batch() const { return batch_; }
  void settle() { written_ = true; }

 private:
  void put_back() {
    owner_.pending_.put_back(std::move(batch_->minutes));
    auto newer = std::exchange(owner_.uptimes_, std::move(batch_->uptimes));
    for (auto& [name, uptime] : newer) put(owner_.uptimes_, std::move(uptime));
  }

  HistoryDatabase& owner_;
  std::shared_ptr<HistoryBatch> batch_;
  bool written_ = false;
};

template <class T> struct HistoryDatabase::Answer {
  core::Result<T> value;
  std::string begun_anew;
};

HistoryDatabase::HistoryDatabase(boost::asio::any_io_executor executor, HistoryOptions options,
                                 const core::Clock& clock)
    : options_(std::move(options)),
      clock_(clock),
      file_(options_.state_dir / "history.db"),
      wakeup_(executor),
      turn_(executor, 1),
      pool_("ek-history", 1) {
  CHECK(options_.flush_every > core::Milliseconds(0));
}

void HistoryDatabase::append(std::vector<monitor::SeriesMinute> minutes) {
  const auto now = clock_.now().wall;
  for (auto& one : minutes) {
    const auto at = one.minute.at;
    const bool credible = at >= now - options_.limits.keep && at <= now + ahead_max;
    if (!credible || !can_be_packed(one.minute)) {
      ++dropped_;
      continue;
    }
    const SeriesName name{std::move(one.subject), std::move(one.metric)};
    pending_.put(name, pack(one.minute));
  }
  // Where writing does not work the loop knows best when to try again.
  if (state_.writable && pending_.size() > HistoryPending::minutes_max / 2) wakeup_.notify();
}

PackedMinutes HistoryDatabase::in_memory(const SeriesName& name, MinuteRange range) const {
  auto waiting = pending_.of(name, range);
  if (writing_ == nullptr) return waiting;
  const auto being_written = writing_->minutes.find(name);
  if (being_written == writing_->minutes.end()) return waiting;
  return overlaid(within(being_written->second, range), waiting);
}

awaitable<core::Result<std::vector<monitor::Minute>>> HistoryDatabase::read(std::string subject,
                                                                            std::string metric,
                                                                            core::WallTime from,
                                                                            core::WallTime to) {
  const SeriesName name{std::move(subject), std::move(metric)};
  const auto range = range_of(from, to);
  // Looked at before the file: what is written in between is seen twice, and never missed.
  const auto waiting = in_memory(name, range);
  std::function<Answer<PackedMinutes>()> job = [this, name, range, now = clock_.now()] {
    auto found = file_.read(name, range, now);
    return Answer<PackedMinutes>{std::move(found), file_.take_begun_anew()};
  };
  auto answer = co_await pool_.run(std::move(job));
  note(answer.begun_anew);
  if (!answer.value && waiting.empty())
    co_return core::Error{core::Errc::unavailable, answer.value.error().what};
  const auto all = answer.value ? overlaid(*answer.value, waiting) : waiting;
  std::vector<monitor::Minute> minutes(all.size());
  std::transform(all.begin(), all.end(), minutes.begin(), unpack);
  co_return minutes;
}

void HistoryDatabase::append_uptimes(std::vector<monitor::ServiceUptime> uptimes) {
  for (auto& uptime : uptimes) put(uptimes_, std::move(uptime));
}

awaitable<core::Result<std::vector<monitor::ServiceUptime>>> HistoryDatabase::read_uptimes() {
  // As with the minutes: looked at before the file.
  auto waiting = writing_ == nullptr ? UptimesByService() : writing_->uptimes;
  for (const auto& [name, uptime] : uptimes_) put(waiting, uptime);
  std::function<Answer<UptimesByService>()> job = [this, now = clock_.now()] {
    auto found = file_.read_uptimes(now);
    return Answer<UptimesByService>{std::move(found), file_.take_begun_anew()};
  };
  auto answer = co_await pool_.run(std::move(job));
  note(answer.begun_anew);
  if (!answer.value && waiting.empty())
    co_return core::Error{core::Errc::unavailable, answer.value.error().what};
  auto all = answer.value ? std::move(*answer.value) : UptimesByService();
  for (auto& [name, uptime] : waiting) put(all, std::move(uptime));
  std::vector<monitor::ServiceUptime> uptimes;
  uptimes.reserve(all.size());
  for (auto& [name, uptime] : all) uptimes.push_back(std::move(uptime));
  co_return uptimes;
}

void HistoryDatabase::start(core::TaskGroup& group) { group.spawn("history", run()); }

awaitable<void> HistoryDatabase::run() {
  co_await open();
  for (;;) {
    const auto pause = flush_pause(clock_.now().wall, options_.flush_every, failed_flushes_);
    (void)co_await wakeup_.wait_for(pause);
    const auto flushed = co_await flush();
    if (flushed) co_await retain();
  }
}

// What is wrong with the file is to be known at the start, not at the first flush.
awaitable<void> HistoryDatabase::open() {
  std::function<Answer<void>()> job = [this, now = clock_.now()] {
    auto opened = file_.open(now);
    return Answer<void>{std::move(opened), file_.take_begun_anew()};
  };
  const auto answer = co_await pool_.run(std::move(job));
  failed_flushes_ = answer.value ? 0 : 1;
  write_trouble_ = answer.value ? "" : answer.value.error().what;
  note(answer.begun_anew);
}

awaitable<core::Status> HistoryDatabase::flush() {
  // One at a time, so that what could not be written goes back under what came later.
  const auto turn = co_await turn_.acquire();
  while (!pending_.empty() || !uptimes_.empty() || !write_trouble_.empty()) {
    const auto written = co_await write_some();
    if (!written) co_return written;
  }
  co_return core::Status();
}

awaitable<core::Status> HistoryDatabase::write_some() {
  Writing writing(*this);
  std::function<Answer<std::int64_t>()> job = [this, batch = writing.batch(), now = clock_.now()] {
    auto written = file_.write(*batch, now);
    return Answer<std::int64_t>{std::move(written), file_.take_begun_anew()};
  };
  const auto answer = co_await pool_.run(std::move(job));
  if (answer.value) {
    writing.settle();
    dropped_ += *answer.value;
  }
  failed_flushes_ = answer.value ? 0 : failed_flushes_ + 1;
  write_trouble_ = answer.value ? "" : answer.value.error().what;
  note(answer.begun_anew);
  if (!answer.value) co_return answer.value.error();
  co_return core::Status();
}

awaitable<void> HistoryDatabase::retain() {
  for (;;) {
    std::function<Answer<bool>()> job = [this, limits = options_.limits, now = clock_.now()] {
      auto more = file_.retain(limits, now);
      return Answer<bool>{std::move(more), file_.take_begun_anew()};
    };
    const auto answer = co_await pool_.run(std::move(job));
    retention_trouble_ = answer.value ? "" : answer.value.error().what;
    note(answer.begun_anew);
    if (!answer.value || !*answer.value) co_return;
    co_await core::wait_for(pause_between_steps);
  }
}

void HistoryDatabase::configure(core::Milliseconds keep) {
  options_.limits.keep = keep;
  wakeup_.notify();
}

void HistoryDatabase::note(const std::string& begun_anew) {
  const auto& trouble = write_trouble_.empty() ? retention_trouble_ : write_trouble_;
  const bool writable = trouble.empty();
  const bool changed = writable != state_.writable;
  state_ = {writable, trouble, false};
  if (!changed && begun_anew.empty()) return;
  auto told = state_;
  told.made_anew = !begun_anew.empty();
  if (told.made_anew) told.reason = writable ? begun_anew : begun_anew + "; " + trouble;
  if (options_.on_state) options_.on_state(told);
}

std::unique_ptr<HistoryDatabase> open_history(boost::asio::any_io_executor executor,
                                              HistoryOptions options, const core::Clock& clock) {
  return std::make_unique<HistoryDatabase>(std::move(executor), std::move(options), clock);
}

}  // namespace store
