#include "core/io/atomic_file.hpp"
#include "monitor/disks.hpp"
#include "monitor/host_reader.hpp"
#include "monitor/human_text.hpp"
#include "monitor/parse_host.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include <sys/statvfs.h>

namespace monitor {
namespace {

// /proc/stat has a line a core, and those are its first ones.
constexpr std::size_t host_text_bytes_max = 65536;
constexpr std::size_t mounts_bytes_max = std::size_t{64} << 20;

struct HostFile {
  const char* name;
  void (*parse)(std::string_view text, HostUsage& usage);
};

constexpr std::array<HostFile, 7> host_files = {{
    {"stat", [](std::string_view text, HostUsage& usage) { usage.cpu = parse_stat(text); }},
    {"meminfo",
     [](std::string_view text, HostUsage& usage) { usage.memory = parse_meminfo(text); }},
    {"loadavg", [](std::string_view text, HostUsage& usage) { usage.load = parse_loadavg(text); }},
    {"uptime",
     [](std::string_view text, HostUsage& usage) { usage.uptime_seconds = parse_uptime(text); }},
    {"pressure/cpu",
     [](std::string_view text, HostUsage& usage) { usage.cpu_pressure = parse_pressure(text); }},
    {"pressure/memory",
     [](std::string_view text, HostUsage& usage) { usage.memory_pressure = parse_pressure(text); }},
    {"pressure/io",
     [](std::string_view text, HostUsage& usage) { usage.io_pressure = parse_pressure(text); }},
}};

std::optional<DiskUsage> fill(const Mount& mount) {
  struct ::statvfs now {};
  int failed = 0;
  do failed = ::statvfs(mount.point.c_str(), &now);
  while (failed != 0 && errno == EINTR);
  if (failed != 0 || now.f_blocks == 0) return std::nullopt;
  DiskUsage disk{plain_name(mount.source), plain_name(mount.point), mount.type};
  const std::uint64_t block = now.f_frsize;
  disk.bytes_total = now.f_blocks * block;
  // Some file systems promise more than they have.
  disk.bytes_free = std::min(now.f_bfree, now.f_blocks) * block;
  disk.bytes_available = std::min(now.f_bavail, now.f_blocks) * block;
  if (now.f_files != 0) {
    disk.inodes_total = now.f_files;
    disk.inodes_free = now.f_ffree;
  }
  disk.read_only = (now.f_flag & ST_RDONLY) != 0;
  return disk;
}

bool is_folder(const std::string& path) {
  std::error_code unknown;
  return std::filesystem::is_directory(path, unknown);
}

std::vector<std::string> without_links(const std::vector<std::string>& folders) {
  std::vector<std::string> found;
  for (const auto& folder : folders) {
    std::error_code absent;
    const auto path = std::filesystem::canonical(folder, absent);
    if (!absent) found.push_back(path.string());
  }
  return found;
}

}  // namespace

core::Result<HostReader> HostReader::open(const std::string& proc) {
  HostReader reader;
  for (const auto& [name, parse] : host_files) {
    auto file = KeptFile::open(proc + "/" + name);
    if (!file && file.error().code == core::Errc::unavailable) return file.error();
    if (!file) continue;
    reader.files_.push_back({std::move(*file), parse});
  }
  return reader;
}

// A file that cannot be read (pressure that is compiled in and switched off) hides no other.
core::Result<HostUsage> HostReader::read() const {
  std::array<char, host_text_bytes_max> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init)
  HostUsage usage;
  core::Status last = core::not_found("the kernel tells nothing of this host");
  bool any = false;
  for (const auto& [file, parse] : files_) {
    const auto text = file.read(buffer);
    if (text)
      parse(*text, usage);
    else
      last = text.error();
    any = any || text.has_value();
  }
  if (!any) return last.error();
  return usage;
}

core::Result<std::vector<DiskUsage>> read_disks(const std::vector<std::string>& exclude_types,
                                                const std::vector<std::string>& folders,
                                                const std::string& proc) {
  const auto mountinfo = core::read_file(proc + "/self/mountinfo", mounts_bytes_max);
  if (!mountinfo) return mountinfo.error();
  std::vector<DiskUsage> disks;
  const auto mounts =
      disk_mounts(parse_mountinfo(*mountinfo), exclude_types, without_links(folders), is_folder);
  for (const auto& mount : mounts) {
    if (auto disk = fill(mount)) disks.push_back(std::move(*disk));
  }
  return as_disks(std::move(disks));
}

}  // namespace monitor
