#include "core/io/begun_work.hpp"
#include "core/io/timing.hpp"
#include "monitor/checks/check_text.hpp"
#include "monitor/checks/probe_log.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

namespace monitor {
namespace {

using std::chrono::steady_clock;

// An engine notes a start when it is over: by then a program may have said its first line. Less
// than passes between the end of a container and its next start.
constexpr core::Milliseconds start_slack{100};

core::WallTime first_word_of(const Running& container) {
  return container.started_at - start_slack;
}

constexpr const char* no_thread = " could not be looked at: too many other checks are slow";

// Where reading a container's log goes on. Lines have times of whole milliseconds: of those at
// `from_` the first `seen_` were counted before.
class FollowedLog {
 public:
  FollowedLog(const Running& container, core::WallTime from, core::Milliseconds per)
      : started_at_(container.started_at), from_(from), per_(per), rate_(per) {}

  core::WallTime from() const { return from_; }
  LogRate& rate() { return rate_; }
  bool skipped() const { return skipped_; }  // something, at the last reading

  // What it printed before it was started anew says nothing of it now.
  void note_start(const Running& container) {
    if (std::exchange(started_at_, container.started_at) == container.started_at) return;
    rate_.clear();
    const auto from = first_word_of(container);
    if (from <= from_) return;
    from_ = from;
    seen_ = 0;
  }

  // A clock that was set back would have all lines be of before.
  void note_time(core::WallTime now) {
    if (now >= from_) return;
    from_ = now;
    seen_ = 0;
  }

  // On a thread of a pool. What is older than `per` came while nobody read; what is of later than
  // now was printed before the clock was set back.
  void take(const std::vector<ContainerLogs::Line>& lines, const LinePattern& pattern,
            core::Instant now) {
    Matches found;
    const auto count = count_matches(pattern, found);
    const auto from = from_;
    auto again = seen_;
    for (const auto& line : lines) {
      if (line.at < from || line.at > now.wall) continue;
      if (line.at == from && again > 0) {
        --again;
        continue;
      }
      if (now.wall - line.at < per_) {
        count(line.text);
        if (line.cut) ++found.cut;
      }
      if (line.at > from_) seen_ = 0;
      from_ = std::max(from_, line.at);
      ++seen_;
    }
    // Where the last lines of before are not among them, what came after those is not whole either.
    skipped_ = again > 0;
    if (skipped_) found.skipped = 1;
    rate_.add(now.mono, found);
  }

 private:
  core::WallTime started_at_, from_;
  core::Milliseconds per_;
  std::size_t seen_ = 0;
  bool skipped_ = false;
  LogRate rate_;
};

// What all containers together come to.
struct LogVerdict {
  void add(const LogProbe& wanted, const Running& container, FollowedLog& log, core::MonoTime now) {
    const auto count = log.rate().count(now);
    sum += count;
    cut += log.rate().cut(now);
    skipped += log.rate().skipped(now);
    skips = skips || log.skipped();
    ++containers;
    if (count > 0) last = log.rate().last();
    if (count <= static_cast<std::uint64_t>(std::max(0, wanted.count))) return;
    if (failing.empty()) text = container.name + ": " + rate_text(wanted, count, log.rate().last());
    failing.push_back(container.id);
  }

  Finding finding(const LogProbe& wanted) && {
    if (failing.empty() && !problem.empty()) return unknown(problem);
    const auto more = more_text(skipped) + cut_text(cut);
    if (failing.empty()) {
      auto finding = passed(rate_text(wanted, sum, last) + more);
      finding.partial = skips;
      return finding;
    }
    if (failing.size() > 1) {
      text = "too many in " + std::to_string(failing.size()) + " of " +
             counted(containers, "container", "containers") + ", such as " + text;
    }
    auto finding = failed(text + more);
    if (failing.size() < containers) finding.failing = std::move(failing);
    return finding;
  }

  std::uint64_t sum = 0, cut = 0, skipped = 0, containers = 0;
  std::string last, text, problem;
  std::vector<model::ContainerId> failing;
  bool skips = false;
};

// Each container is counted by itself, so that only those are restarted that are ill.
class ContainerLogProbe final : public Probe {
 public:
  ContainerLogProbe(LogProbe settings, ProbeTools tools)
      : settings_(std::move(settings)),
        logs_(tools.container_logs),
        files_(tools.files),
        clock_(tools.clock),
        pattern_(settings_.pattern) {}

  awaitable<Finding> run(Target target, core::Milliseconds limit) override {
    const auto until = steady_clock::now() + limit;
    if (target.empty()) co_return unknown("no container of the service runs");
    const bool begins = !last_run_;
    follow(target);
    LogVerdict verdict;
    for (const auto& container : target) {
      const auto left = std::max(std::chrono::ceil<core::Milliseconds>(until - steady_clock::now()),
                                 core::Milliseconds(1));
      auto problem = co_await read(container, left);
      const auto log = logs_followed_.find(container.id);
      if (!problem.empty()) verdict.problem = std::move(problem);
      if (log != logs_followed_.end())
        verdict.add(settings_, container, log->second, clock_.now().mono);
    }
    if (begins && verdict.problem.empty())
      co_return passed("the log of the service is read from here on");
    co_return std::move(verdict).finding(settings_);
  }

 private:
  // Those that are there now: a new one is read from its start, nothing of before the first run.
  void follow(const Target& target) {
    std::map<model::ContainerId, FollowedLog> still;
    const auto now = clock_.now().wall;
    for (const auto& container : target) {
      const auto known = logs_followed_.find(container.id);
      const auto from = last_run_ ? std::max(*last_run_, first_word_of(container)) : now;
      auto log = known != logs_followed_.end() ? std::move(known->second)
                                               : FollowedLog(container, from, settings_.per);
      log.note_start(container);
      log.note_time(now);
      still.insert_or_assign(container.id, std::move(log));
    }
    logs_followed_ = std::move(still);
    last_run_ = now;
  }

  // Why it could not be read, "" where it could.
  awaitable<std::string> read(Running container, core::Milliseconds limit) {
    const auto from = logs_followed_.at(container.id).from();
    auto asked = logs_.lines(container.id, from, log_bytes_max);
    const auto lines = co_await core::with_timeout(std::move(asked), limit);
    const auto log = logs_followed_.find(container.id);
    if (log == logs_followed_.end()) co_return std::string();
    if (lines) {
      // Megabytes of them are not for the I/O thread.
      auto work = [this, &lines = *lines, &into = log->second,
                   now = clock_.now()](const core::GiveUp&) {
        into.take(lines, pattern_, now);
        return true;
      };
      const auto taken = co_await core::run_begun_within(files_, limit, std::move(work));
      co_return taken ? std::string() : "the log of " + container.name + no_thread;
    }
    // It ended meanwhile; that is not this check's affair.
    if (lines.error().code == core::Errc::not_found) co_return std::string();
    co_return "the log of " + container.name + " cannot be read: " + lines.error().what;
  }

  LogProbe settings_;
  ContainerLogs& logs_;
  core::BlockingPool& files_;
  const core::Clock& clock_;
  LinePattern pattern_;
  std::map<model::ContainerId, FollowedLog> logs_followed_;
  std::optional<core::WallTime> last_run_;
};

}  // namespace

std::unique_ptr<Probe> make_container_log_probe(LogProbe settings, ProbeTools tools) {
  return std::make_unique<ContainerLogProbe>(std::move(settings), tools);
}

}  // namespace monitor
