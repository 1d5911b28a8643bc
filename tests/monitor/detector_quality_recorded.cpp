#include "core/text.hpp"
#include "monitor/detector_quality.hpp"
#include "monitor/spike_settings.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>

// As tests/monitor/record_series writes them: lines `key: value`, then `values:` and one value for
// each second, `-` where there is none; of memory also `files:`, the page cache in use.
namespace quality {
namespace {

struct Recording {
  std::filesystem::path path;
  std::map<std::string, std::string> heads;
  std::vector<std::optional<double>> values, files;

  std::runtime_error wrong(const std::string& what) const {
    return std::runtime_error(path.string() + ": " + what);
  }
  std::string head(const std::string& key) const {
    const auto found = heads.find(key);
    if (found == heads.end()) throw wrong("no " + key);
    return found->second;
  }
  bool is_memory() const { return head("metric") == "memory_bytes"; }
};

Recording recording_in(const std::filesystem::path& path) {
  Recording recording{path, {}, {}};
  std::ifstream file(path);
  std::string line;
  while (std::getline(file, line) && line != "values:") {
    const auto colon = line.find(": ");
    if (colon == std::string::npos) throw recording.wrong(line);
    recording.heads[line.substr(0, colon)] = line.substr(colon + 2);
  }
  auto* into = &recording.values;
  for (std::string value; file >> value;) {
    if (value == "files:")
      into = &recording.files;
    else
      into->push_back(value == "-" ? std::nullopt : std::optional(std::stod(value)));
  }
  if (recording.values.empty()) throw recording.wrong("no values");
  return recording;
}

// `270-430 555-590`, or `nothing`.
std::vector<Episode> episodes_in(const std::string& text) {
  std::vector<Episode> episodes;
  if (text == "nothing") return episodes;
  for (const auto& window : core::split(text, ' ')) {
    const auto dash = window.find('-');
    if (dash == std::string::npos) throw std::runtime_error("no window: " + text);
    episodes.push_back({std::stoul(window), std::stoul(window.substr(dash + 1))});
  }
  return episodes;
}

// What a forecast is made of (monitor/memory_outlook.hpp).
void take_out_files(const Recording& recording, std::vector<std::optional<double>>& values) {
  if (recording.files.empty()) return;
  if (recording.files.size() != values.size()) throw recording.wrong("files of other seconds");
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!recording.files[i]) values[i].reset();
    if (values[i]) *values[i] -= *recording.files[i];
  }
}

// In what the rule is held against: percent of the limit, percent of a core, or bytes.
Series series_of(const Recording& recording, Rule rule) {
  constexpr double kib = 1024;
  const double unit = recording.is_memory() ? kib : 1;
  const double limit = std::stod(recording.head("limit")) * unit;
  Series series;
  series.values = recording.values;
  series.events = episodes_in(recording.head(name_of(rule)));
  series.limit = limit;
  if (recording.is_memory()) {
    const auto rule_as_it_comes = monitor::SpikeSettings().memory;
    series.level = {rule_as_it_comes.above, rule_as_it_comes.clear, rule_as_it_comes.lasting};
  }
  if (rule == Rule::forecast) take_out_files(recording, series.values);
  for (auto& value : series.values)
    if (value) *value *= rule == Rule::threshold ? 100 * unit / limit : unit;
  if (recording.heads.contains("started anew"))
    series.restarts.push_back(std::stoul(recording.head("started anew")));
  return series;
}

std::vector<Recording> all_recordings() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry :
       std::filesystem::directory_iterator(EVENKEEL_TEST_DATA "/monitor/recorded"))
    if (entry.path().extension() == ".txt") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<Recording> recordings;
  recordings.reserve(paths.size());
  for (const auto& path : paths) recordings.push_back(recording_in(path));
  return recordings;
}

}  // namespace

std::vector<Shape> recorded_shapes() {
  const auto recordings = all_recordings();
  std::vector<Shape> shapes;
  for (const auto rule : {Rule::threshold, Rule::adaptive, Rule::forecast}) {
    for (const auto& recording : recordings) {
      if (!recording.heads.contains(name_of(rule))) continue;
      const auto made = [series = series_of(recording, rule)](Random&) { return series; };
      shapes.push_back({rule, recording.head("name"), made, 1});
    }
  }
  return shapes;
}

}  // namespace quality
