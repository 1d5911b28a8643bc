#include "notify/render/view.hpp"

#include "core/text.hpp"
#include "core/time_text.hpp"
#include "notify/render/line_text.hpp"

#include <algorithm>

namespace notify {
namespace {

// More is read on the machine itself: a mail of 50 items stays far below what servers take.
constexpr std::size_t view_line_bytes_max = 500;
constexpr std::size_t view_lines_max = 6;
constexpr std::size_t view_mentioned_bytes_max = 2'000;

std::string view_line(const std::string& text, std::size_t bytes_max = view_line_bytes_max) {
  return cut_text(clean_line(text), bytes_max);
}

std::vector<std::string> view_lines(const std::vector<std::string>& texts) {
  std::vector<std::string> lines;
  const auto count = std::min(texts.size(), view_lines_max);
  for (std::size_t i = 0; i < count; ++i) lines.push_back(view_line(texts[i]));
  return lines;
}

// To the second, above an hour to the minute, above a day to the hour.
std::string view_span(core::Milliseconds span) {
  using namespace std::chrono;
  if (span < 1s) return "less than a second";
  if (span < 1h) return core::duration_text(floor<seconds>(span));
  if (span < 24h) return core::duration_text(floor<minutes>(span));
  return core::duration_text(floor<hours>(span));
}

std::string view_when(const Item& item, core::WallTime now) {
  if (!item.since) return item.ended ? "over since " + core::local_text(*item.ended) : "";
  const auto since = core::local_text(*item.since);
  if (item.ended) {
    const auto span = view_span(*item.ended - *item.since);
    return "from " + since + " until " + core::local_text(*item.ended) + " (" + span + ")";
  }
  if (item.key.empty()) return "at " + since;
  if (!item.firing) return "since " + since + ", over now";
  return "since " + since + ", for " + view_span(now - *item.since);
}

std::string view_again(const Item& item) {
  if (item.occurrences > 1)
    return (item.recurring ? "it came back: " : "") + std::to_string(item.occurrences) +
           " times so far";
  return item.recurring ? "it came back" : "";
}

ItemView view_of(const Item& item, const Message& message) {
  ItemView view;
  const bool over = !item.firing && !item.key.empty();
  view.state = over ? "over" : std::string(model::name_of(item.severity));
  view.what = view_line(item.what);
  view.when = view_when(item, message.at);
  view.again = view_again(item);
  // A digest is read over coffee: what happened and what was done about it.
  if (message.kind != MessageKind::digest) view.why = view_lines(item.why);
  view.done = view_lines(item.done);
  view.next = view_line(item.next);
  view.command = view_line(item.command);
  return view;
}

std::string view_state(const Message& message) {
  if (message.kind == MessageKind::resolved) return "resolved";
  if (message.kind == MessageKind::test) return "test";
  return std::string(model::name_of(message.severity));
}

std::string view_footer(const Message& message) {
  std::vector<std::string> labels;
  for (const auto& [name, value] : message.labels)
    labels.push_back(std::string(name).append("=").append(value));
  auto text = message.host;
  if (!labels.empty()) text += " (" + core::join(labels, ", ") + ")";
  return view_line(text) + " · " + core::local_text(message.at) + " · evenkeel";
}

}  // namespace

MessageView view_of(const Message& message) {
  MessageView view;
  view.subject = view_line(subject_line(message));
  view.state = view_state(message);
  view.host = view_line(message.host);
  view.title = view_line(message.title);
  view.summary = view_line(message.summary, 2 * view_line_bytes_max);
  for (const auto& item : message.items) view.items.push_back(view_of(item, message));
  if (!message.mentioned.empty())
    view.mentioned = view_line("not well because of it: " + core::join(message.mentioned, ", "),
                               view_mentioned_bytes_max);
  if (message.left_out > 0)
    view.left_out = std::to_string(message.left_out) + " more have no room here: evenkeel " +
                    (message.kind == MessageKind::digest ? "events" : "incidents");
  view.footer = view_footer(message);
  return view;
}

}  // namespace notify
