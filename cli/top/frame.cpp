#include "cli/top/frame.hpp"

#include "cli/status_view.hpp"
#include "cli/top/columns.hpp"
#include "cli/top/header.hpp"

#include <algorithm>

namespace cli {
namespace {

constexpr std::size_t rows_wanted = 3, height_with_keys = 10;
constexpr double idle_percent = 10;  // of a core: less than that is a flat line
constexpr auto keys =
    "q quit  sort: c CPU, m memory, n name, r restarts, p phase  move: arrows, PgUp, PgDn, j, k";

std::string_view head_of(TopColumn column) {
  switch (column) {
    case TopColumn::name: return "NAME";
    case TopColumn::phase: return "PHASE";
    case TopColumn::cpu: return "CPU%";
    case TopColumn::memory: return "MEM";
    case TopColumn::limit: return "LIMIT";
    case TopColumn::restarts: return "RESTARTS";
    case TopColumn::cpu_trail:
    case TopColumn::memory_trail: return "TREND";
    case TopColumn::cpu_bar:
    case TopColumn::memory_bar: return "";
  }
  return "";
}

// Of a trend the newest is at the right edge.
Align align_of(TopColumn column) {
  const bool is_left = column == TopColumn::name || column == TopColumn::phase ||
                       column == TopColumn::cpu_bar || column == TopColumn::memory_bar;
  return is_left ? Align::left : Align::right;
}

TopColumn column_of(TopSort sort) {
  switch (sort) {
    case TopSort::cpu: return TopColumn::cpu;
    case TopSort::memory: return TopColumn::memory;
    case TopSort::name: return TopColumn::name;
    case TopSort::restarts: return TopColumn::restarts;
    case TopSort::phase: return TopColumn::phase;
  }
  return TopColumn::name;
}

// Of the host's cores, and of the service's own limit, else of the host's memory.
std::optional<double> cpu_share(const TopRow& row, const HostUsageText& host) {
  if (!row.usage.cpu_percent) return std::nullopt;
  return *row.usage.cpu_percent / (100 * static_cast<double>(std::max(host.cores, 1LL)));
}

std::optional<double> memory_share(const TopRow& row, const HostUsageText& host) {
  const auto& limit =
      row.usage.memory_limit_bytes ? row.usage.memory_limit_bytes : host.memory_total;
  if (!row.usage.memory_bytes || limit.value_or(0) <= 0) return std::nullopt;
  return static_cast<double>(*row.usage.memory_bytes) / static_cast<double>(*limit);
}

std::string size_or_dash(const std::optional<long long>& bytes) {
  return bytes ? short_size(*bytes) : "-";
}

// How one service is written into one column.
class CellWriter {
 public:
  CellWriter(const TopState& state, const TopRow& row, const Canvas& canvas)
      : host_(state.host.usage),
        trails_(state.history.of(row.name())),
        row_(row),
        canvas_(canvas) {}

  Cell cell(const PlacedColumn& placed) const {
    const auto width = placed.width;
    switch (placed.column) {
      case TopColumn::name: return row_.name();
      case TopColumn::phase: return {row_.phase, tone_of_phase(row_.phase)};
      case TopColumn::cpu:
        return row_.usage.cpu_percent ? short_percent(*row_.usage.cpu_percent) : "-";
      case TopColumn::memory: return size_or_dash(row_.usage.memory_bytes);
      case TopColumn::limit: return size_or_dash(row_.usage.memory_limit_bytes);
      case TopColumn::restarts: return std::to_string(row_.restarts);
      case TopColumn::cpu_bar: return bar_of(cpu_share(row_, host_), width);
      case TopColumn::memory_bar: return bar_of(memory_share(row_, host_), width);
      case TopColumn::cpu_trail: {
        const auto trace = trails_ == nullptr ? Trace{} : trails_->cpu.newest(width);
        return sparkline(trace, scale_from_zero(trace, idle_percent), canvas_.glyphs);
      }
      case TopColumn::memory_trail: {
        const auto trace = trails_ == nullptr ? Trace{} : trails_->memory.newest(width);
        return sparkline(trace, scale_around(trace), canvas_.glyphs);
      }
    }
    return "";
  }

 private:
  Cell bar_of(const std::optional<double>& share, std::size_t width) const {
    if (!share) return "";
    return {bar(*share, width, canvas_.glyphs), tone_of_share(*share)};
  }

  const HostUsageText& host_;
  const Trails* trails_;
  const TopRow& row_;
  const Canvas& canvas_;
};

std::string row_line(const std::vector<PlacedColumn>& columns, const CellWriter& writer,
                     const Canvas& canvas) {
  std::string line;
  for (const auto& placed : columns) {
    const auto cell = writer.cell(placed);
    if (!line.empty()) line += ' ';
    line += painted(fitted(cell.text, placed.width, align_of(placed.column), canvas.glyphs),
                    cell.tone, canvas.color);
  }
  return line;
}

std::string head_line(const std::vector<PlacedColumn>& columns, TopSort sort,
                      const Canvas& canvas) {
  std::string line;
  for (const auto& placed : columns) {
    const auto tone = placed.column == column_of(sort) ? Tone::plain : Tone::faint;
    if (!line.empty()) line += ' ';
    line += painted(
        fitted(head_of(placed.column), placed.width, align_of(placed.column), canvas.glyphs), tone,
        canvas.color);
  }
  return line;
}

std::vector<PlacedColumn> columns_for(const std::vector<TopRow>& rows, const Canvas& canvas) {
  std::size_t name = 0, phase = 0;
  for (const auto& row : rows) {
    name = std::max(name, columns_of(shown(row.name(), canvas.glyphs)));
    phase = std::max(phase, columns_of(shown(row.phase, canvas.glyphs)));
  }
  return lay_out(canvas.width, name, phase);
}

// All that is above the services, as far as there is room for it beside some of them.
std::vector<std::string> top_lines(const TopState& state, const Canvas& canvas) {
  std::vector<std::string> out(1);  // the title, written when it is known how many services fit
  for (const auto& line : banner_lines(state.host))
    out.push_back(line_of(line.text, line.tone, canvas));
  const auto host = host_lines(state.host.usage, canvas);
  out.insert(out.end(), host.begin(), host.end());
  const auto room = canvas.height > rows_wanted + 1 ? canvas.height - rows_wanted - 1 : 0;
  // No answer is said wherever a second line is left for it.
  const auto least = canvas.height > 1 && !state.trouble.empty() ? std::size_t{1} : 0;
  out.resize(std::min(out.size(), std::max(room, least)));
  return out;
}

}  // namespace

Frame frame_of(const TopState& state, const Canvas& canvas) {
  Frame out;
  out.lines = top_lines(state, canvas);
  const bool has_title = !out.lines.empty();
  const auto columns = columns_for(state.rows, canvas);
  if (canvas.height > out.lines.size() + 1)
    out.lines.push_back(head_line(columns, state.sort, canvas));
  const std::size_t below = canvas.height >= height_with_keys ? 1 : 0;
  const auto used = out.lines.size() + below;
  out.rows = canvas.height > used ? canvas.height - used : 0;
  if (has_title) out.lines.front() = title_line(state, out.rows, canvas);
  const auto end = std::min(state.rows.size(), state.offset + out.rows);
  const bool traces = has_column(columns, TopColumn::cpu_trail);
  for (auto i = std::min(state.offset, end); i < end; ++i) {
    const auto& row = state.rows[i];
    out.lines.push_back(row_line(columns, CellWriter(state, row, canvas), canvas));
    if (traces) out.traced.push_back(row.name());
  }
  out.lines.resize(canvas.height - below);
  if (below > 0) out.lines.push_back(line_of(keys, Tone::faint, canvas));
  return out;
}

std::string drawing_of(const Frame& frame) {
  std::string out = "\x1b[H";
  for (std::size_t i = 0; i < frame.lines.size(); ++i)
    // Cleared before it is written: after its last column a terminal would clear that one.
    out += (i == 0 ? "\x1b[K" : "\r\n\x1b[K") + frame.lines[i];
  return out;
}

}  // namespace cli
