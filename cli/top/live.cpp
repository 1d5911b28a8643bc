#include "cli/top/live.hpp"

#include "cli/top/frame.hpp"

#include <algorithm>

namespace cli {
namespace {

constexpr core::Milliseconds answer_limit{5'000}, trace_limit{2'000};
// So often it is looked whether the terminal has another size.
constexpr core::Milliseconds size_pause{250};
constexpr std::size_t primed_at_once = 4;

Canvas canvas_of(const World& world, const ScreenSize& size) {
  return {size.width, size.height, world.color(),
          glyphs_of(world.variable("LC_ALL"), world.variable("LC_CTYPE"), world.variable("LANG"))};
}

}  // namespace

LiveTop::LiveTop(Session& session, Screen& screen, const TopWanted& wanted, const TopReply& first)
    : session_(session), screen_(screen), wanted_(wanted) {
  if (wanted.subject) state_.subject = wanted.subject->text();
  state_.sort = wanted.sort;
  take(state_, first.look(wanted.service()), session.world.now());
}

Outcome LiveTop::run() {
  draw();
  while (!over_) {
    const auto next_look = session_.world.now().mono + wanted_.interval;
    for (auto rest = wanted_.interval; !over_ && rest > core::Milliseconds{0};
         rest = next_look - session_.world.now().mono) {
      const bool goes_on = prime_some();
      if (!over_) hear(goes_on ? core::Milliseconds{0} : std::min(rest, size_pause));
    }
    if (!over_) look();
  }
  return ExitCode::done;
}

void LiveTop::draw() {
  drawn_size_ = screen_.size();
  auto frame = frame_of(state_, canvas_of(session_.world, drawn_size_));
  // Fewer rows, or room for more of them, than before.
  const auto offset = state_.offset;
  scroll_to(state_, static_cast<long long>(offset), frame.rows);
  if (state_.offset != offset) frame = frame_of(state_, canvas_of(session_.world, drawn_size_));
  rows_seen_ = frame.rows;
  if (!screen_.draw(drawing_of(frame))) over_ = true;
  traced_ = std::move(frame.traced);
}

void LiveTop::hear(core::Milliseconds limit) {
  const auto typed = screen_.wait(limit);
  const auto keys = keys_.read(typed.bytes);
  if (typed.is_over || std::find(keys.begin(), keys.end(), TopKey::quit) != keys.end()) {
    over_ = true;
    return;
  }
  for (const auto key : keys) press(state_, key, rows_seen_);
  if (!keys.empty() || screen_.size() != drawn_size_) draw();
}

GoOn LiveTop::until_quit() {
  return [this] {
    if (!over_) hear(core::Milliseconds{0});
    return !over_;
  };
}

void LiveTop::look() {
  const auto reply = ask_top(session_.client, wanted_.subject, answer_limit, until_quit());
  if (over_) return;
  if (reply)
    take(state_, reply->look(wanted_.service()), session_.world.now());
  else
    state_.trouble = reply.error().message;
  can_prime_ = static_cast<bool>(reply);
  draw();
}

bool LiveTop::prime_some() {
  std::size_t primed = 0;
  const auto seen = traced_;  // drawing again changes it
  for (const auto& name : seen) {
    if (over_ || !can_prime_ || primed == primed_at_once) break;
    if (!state_.history.needs_priming(name)) continue;
    prime(name);
    ++primed;
  }
  if (primed > 0 && !over_) draw();
  return primed == primed_at_once;
}

// What an agent refuses, it refuses again; one that is away is asked after it has come back.
void LiveTop::prime(const std::string& name) {
  auto cpu = ask_trace(session_.client, name, "cpu_percent", trace_limit, until_quit());
  if (over_) return;
  const bool away = !cpu && cpu.error().code == ExitCode::unreachable;
  auto memory =
      away ? cpu : ask_trace(session_.client, name, "memory_bytes", trace_limit, until_quit());
  can_prime_ = !away && (memory || memory.error().code != ExitCode::unreachable);
  if (over_ || !can_prime_) return;
  state_.history.prime(name, cpu ? std::move(*cpu) : Trace{},
                       memory ? std::move(*memory) : Trace{});
}

}  // namespace cli
