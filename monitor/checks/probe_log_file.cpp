#include "monitor/checks/check_text.hpp"
#include "monitor/checks/file_look.hpp"
#include "monitor/checks/file_tail.hpp"
#include "monitor/checks/probe_log.hpp"
#include "monitor/human_text.hpp"

#include <chrono>
#include <functional>
#include <utility>

namespace monitor {
namespace {

std::string skipped_text(std::uint64_t bytes) {
  if (bytes == 0) return "";
  return "; " + human_bytes(static_cast<double>(bytes)) + " that came too fast were not looked at";
}

// What a look leaves behind: one that comes too late for its run is counted by the next.
struct FileLog {
  FileLog(const std::string& path, const std::string& text) : tail(path), pattern(text) {}

  core::Result<TailRead> read(core::Milliseconds time) {
    const auto until = std::chrono::steady_clock::now() + time;
    const auto enough = [until] { return std::chrono::steady_clock::now() >= until; };
    auto read = tail.read(log_bytes_max, count_matches(pattern, found), enough);
    if (!read) return read;
    found.cut += read->cut;
    found.skipped += read->skipped;
    return read;
  }

  FileTail tail;
  LinePattern pattern;
  Matches found;
};

class FileLogProbe final : public Probe {
 public:
  FileLogProbe(LogProbe settings, ProbeTools tools)
      : settings_(std::move(settings)),
        clock_(tools.clock),
        log_(std::make_shared<FileLog>(settings_.file, settings_.pattern)),
        look_(tools.files),
        rate_(settings_.per) {}

  awaitable<Finding> run(Target target, core::Milliseconds limit) override {
    if (starts_.is_new(target)) rate_.clear();
    // A slow expression must leave time to say what was found.
    std::function<core::Result<TailRead>()> work = [log = log_, time = limit / 2] {
      return log->read(time);
    };
    const auto read = co_await look_.run(std::move(work), limit);
    const auto path = settings_.file;
    if (!read) co_return hung(path, read.error());
    const auto now = clock_.now().mono;
    const auto found = std::exchange(log_->found, {});
    rate_.add(now, found);
    if (!*read) co_return unable(path + " cannot be read: " + read->error().what);
    if ((*read)->began) co_return passed(path + " is read from here on");
    auto finding = judge_log(settings_, rate_.count(now), rate_.last(),
                             skipped_text(rate_.skipped(now)) + cut_text(rate_.cut(now)));
    finding.partial = found.skipped > 0;
    co_return finding;
  }

 private:
  LogProbe settings_;
  const core::Clock& clock_;
  std::shared_ptr<FileLog> log_;
  FileLook<core::Result<TailRead>> look_;
  LogRate rate_;
  LastStart starts_;
};

}  // namespace

std::unique_ptr<Probe> make_file_log_probe(LogProbe settings, ProbeTools tools) {
  return std::make_unique<FileLogProbe>(std::move(settings), tools);
}

}  // namespace monitor
