#include "monitor/checks/probe_file.hpp"

#include "core/time_text.hpp"
#include "monitor/checks/check_text.hpp"
#include "monitor/checks/file_look.hpp"
#include "monitor/checks/plain_file.hpp"

#include <cerrno>
#include <chrono>
#include <utility>

#include <sys/stat.h>

namespace monitor {
namespace {

// What clocks of file servers and the granularity of dates make.
constexpr core::Milliseconds clock_slack{2'000};

Finding judge_unseen_file(const FileProbe& wanted, const core::Error& why,
                          const std::string& path) {
  if (why.code == core::Errc::not_found) {
    if (!wanted.exists) return passed(path + " is not there, as it should be");
    return failed(path + " is not there: " + why.what);
  }
  return unable(path + " cannot be looked at: " + why.what);
}

class RunningFileProbe final : public Probe {
 public:
  RunningFileProbe(FileProbe settings, ProbeTools tools)
      : settings_(std::move(settings)), clock_(tools.clock), look_(tools.files) {}

  awaitable<Finding> run(Target, core::Milliseconds limit) override {
    std::function<core::Result<SeenFile>()> work = [path = settings_.path] {
      return look_at_file(path);
    };
    const auto seen = co_await look_.run(std::move(work), limit);
    if (!seen) co_return hung(settings_.path, seen.error());
    co_return judge_file(settings_, *seen, clock_.now().wall);
  }

 private:
  FileProbe settings_;
  const core::Clock& clock_;
  FileLook<core::Result<SeenFile>> look_;
};

}  // namespace

std::unique_ptr<Probe> make_file_probe(FileProbe settings, ProbeTools tools) {
  return std::make_unique<RunningFileProbe>(std::move(settings), tools);
}

core::Result<SeenFile> look_at_file(const std::string& path) {
  struct ::stat now {};
  if (::stat(path.c_str(), &now) != 0) {
    auto error = error_of_errno(errno);
    const bool is_link = ::lstat(path.c_str(), &now) == 0 && S_ISLNK(now.st_mode);
    if (error.code == core::Errc::not_found && is_link)
      error.what = "it is a symbolic link to what does not exist";
    return error;
  }
  SeenFile seen;
  seen.kind = S_ISREG(now.st_mode)   ? SeenFile::Kind::plain
              : S_ISDIR(now.st_mode) ? SeenFile::Kind::folder
                                     : SeenFile::Kind::other;
  seen.size = static_cast<std::uint64_t>(now.st_size);
  seen.changed = core::WallTime(std::chrono::seconds(now.st_mtime));
  return seen;
}

Finding judge_file(const FileProbe& wanted, const core::Result<SeenFile>& seen,
                   core::WallTime now) {
  const auto path = wanted.path;
  if (!seen) return judge_unseen_file(wanted, seen.error(), path);
  if (!wanted.exists) return failed(path + " is there, and should not be");
  const auto age = now - seen->changed;
  if (wanted.fresh && age > *wanted.fresh) {
    return failed(path + " was last changed " + age_text(age) + " ago; expected within " +
                  core::duration_text(*wanted.fresh));
  }
  // Its date or the clock is wrong: by it the file would be fresh for who knows how long.
  if (wanted.fresh && -age > *wanted.fresh) {
    return failed(path + " is dated " + age_text(-age) + " ahead of the clock; expected within " +
                  core::duration_text(*wanted.fresh));
  }
  const bool sized = wanted.size_min || wanted.size_max;
  if (sized && seen->kind != SeenFile::Kind::plain) {
    const bool folder = seen->kind == SeenFile::Kind::folder;
    return failed(path + (folder ? " is a folder" : " is no plain file") +
                  ": it has no size to go by");
  }
  if (wanted.size_min && seen->size < *wanted.size_min) {
    return failed(path + " has " + size_beside(seen->size, *wanted.size_min) + "; at least " +
                  size_beside(*wanted.size_min, seen->size) + " expected");
  }
  if (wanted.size_max && seen->size > *wanted.size_max) {
    return failed(path + " has " + size_beside(seen->size, *wanted.size_max) + "; at most " +
                  size_beside(*wanted.size_max, seen->size) + " expected");
  }
  if (age < -clock_slack)
    return passed(path + " is there, dated " + age_text(-age) + " ahead of the clock");
  return passed(path + " is there, last changed " + age_text(age) + " ago");
}

}  // namespace monitor
