#include "cli/top/header.hpp"

#include "core/time_text.hpp"

#include <algorithm>
#include <cstdio>

namespace cli {
namespace {

constexpr std::size_t label_width = 5, bar_min = 5, bar_max = 40, place_max = 24;

std::string clock_text(core::WallTime at) {
  const auto text = core::local_text(at);  // "2026-01-31 10:30:00 +01:00"
  return text.size() < 19 ? text : text.substr(11, 8);
}

std::string percent_of(double fraction) { return short_percent(100 * fraction) + "%"; }

struct Gauge {
  std::string_view label;
  double fraction = 0;
  std::string text;
};

// Of all bars, so that they can be compared; 0 where they would say nothing.
std::size_t bar_width(const std::vector<Gauge>& gauges, const Canvas& canvas) {
  std::size_t text = 0;
  for (const auto& gauge : gauges)
    text = std::max(text, columns_of(shown(gauge.text, canvas.glyphs)));
  const auto taken = label_width + text + 3;
  const auto room = canvas.width > taken ? std::min(canvas.width - taken, bar_max) : 0;
  return room < bar_min ? 0 : room;
}

// "CPU  [####      ] 41.3% of 4 cores"
std::string gauge_line(const Gauge& gauge, std::size_t bar_columns, const Canvas& canvas) {
  const auto before = fitted(gauge.label, label_width, Align::left, canvas.glyphs);
  if (bar_columns == 0) return line_of(before + gauge.text, Tone::plain, canvas);
  return before + "[" +
         painted(bar(gauge.fraction, bar_columns, canvas.glyphs), tone_of_share(gauge.fraction),
                 canvas.color) +
         "] " + shown(gauge.text, canvas.glyphs);
}

std::string load_text(const std::vector<double>& load) {
  std::string out;
  for (const auto each : load) {
    char text[64];
    std::snprintf(text, sizeof text, "%.2f", each);
    out += (out.empty() ? ", load " : " ") + std::string(text);
  }
  return out;
}

Gauge cpu_gauge(const HostUsageText& host) {
  const auto cores = static_cast<double>(std::max(host.cores, 1LL));
  const auto fraction = *host.cpu_percent / (100 * cores);
  auto text = percent_of(fraction);
  if (host.cores > 0)
    text += " of " + std::to_string(host.cores) + (host.cores == 1 ? " core" : " cores");
  return {"CPU", fraction, text + load_text(host.load)};
}

Gauge memory_gauge(const HostUsageText& host) {
  const auto fraction =
      static_cast<double>(*host.memory_used) / static_cast<double>(*host.memory_total);
  auto text = percent_of(fraction) + ", " + short_size(*host.memory_used) + " of " +
              short_size(*host.memory_total);
  if (host.swap_total.value_or(0) > 0)
    text +=
        ", swap " + short_size(host.swap_used.value_or(0)) + " of " + short_size(*host.swap_total);
  return {"MEM", fraction, text};
}

Gauge disk_gauge(const DiskText& disk) {
  const auto fraction = disk.used_percent / 100;
  auto text = percent_of(fraction) + " of " + cut(printable(disk.mount_point), place_max, "~");
  if (disk.bytes_available) text += ", " + short_size(*disk.bytes_available) + " free";
  return {"DISK", fraction, text};
}

// "4 services", "19-36 of 100 services" where not all are seen.
std::string count_text(const TopState& state, std::size_t rows) {
  const auto all = state.rows.size();
  auto text = std::to_string(all) + (all == 1 ? " service" : " services");
  const auto end = std::min(all, state.offset + rows);
  if (state.offset >= end || end - state.offset == all) return text;
  return std::to_string(state.offset + 1) + "-" + std::to_string(end) + " of " + text;
}

}  // namespace

std::string title_line(const TopState& state, std::size_t rows, const Canvas& canvas) {
  if (!state.trouble.empty())
    return line_of(
        "No answer, last seen " + clock_text(state.seen_at) + "; trying again: " + state.trouble,
        Tone::bad, canvas);
  const auto unwell = std::count_if(state.rows.begin(), state.rows.end(), [](const auto& row) {
    return tone_of_phase(row.phase) == Tone::bad;
  });
  auto text = clock_text(state.seen_at);
  if (!state.host.name.empty()) text += "  " + state.host.name;
  if (!state.subject.empty()) text += "  " + state.subject;
  text += "  " + count_text(state, rows);
  if (unwell > 0) text += ", " + std::to_string(unwell) + " not well";
  return line_of(text, unwell > 0 ? Tone::bad : Tone::plain, canvas);
}

std::vector<std::string> host_lines(const HostUsageText& host, const Canvas& canvas) {
  std::vector<Gauge> gauges;
  if (host.cpu_percent) gauges.push_back(cpu_gauge(host));
  if (host.memory_used && host.memory_total.value_or(0) > 0) gauges.push_back(memory_gauge(host));
  const auto fullest = std::max_element(
      host.disks.begin(), host.disks.end(),
      [](const auto& a, const auto& b) { return a.used_percent < b.used_percent; });
  if (fullest != host.disks.end()) gauges.push_back(disk_gauge(*fullest));
  const auto columns = bar_width(gauges, canvas);
  std::vector<std::string> out;
  out.reserve(gauges.size());
  for (const auto& gauge : gauges) out.push_back(gauge_line(gauge, columns, canvas));
  return out;
}

}  // namespace cli
