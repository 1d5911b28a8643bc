#include "notify/compose.hpp"

#include <algorithm>
#include <tuple>

namespace notify {
namespace {

bool comes_before(const Story& a, const Story& b) {
  const auto rank = [](const Story& story) {
    return std::make_tuple(!story.item.firing, !story.is_news,
                           -static_cast<int>(story.item.severity),
                           story.item.since.value_or(core::WallTime{}));
  };
  return rank(a) < rank(b);
}

std::string sentence(std::string text) {
  const bool ends = text.ends_with('.') || text.ends_with('!') || text.ends_with("…");
  return ends ? text : text + ".";
}

std::string summary_of(const Draft& draft) {
  const auto& stories = draft.stories;
  std::string text;
  if (stories.size() == 1) {
    const auto& item = stories.front().item;
    text = sentence(item.what);
    if (!item.next.empty()) {
      auto next = item.next;
      if (next.front() >= 'a' && next.front() <= 'z' && !next.starts_with("evenkeel"))
        next.front() = static_cast<char>(next.front() - 'a' + 'A');
      text += " " + sentence(next);
    }
  } else {
    const auto firing = static_cast<std::size_t>(std::count_if(
        stories.begin(), stories.end(), [](const Story& each) { return each.item.firing; }));
    if (draft.kind == MessageKind::notice) return count_text(firing, "notice", "notices") + ".";
    if (firing > 0) text = count_text(firing, "problem goes", "problems go") + " on";
    if (firing < stories.size())
      text += (text.empty() ? "" : ", ") +
              count_text(stories.size() - firing, "problem is", "problems are") + " over";
    text += ".";
  }
  if (!draft.mentioned.empty())
    text += " " + count_text(draft.mentioned.size(), "thing is", "things are") +
            " not well below it and not told of one by one.";
  return text;
}

}  // namespace

Message compose(const HostIdentity& host, Draft draft, core::WallTime now) {
  if (!draft.sorted) std::stable_sort(draft.stories.begin(), draft.stories.end(), comes_before);
  Message message;
  message.kind = draft.kind;
  message.host = host.name;
  message.labels = host.labels;
  message.at = now;
  message.group = draft.group;
  message.title =
      draft.title.empty() ? title_of(draft.kind, draft.stories, draft.group) : draft.title;
  message.summary = draft.summary.empty() ? summary_of(draft) : draft.summary;
  message.severity = model::Severity::info;
  message.mentioned = std::move(draft.mentioned);
  for (auto& story : draft.stories) {
    message.severity = std::max(message.severity, story.item.severity);
    if (message.items.size() < items_max)
      message.items.push_back(std::move(story.item));
    else
      ++message.left_out;
  }
  return message;
}

}  // namespace notify
