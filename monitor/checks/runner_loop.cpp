// How runs begin and end.
#include "monitor/checks/check_run.hpp"
#include "monitor/checks/check_text.hpp"
#include "monitor/checks/runner.hpp"

#include "core/secret_text.hpp"
#include "core/time_text.hpp"

#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include <spdlog/spdlog.h>

#include <algorithm>
#include <variant>

namespace monitor {
namespace {

template <class... Probes> bool is_one_of(const ProbeSettings& probe) {
  return (std::holds_alternative<Probes>(probe) || ...);
}

Finding no_answer(core::Milliseconds limit) {
  return failed("no answer within " + core::duration_text(limit));
}

// The kernel holds it, as it does what waits for a disk that hangs: no container has a part in it.
Finding still_no_answer(core::Milliseconds age) {
  auto finding = failed("no answer: its run of " + age_text(age) + " ago has not ended");
  finding.beyond_restart = true;
  return finding;
}

}  // namespace

awaitable<void> CheckRunner::run() {
  for (;;) {
    const auto idle = step();
    (void)co_await wakeup_.wait_for(idle);
  }
}

core::Milliseconds CheckRunner::step() {
  const auto now = ports_.clock.now();
  give_up_overdue(now);
  if (now.mono >= look_at_) look_at_services(now);
  auto next = std::min(look_at_, next_deadline());
  for (auto& [id, entry] : entries_) {
    const bool hangs = entry.run && entry.run->is_answered;
    if (entry.run && !hangs) continue;
    if (entry.kept.is_time(now.mono)) {
      if (hangs)
        count_hanging(entry, now);
      else
        (void)begin(id, entry);
    }
    if ((!entry.run || hangs) && !entry.kept.paused()) next = std::min(next, entry.kept.due());
  }
  return std::max(next - now.mono, core::Milliseconds(0));
}

core::MonoTime CheckRunner::next_deadline() const {
  auto next = core::MonoTime::max();
  for (const auto& run : runs_)
    if (!run->is_answered) next = std::min(next, run->deadline());
  return next;
}

CheckRunner::RunPtr CheckRunner::begin(const std::string& id, Entry& entry) {
  auto target = target_of(entry.kept.check());
  take_replicas(entry, target, ports_.clock.now());
  if (entry.kept.paused()) return nullptr;
  const auto run = std::make_shared<Run>(id, entry.probe, executor_);
  run->limit = entry.kept.check().timeout;
  run->target = std::move(target);
  run->waits_since = ports_.clock.now().mono;
  run->patience = std::max(run->limit + probe_grace, entry.kept.check().interval);
  entry.run = run;
  runs_.push_back(run);
  auto& permits = permits_for(entry.kept.check().probe);
  ports_.tasks.spawn("check " + id, carry_out(run, permits));
  return run;
}

awaitable<void> CheckRunner::carry_out(RunPtr run, core::Semaphore& permits) {
  std::optional<Finding> finding;
  std::string trouble;
  try {
    finding = co_await probe_within_limit(run, permits);
  } catch (const boost::system::system_error& failure) {
    trouble = failure.code().message();
  } catch (const std::exception& failure) {
    trouble = failure.what();
  } catch (...) {
    trouble = "an unknown failure";
  }
  const auto state = co_await boost::asio::this_coro::cancellation_state;
  const bool stopping = state.cancelled() != boost::asio::cancellation_type::none;
  if (!finding && !stopping) finding = unknown("the check itself went wrong: " + trouble);
  end(run, std::move(finding));
}

awaitable<Finding> CheckRunner::probe_within_limit(RunPtr run, core::Semaphore& permits) {
  run->permit = co_await permits.acquire();
  if (run->is_answered) co_return Finding{};  // nobody wants it any more
  run->began = ports_.clock.now();
  wakeup_.notify();
  const auto finding = std::make_shared<std::optional<Finding>>();
  auto work = probe_into(finding, run);
  auto end = run->abandoned.wait();
  const bool wanted = co_await core::finishes_before(std::move(work), std::move(end));
  if (!wanted) co_return Finding{};
  if (!*finding) co_return no_answer(run->limit);
  (*finding)->text = finding_text(core::without_secrets((*finding)->text));
  co_return std::move(**finding);
}

awaitable<void> CheckRunner::probe_into(std::shared_ptr<std::optional<Finding>> finding,
                                        RunPtr run) {
  auto work = run->probe->run(run->target, run->limit);
  *finding = co_await core::within(std::move(work), run->limit + probe_grace);
}

// Each kind has threads of its own: what is slow over there keeps nothing waiting here.
core::Semaphore& CheckRunner::permits_for(const ProbeSettings& probe) {
  if (is_one_of<HttpProbe, TcpProbe, ClockProbe>(probe)) return network_;
  if (is_one_of<ExecProbe, UnitProbe, JobProbe>(probe)) return programs_;
  const auto* log = std::get_if<LogProbe>(&probe);
  if (log != nullptr && !log->unit.empty()) return programs_;  // a journal is read by a program
  return others_;
}

void CheckRunner::give_up_overdue(core::Instant now) {
  const auto runs = runs_;
  for (const auto& run : runs) {
    if (run->is_answered || now.mono < run->deadline()) continue;
    if (!run->began) {
      say_waiting(run, now);
      continue;
    }
    if (!std::exchange(run->overdue_since, run->overdue_since.value_or(now.mono))) continue;
    spdlog::warn("check.stuck check={} why=\"its probe has not ended after {}\"", run->id,
                 core::duration_text(now.mono - run->began->mono));
    run->answer();
    const auto found = entries_.find(run->id);
    if (found != entries_.end() && found->second.run == run)
      count(found->second, *run, no_answer(run->limit), now);
  }
}

// It goes on waiting, and misses as many turns as it would have had: what was found before is no
// news any more, and one that starves for ever must not stay as it was then.
void CheckRunner::say_waiting(const RunPtr& run, core::Instant now) {
  run->waits_since = now.mono;
  const auto found = entries_.find(run->id);
  if (found == entries_.end() || found->second.run != run) return;
  count(found->second, *run,
        unable("its turn has not come within its time: too many other checks are slow"), now);
}

// It cannot be run again before it has ended, but each turn that it misses counts: else one that
// hangs for ever would have failed once, and never `fall` times.
void CheckRunner::count_hanging(Entry& entry, core::Instant now) {
  const auto run = entry.run;
  const auto began = run->began.value_or(now);
  run->target = target_of(entry.kept.check());  // also those started since miss it
  count(entry, *run, still_no_answer(now.mono - began.mono), now);
  entry.kept.pass_over(now, now);
}

void CheckRunner::end(const RunPtr& run, std::optional<Finding> finding) {
  runs_.remove(run);
  const bool counts = !run->is_answered;
  const auto found = entries_.find(run->id);
  if (found != entries_.end() && found->second.run == run) {
    auto& entry = found->second;
    const auto now = ports_.clock.now();
    entry.run = nullptr;
    if (counts && finding) count(entry, *run, std::move(*finding), now);
    if (!counts) entry.kept.pass_over(now, now);
  }
  run->answer();
  wakeup_.notify();
}

void CheckRunner::count(Entry& entry, const Run& run, Finding finding, core::Instant now) {
  const auto began = run.began.value_or(now);
  take_replicas(entry, target_of(entry.kept.check()), now);
  const bool of_others = !entry.kept.check().of_host() && !entry.kept.has_any_of(run.target);
  if (of_others || entry.kept.paused()) {
    entry.kept.pass_over(began, now);
    ++revision_;
    return;
  }
  if (finding.unasked && !entry.kept.check().of_host()) finding.verdict = Verdict::unknown;
  watched_for_ailment(entry,
                      [&] { tell(entry.kept.take(std::move(finding), run.target, began, now)); });
}

awaitable<core::Result<CheckView>> CheckRunner::run_check(std::string id) {
  const auto found = entries_.find(id);
  if (found == entries_.end()) co_return core::not_found("there is no check `" + id + "`");
  if (found->second.run)
    co_return core::Error{core::Errc::conflict,
                          "the check `" + id + "` " +
                              (found->second.run->began ? "is being made already"
                                                        : "waits for its turn: others are slow")};
  const auto run = begin(id, found->second);
  if (!run)
    co_return core::Error{core::Errc::conflict,
                          "the check `" + id + "` is paused: its service " +
                              (is_held(found->second.kept.check()) ? "is held" : "does not run")};
  while (!run->is_answered) co_await run->answered.wait();
  const auto after = entries_.find(id);
  if (after == entries_.end())
    co_return core::not_found("the check `" + id + "` is not configured any more");
  co_return after->second.kept.view(ports_.clock.now());
}

}  // namespace monitor
