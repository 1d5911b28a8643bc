#include "monitor/cgroup_place.hpp"

#include "core/check.hpp"
#include "monitor/kernel_text.hpp"

#include <algorithm>
#include <optional>

namespace monitor {
namespace {

constexpr std::array<std::string_view, controllers> names = {"cpu", "cpuacct", "memory", "pids",
                                                             "blkio"};

// A line of /proc/PID/cgroup: "4:cpu,cpuacct:/docker/ID", "0::/docker/ID".
struct Membership {
  std::string_view controllers;  // empty: version 2
  std::string_view path;
};

std::optional<Membership> read_membership(std::string_view line) {
  const auto first = line.find(':');
  const auto second = line.find(':', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos) return std::nullopt;
  return Membership{line.substr(first + 1, second - first - 1), line.substr(second + 1)};
}

// The path up to the folder that is named after the container; none where no folder is.
std::optional<std::string_view> own_part(std::string_view path, std::string_view container) {
  const auto at = path.find(container);
  if (at == std::string_view::npos) return std::nullopt;
  return path.substr(0, path.find('/', at));
}

// `path` as seen below a mount of `root`; none where it lies outside of it.
std::optional<std::string_view> below(std::string_view root, std::string_view path) {
  if (root == "/") root = "";
  if (!path.starts_with(root)) return std::nullopt;
  path.remove_prefix(root.size());
  if (!path.empty() && path.front() != '/') return std::nullopt;
  // Up from a namespace's root the names of the folders are not known.
  if (path.starts_with("/..")) return std::nullopt;
  return path;
}

bool is_of(const Mount& mount, std::string_view controller) {
  return controller.empty() ? mount.type == "cgroup2"
                            : mount.type == "cgroup" && has_word(mount.super_options, controller);
}

std::string folder_of(const std::vector<Mount>& mounts, std::string_view controller,
                      std::string_view path) {
  for (const auto& mount : mounts) {
    if (!is_of(mount, controller)) continue;
    if (const auto rest = below(mount.root, path)) return mount.point + std::string(*rest);
  }
  return {};
}

// What was found while looking, for the message.
struct Search {
  CgroupPlace place;
  bool named = false;  // some path contains the container's id
  std::string last_path;
};

void look(Search& search, const std::vector<Mount>& mounts, const Membership& line,
          std::string_view container) {
  search.last_path = line.path;
  const auto path = own_part(line.path, container);
  if (!path) return;
  search.named = true;
  if (line.controllers.empty()) search.place.v2 = folder_of(mounts, "", *path);
  for (std::size_t i = 0; i < controllers; ++i) {
    if (has_word(line.controllers, names[i]))
      search.place.v1[i] = folder_of(mounts, names[i], *path);
  }
}

bool is_anywhere(const CgroupPlace& place) {
  return !place.v2.empty() || std::any_of(place.v1.begin(), place.v1.end(),
                                          [](const auto& folder) { return !folder.empty(); });
}

constexpr std::string_view in_a_container =
    "If the agent runs in a container, run that with --pid=host --cgroupns=host and "
    "--volume /sys/fs/cgroup:/sys/fs/cgroup:ro";

core::Error unnamed(const Search& search, const model::ContainerId& container) {
  const auto path = search.last_path.empty() ? "nothing" : search.last_path;
  return {core::Errc::unavailable,
          "the control group of container " + container.substr(0, 12) +
              " is not visible: its process is in " + path + ", which is not named after it. " +
              std::string(in_a_container) +
              "; if the engine is rootless, give it the systemd cgroup driver"};
}

core::Error outside(const Search& search, const model::ContainerId& container) {
  return {core::Errc::unavailable,
          "the control group of container " + container.substr(0, 12) +
              " is not visible: no mounted control group file system has " + search.last_path +
              ". " + std::string(in_a_container)};
}

}  // namespace

std::vector<Mount> cgroup_mounts(std::string_view mountinfo) {
  // Line by line: on a host of many containers nearly all are others, one or more of each.
  std::vector<Mount> mounts;
  std::string_view line;
  while (next_line(mountinfo, line)) {
    auto mount = parse_mount(line);
    if (mount && (mount->type == "cgroup" || mount->type == "cgroup2"))
      mounts.push_back(std::move(*mount));
  }
  return mounts;
}

core::Result<CgroupPlace> find_cgroup_place(std::string_view proc_cgroup,
                                            const std::vector<Mount>& mounts,
                                            const model::ContainerId& container) {
  CHECK(!container.empty());
  Search search;
  std::string_view line;
  while (next_line(proc_cgroup, line)) {
    if (const auto membership = read_membership(line)) look(search, mounts, *membership, container);
  }
  if (is_anywhere(search.place)) return std::move(search.place);
  return search.named ? outside(search, container) : unnamed(search, container);
}

}  // namespace monitor
