#include "monitor/checks/probe_disk.hpp"

#include "monitor/checks/check_text.hpp"
#include "monitor/checks/file_look.hpp"
#include "monitor/checks/plain_file.hpp"
#include "monitor/human_text.hpp"
#include "monitor/metrics.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <functional>
#include <utility>

#include <sys/statvfs.h>

namespace monitor {
namespace {

// Rounded up, as `df` does: 90.01 is more than 90.
std::string percent_text(double percent) {
  const double up = std::ceil(percent * 10 - 1e-6) / 10;
  std::array<char, 32> text{};
  const bool whole = up == std::round(up);
  const int length = std::snprintf(text.data(), text.size(), whole ? "%.0f %%" : "%.1f %%", up);
  return std::string(text.data(), static_cast<std::size_t>(length));
}

class RunningDiskProbe final : public Probe {
 public:
  RunningDiskProbe(DiskProbe settings, ProbeTools tools)
      : settings_(std::move(settings)), look_(tools.files) {}

  awaitable<Finding> run(Target, core::Milliseconds limit) override {
    std::function<core::Result<DiskUsage>()> work = [path = settings_.path] {
      return look_at_disk(path);
    };
    const auto seen = co_await look_.run(std::move(work), limit);
    if (!seen) co_return hung(settings_.path, seen.error());
    co_return judge_disk(settings_, *seen);
  }

 private:
  DiskProbe settings_;
  FileLook<core::Result<DiskUsage>> look_;
};

}  // namespace

std::unique_ptr<Probe> make_disk_probe(DiskProbe settings, ProbeTools tools) {
  return std::make_unique<RunningDiskProbe>(std::move(settings), tools);
}

core::Result<DiskUsage> look_at_disk(const std::string& path) {
  struct ::statvfs now {};
  int failure = 0;
  do failure = ::statvfs(path.c_str(), &now);
  while (failure != 0 && errno == EINTR);
  if (failure != 0) return error_of_errno(errno);
  DiskUsage disk;
  const std::uint64_t block = now.f_frsize;
  const std::uint64_t blocks = now.f_blocks;
  disk.bytes_total = blocks * block;
  // Some file systems promise more than they have.
  disk.bytes_free = std::min<std::uint64_t>(now.f_bfree, blocks) * block;
  disk.bytes_available = std::min<std::uint64_t>(now.f_bavail, blocks) * block;
  if (now.f_files != 0) {
    disk.inodes_total = now.f_files;
    disk.inodes_free = std::min<std::uint64_t>(now.f_ffree, now.f_files);
  }
  return disk;
}

Finding judge_disk(const DiskProbe& wanted, const core::Result<DiskUsage>& seen) {
  const auto path = wanted.path;
  if (!seen) return failed(path + " cannot be looked at: " + seen.error().what);
  const auto used = used_percent(*seen);
  if (!used && (wanted.used_percent || wanted.free_bytes))
    return failed(path + " is on a file system that has no size");
  const auto free = human_bytes(static_cast<double>(seen->bytes_available)) + " free";
  if (wanted.used_percent && *used > *wanted.used_percent) {
    return failed("the disk of " + path + " is " + percent_text(*used) + " full (" + free +
                  "); at most " + percent_text(*wanted.used_percent) + " expected");
  }
  if (wanted.free_bytes && seen->bytes_available < *wanted.free_bytes) {
    return failed("the disk of " + path + " has " +
                  size_beside(seen->bytes_available, *wanted.free_bytes) + " free; at least " +
                  size_beside(*wanted.free_bytes, seen->bytes_available) + " expected");
  }
  const auto inodes = inodes_used_percent(*seen);
  if (wanted.inodes_percent && inodes && *inodes > *wanted.inodes_percent) {
    return failed("the disk of " + path + " has " + percent_text(*inodes) +
                  " of its inodes in use (many small files); at most " +
                  percent_text(*wanted.inodes_percent) + " expected");
  }
  if (!used) return passed("the disk of " + path + " has inodes left");
  return passed("the disk of " + path + " is " + percent_text(*used) + " full, " + free);
}

}  // namespace monitor
