// What is mounted where, from the text of /proc/self/mountinfo. Pure. Source: proc(5).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace monitor {

struct Mount {
  std::string device;         // "254:0"; the major number 0 is a file system without a device
  std::string root;           // which folder of the file system is mounted; "/" is all of it
  std::string point;          // where, as the reading process sees it
  std::string options;        // of this mount: "rw,relatime"
  std::string type;           // "ext4", "cgroup2"
  std::string source;         // "/dev/vda", "tank/data", "cgroup"
  std::string super_options;  // of the file system: "rw,cpu,cpuacct"
  bool operator==(const Mount&) const = default;
};

// One mount a line; lines that are none, or were cut, are skipped. Octal escapes are undone.
std::vector<Mount> parse_mountinfo(std::string_view text);
std::optional<Mount> parse_mount(std::string_view line);  // without its end

// Whether `word` is one of the words of a list like "rw,cpu,cpuacct".
bool has_word(std::string_view comma_list, std::string_view word);

}  // namespace monitor
