// exec, file, log, disk and process.
#include "core/text.hpp"
#include "monitor/checks/read_check.hpp"
#include "monitor/checks/read_probe.hpp"
#include "monitor/checks/read_probe_values.hpp"

#include <algorithm>

namespace monitor {
namespace {

using core::take;
using core::YamlMap;
using core::YamlReading;
using core::YamlValue;

constexpr core::Milliseconds fresh_max = std::chrono::hours(24 * 3660);
constexpr int log_count_max = 1'000'000;
constexpr int process_count_max = 1'000'000;

std::optional<int> number_of_item(const YamlValue& item, int min, int max) {
  if (item.kind != YamlValue::Kind::scalar) return std::nullopt;
  const auto number = whole_number(item.text);
  return number && *number >= min && *number <= max ? number : std::nullopt;
}

void read_command(YamlMap& map, ExecProbe& probe) {
  map.require("command");
  take(probe.shell, map.flag("shell"));
  bool is_list = false;
  map.value("command", [&](YamlReading& reading, const YamlValue& value, const std::string& path) {
    is_list = value.kind == YamlValue::Kind::list;
    if (is_list && probe.shell) refuse_item(reading, value, path, "one text beside `shell: true`");
    if (value.kind == YamlValue::Kind::scalar && !probe.shell)
      refuse_item(reading, value, path, "a list of words (or `shell: true` beside one text)");
  });
  if (is_list != probe.shell) {
    if (is_list) take(probe.command, map.texts("command"));
    if (auto text = is_list ? std::nullopt : map.text("command")) probe.command = {*text};
    if (std::any_of(probe.command.begin(), probe.command.end(), holds_nul))
      map.refuse("command", without_nul);
    const bool names_program = !probe.command.empty() && !core::trim(probe.command.front()).empty();
    if (map.has("command") && !names_program)
      map.refuse("command", "expected a program, found none");
  }
}

void read_exit_codes(YamlMap& map, ExecProbe& probe) {
  std::vector<int> codes;
  read_one_or_more(map, "exit_codes",
                   [&codes](YamlReading& reading, const YamlValue& item, const std::string& path) {
                     if (const auto code = number_of_item(item, 0, 255))
                       return codes.push_back(*code);
                     refuse_item(reading, item, path, "a whole number from 0 to 255");
                   });
  if (!codes.empty()) probe.exit_codes = std::move(codes);
}

bool is_variable_name(const std::string& name) {
  return !name.empty() && name.find('=') == std::string::npos;
}

void read_count(YamlMap& map, ProcessProbe& probe) {
  bool is_map = false;
  map.value("count", [&](YamlReading& reading, const YamlValue& value, const std::string& path) {
    is_map = value.kind == YamlValue::Kind::map;
    if (!is_map) return;
    YamlMap count(reading, value, path, path);
    take(probe.count_min, count.integer("min", 0, process_count_max));
    probe.count_max = count.integer("max", 0, process_count_max);
    if (probe.count_max && *probe.count_max < probe.count_min)
      count.refuse("max", "expected at least `min`, which is " + std::to_string(probe.count_min));
    count.finish();
  });
  if (is_map) return;
  if (const auto count = map.integer("count", 0, process_count_max)) {
    probe.count_min = *count;
    probe.count_max = *count;
  }
}

void require_exactly_one(YamlMap& map, const std::vector<std::string>& keys) {
  std::vector<std::string> written;
  for (const auto& key : keys)
    if (map.has(key)) written.push_back(key);
  if (written.size() == 1) return;
  map.refuse(written.empty() ? "type" : written.back(),
             "expected exactly one of " + core::join(keys, ", ") + " beside it, found " +
                 (written.empty() ? "none" : core::join(written, ", ")));
}

}  // namespace

ProbeSettings read_exec_probe(YamlMap& map, bool) {
  ExecProbe probe;
  read_command(map, probe);
  probe.directory = read_absolute_path(map, "directory");
  probe.environment = read_secret_texts(map, "environment", "a variable", is_variable_name);
  read_exit_codes(map, probe);
  take(probe.contains, map.text("contains"));
  probe.matches = read_pattern(map, "matches");
  return probe;
}

ProbeSettings read_file_probe(YamlMap& map, bool) {
  FileProbe probe;
  map.require("path");
  probe.path = read_absolute_path(map, "path");
  take(probe.exists, map.flag("exists"));
  probe.fresh = map.duration("fresh", std::chrono::seconds(1), fresh_max);
  probe.size_min = read_size(map, "min_size");
  probe.size_max = read_size(map, "max_size");
  if (probe.size_min && probe.size_max && *probe.size_max < *probe.size_min)
    map.refuse("max_size", "expected at least `min_size`");
  const bool of_its_content = probe.fresh || probe.size_min || probe.size_max;
  if (!probe.exists && of_its_content)
    map.refuse("exists", "expected true beside `fresh`, `min_size` and `max_size`");
  return probe;
}

ProbeSettings read_log_probe(YamlMap& map, bool of_host) {
  LogProbe probe;
  probe.file = read_absolute_path(map, "file");
  take(probe.unit, map.text("unit"));
  refuse_empty(map, "unit");
  if (!probe.unit.empty() && probe.unit.find('.') == std::string::npos) probe.unit += ".service";
  if (map.has("file") && map.has("unit"))
    map.refuse("unit", "expected one of `file` and `unit`, found both");
  if (of_host && !map.has("file") && !map.has("unit"))
    map.refuse("type", "expected `file` or `unit` beside it: a check of the host has no container");
  map.require("pattern");
  probe.pattern = read_pattern(map, "pattern");
  refuse_empty(map, "pattern");
  take(probe.count, map.integer("count", 0, log_count_max));
  take(probe.per, map.duration("per", check_interval_min, check_interval_max));
  return probe;
}

ProbeSettings read_disk_probe(YamlMap& map, bool) {
  DiskProbe probe;
  map.require("path");
  probe.path = read_absolute_path(map, "path");
  probe.used_percent = read_percentage(map, "used");
  probe.free_bytes = read_size(map, "free");
  probe.inodes_percent = read_percentage(map, "inodes");
  if (!map.has("used") && !map.has("free") && !map.has("inodes"))
    map.refuse("type", "expected at least one of used, free, inodes beside it, found none");
  return probe;
}

ProbeSettings read_process_probe(YamlMap& map, bool) {
  ProcessProbe probe;
  take(probe.name, map.text("name"));
  refuse_empty(map, "name");
  probe.matches = read_pattern(map, "matches");
  refuse_empty(map, "matches");
  probe.pid_file = read_absolute_path(map, "pid_file");
  require_exactly_one(map, {"name", "matches", "pid_file"});
  if (map.has("pid_file") && map.has("count"))
    map.refuse("count", "expected none beside `pid_file`, which names one process");
  read_count(map, probe);
  return probe;
}

}  // namespace monitor
