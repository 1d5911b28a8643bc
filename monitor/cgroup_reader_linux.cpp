#include "core/check.hpp"
#include "core/io/atomic_file.hpp"
#include "monitor/cgroup_reader.hpp"

#include <array>
#include <filesystem>
#include <system_error>

namespace monitor {
namespace {

// More than the longest of them has on a host of hundreds of block devices; untouched pages of it
// cost nothing.
constexpr std::size_t text_bytes_max = 32768;
constexpr std::size_t mountinfo_bytes_max = std::size_t{64} << 20;

std::string process_folder(const std::string& proc, int pid) {
  return proc + "/" + std::to_string(pid);
}

std::string network_of(const std::string& process) {
  std::error_code unreadable;
  return std::filesystem::read_symlink(process + "/ns/net", unreadable).string();
}

// False also where it cannot be told: the host's traffic must not count as the container's.
// Process 1 may be out of reach even for root; the agent is on the host then, or in a container
// whose network counts as the host's.
bool has_own_network(const std::string& proc, int pid) {
  auto host = network_of(proc + "/1");
  if (host.empty()) host = network_of(proc + "/self");
  const auto own = network_of(process_folder(proc, pid));
  return !own.empty() && own != host;
}

}  // namespace

core::Status CgroupReader::add(const std::string& path, ParseContainerFile parse, Pace pace) {
  auto file = KeptFile::open(path);
  if (!file) return file.error();
  files_.push_back({std::move(*file), parse, pace});
  return {};
}

core::Status CgroupReader::add(const std::string& folder, const CounterFile& file) {
  auto added = add(folder + "/" + file.name, file.parse, file.pace);
  if (added || added.error().code != core::Errc::not_found) return added;
  if (file.otherwise != nullptr) added = add(folder + "/" + file.otherwise, file.parse, file.pace);
  if (!added && added.error().code == core::Errc::not_found) return {};
  return added;
}

core::Status CgroupReader::add_all(const CgroupPlace& place) {
  for (const auto& file : counter_files_v1()) {
    if (place.of(file.controller).empty()) continue;
    if (auto added = add(place.of(file.controller), file); !added) return added;
  }
  if (place.v2.empty()) return {};
  for (const auto& file : counter_files_v2()) {
    if (!place.of(file.controller).empty()) continue;
    if (auto added = add(place.v2, file); !added) return added;
  }
  return {};
}

core::Result<CgroupReader> CgroupReader::open(const CgroupPlace& place, int pid,
                                              const CgroupReaderOptions& options) {
  CHECK(options.seldom_every >= 1);
  CgroupReader reader(options);
  reader.files_.reserve(descriptors_max);
  if (auto added = reader.add_all(place); !added) return added.error();
  if (reader.files_.empty()) return core::not_found("the container's control group is gone");
  if (has_own_network(options.proc, pid)) {
    const auto path = process_folder(options.proc, pid) + "/net/dev";
    if (auto added = reader.add(path, parse_net_dev, Pace::always); !added) return added.error();
  }
  return reader;
}

core::Status CgroupReader::read_files(Pace pace, std::span<char> buffer) {
  for (const auto& file : files_) {
    if (file.pace != pace) continue;
    const auto text = file.file.read(buffer);
    if (!text) return text.error();
    file.parse(*text, last_);
  }
  return {};
}

// Beside this much a working set made of an older memory.stat is still within 2 %, wherever page
// cache is not most of it.
bool CgroupReader::memory_has_moved() const {
  constexpr std::uint64_t parts = 64;
  if (!last_.memory_bytes || !memory_bytes_then_) return last_.memory_bytes != memory_bytes_then_;
  const auto then = *memory_bytes_then_, now = *last_.memory_bytes;
  return (then < now ? now - then : then - now) > then / parts;
}

core::Result<Usage> CgroupReader::read() {
  std::array<char, text_bytes_max> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init)
  const bool all = until_seldom_ == 0;
  const auto before = last_;
  if (auto done = read_files(Pace::first, buffer); !done) return done.error();
  const bool stood_still = last_.cpu_ns && last_.cpu_ns == before.cpu_ns;
  rests_ = stood_still && unchanged_ && !all;
  if (!rests_) {
    if (auto done = read_files(Pace::always, buffer); !done) return done.error();
    unchanged_ = last_ == before;
  }
  if (all || memory_has_moved()) {
    if (auto done = read_files(Pace::moved, buffer); !done) return done.error();
    memory_bytes_then_ = last_.memory_bytes;
  }
  if (all) {
    if (auto done = read_files(Pace::seldom, buffer); !done) return done.error();
    without_absurd_limit(last_, host_memory_bytes_);
  }
  until_seldom_ = (all ? seldom_every_ : until_seldom_) - 1;
  return last_;
}

core::Result<CgroupPlace> look_up_cgroup(int pid, const model::ContainerId& container,
                                         const std::vector<Mount>& mounts,
                                         const std::string& proc) {
  const auto file = KeptFile::open(process_folder(proc, pid) + "/cgroup");
  if (!file) return file.error();
  std::array<char, text_bytes_max> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init)
  const auto text = file->read(buffer);
  if (!text) return text.error();
  return find_cgroup_place(*text, mounts, container);
}

core::Result<std::vector<Mount>> read_cgroup_mounts(const std::string& proc) {
  const auto text = core::read_file(proc + "/self/mountinfo", mountinfo_bytes_max);
  if (!text) return text.error();
  return cgroup_mounts(*text);
}

}  // namespace monitor
