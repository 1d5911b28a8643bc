#include "notify/silence_book.hpp"

#include <algorithm>
#include <utility>

namespace notify {
namespace {

core::Error not_restored() {
  return {core::Errc::unavailable, "the silences are not loaded yet; try again in a moment"};
}

}  // namespace

SilenceBook::SilenceBook(PipelineStore& store, const core::Clock& clock,
                         std::function<void(const std::vector<Silence>&)> on_change)
    : store_(store), clock_(clock), on_change_(std::move(on_change)) {}

void SilenceBook::restore(std::vector<Silence> silences) {
  silences_ = std::move(silences);
  restored_ = true;
}

std::vector<Silence> SilenceBook::silences() const {
  const auto since = clock_.now().wall - listed_after_end;
  auto listed = silences_;
  std::erase_if(listed, [since](const Silence& one) { return one.ends_at < since; });
  return listed;
}

awaitable<core::Result<Silence>> SilenceBook::silence(Silence silence) {
  if (!restored_) co_return not_restored();
  const auto now = clock_.now().wall;
  silence.id = 0;
  silence.made_at = now;
  if (auto good = judge(silence, now); !good) co_return good.error();
  const auto not_over = std::count_if(silences_.begin(), silences_.end(),
                                      [now](const Silence& one) { return one.ends_at > now; });
  if (static_cast<std::size_t>(not_over) >= silences_max)
    co_return core::invalid("there are " + std::to_string(silences_max) +
                            " silences already; remove one with evenkeel silences remove ID");
  auto putting = put(std::move(silence));
  co_return co_await std::move(putting);
}

awaitable<core::Result<Silence>> SilenceBook::expire(std::int64_t id, std::string by) {
  if (!restored_) co_return not_restored();
  const auto now = clock_.now().wall;
  const auto found = std::find_if(silences_.begin(), silences_.end(),
                                  [id](const Silence& one) { return one.id == id; });
  if (found == silences_.end())
    co_return core::not_found("there is no silence " + std::to_string(id));
  auto ended = *found;
  if (ended.ends_at <= now)
    co_return core::Error{core::Errc::conflict, "silence " + std::to_string(id) + " is over"};
  ended.ends_at = now;
  ended.starts_at = std::min(ended.starts_at, now);
  if (!by.empty()) {
    if (!ended.comment.empty()) ended.comment += " ";
    ended.comment += "(ended by " + by + ")";
  }
  auto putting = put(std::move(ended));
  co_return co_await std::move(putting);
}

awaitable<core::Result<Silence>> SilenceBook::put(Silence silence) {
  auto put = co_await store_.put_silence(std::move(silence));
  if (!put) co_return put.error();
  silences_ = silences();  // what is long over is forgotten
  std::erase_if(silences_, [&](const Silence& one) { return one.id == put->id; });
  const auto place = std::find_if(silences_.begin(), silences_.end(),
                                  [&](const Silence& one) { return one.id > put->id; });
  silences_.insert(place, *put);
  on_change_(silences_);
  co_return put;
}

}  // namespace notify
