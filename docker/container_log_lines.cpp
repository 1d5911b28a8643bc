#include "docker/container_log_lines.hpp"

#include "core/time_text.hpp"
#include "docker/logs.hpp"

#include <algorithm>
#include <utility>

namespace docker {
namespace {

// What a line costs beside its text: many empty ones are not to fill the memory.
constexpr std::size_t line_overhead_bytes = sizeof(NewestLines::Line);

// An engine hands out a longer line in such pieces, and puts the time of the line before each.
constexpr std::size_t engine_piece_bytes = std::size_t{16} << 10;

void remove_all(std::string& text, std::string_view what) {
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at))
    text.erase(at, what.size());
}

core::Error lines_error(const model::Fault& fault) {
  const auto code =
      fault.kind == model::FaultKind::no_such_container || fault.kind == model::FaultKind::not_found
          ? core::Errc::not_found
      : fault.kind == model::FaultKind::engine_timeout ? core::Errc::timeout
                                                       : core::Errc::unavailable;
  return {code, fault.text()};
}

}  // namespace

NewestLines::NewestLines(std::size_t bytes_max)
    : bytes_max_(bytes_max),
      streams_{core::LineCutter(log_line_bytes_max), core::LineCutter(log_line_bytes_max)} {}

void NewestLines::feed(const LogChunk& chunk) {
  auto& stream = streams_.at(chunk.source == LogSource::error ? 1 : 0);
  stream.feed(chunk.text, into(stream));
}

core::LineCutter::Sink NewestLines::into(const core::LineCutter& stream) {
  return [this, &stream, before = stream.cut_lines()](std::string_view line) mutable {
    add(line, std::exchange(before, stream.cut_lines()) != stream.cut_lines());
  };
}

// "2026-01-31T09:30:00.123456789Z text"; what has no time cannot be told from what came before.
void NewestLines::add(std::string_view line, bool cut) {
  const auto space = line.find(' ');
  const auto at = core::parse_rfc3339(line.substr(0, space));
  if (!at) return;
  auto text = std::string(space == line.npos ? std::string_view() : line.substr(space + 1));
  if (text.size() > engine_piece_bytes) remove_all(text, line.substr(0, space + 1));
  bytes_ += text.size() + line_overhead_bytes;
  lines_.push_back({*at, std::move(text), cut});
  while (bytes_ > bytes_max_ && !lines_.empty()) {
    bytes_ -= lines_.front().text.size() + line_overhead_bytes;
    lines_.pop_front();
  }
}

std::vector<NewestLines::Line> NewestLines::take() {
  for (auto& stream : streams_) stream.end(into(stream));
  std::vector<Line> lines(std::make_move_iterator(lines_.begin()),
                          std::make_move_iterator(lines_.end()));
  std::stable_sort(lines.begin(), lines.end(),
                   [](const Line& one, const Line& other) { return one.at < other.at; });
  lines_.clear();
  bytes_ = 0;
  return lines;
}

awaitable<core::Result<std::vector<NewestLines::Line>>> ContainerLogLines::lines(
    model::ContainerId id, core::WallTime after, std::size_t bytes_max) {
  LogQuery query;
  query.tail = log_lines_max;
  query.timestamps = true;
  query.since = after;
  auto stream = co_await LogStream::open(client_, std::move(id), std::move(query));
  if (!stream) co_return lines_error(stream.error());
  NewestLines newest(bytes_max);
  for (;;) {
    const auto chunk = co_await stream->next();
    if (!chunk) co_return lines_error(chunk.error());
    if (!*chunk) break;
    newest.feed(**chunk);
  }
  auto lines = newest.take();
  std::erase_if(lines, [after](const auto& line) { return line.at < after; });
  co_return lines;
}

}  // namespace docker
