#include "agent/journal.hpp"

#include <utility>
#include <variant>

namespace agent {

boost::asio::awaitable<core::Result<notify::Journal::Events>> Journal::after(
    model::EventId id, int limit, core::Milliseconds wait) {
  if (!reader_ || read_ != id) {
    api::EventFilter everything;
    reader_ = log_.subscribe(std::move(everything), id);
    read_ = id;
  }
  Events found;
  auto patience = wait;
  while (static_cast<int>(found.events.size()) < limit) {
    auto item = co_await reader_->next(patience);
    if (!item) break;
    patience = core::Milliseconds{0};  // only what is there already
    if (const auto* gap = std::get_if<api::StreamGap>(&*item)) {
      // Ids that this log has not given say nothing of events that are gone.
      if (gap->from == read_ + 1) found.skipped += gap->to - gap->from + 1;
      continue;
    }
    auto& event = std::get<model::Event>(*item);
    read_ = event.id;
    found.events.push_back(std::move(event));
  }
  co_return found;
}

boost::asio::awaitable<core::Result<model::EventId>> Journal::newest() {
  api::EventQuery last;
  last.limit = 1;
  last.newest = true;
  auto found = co_await log_.query(std::move(last));
  if (!found) co_return found.error();
  co_return found->empty() ? model::EventId{0} : found->back().id;
}

}  // namespace agent
