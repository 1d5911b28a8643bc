#include "monitor/engine_looks.hpp"

#include <algorithm>
#include <utility>

namespace monitor {

EngineLooks::EngineLooks(EngineStats& engine, const core::Clock& clock,
                         boost::asio::any_io_executor executor)
    : engine_(engine), clock_(clock), permits_(std::move(executor), engine_looks_at_once) {}

awaitable<void> EngineLooks::run() {
  for (;;) {
    co_await core::wait_for(engine_look_interval);
    co_await ask_all();
  }
}

awaitable<void> EngineLooks::ask_all() {
  std::vector<awaitable<void>> questions;
  for (const auto& [id, asked] : asked_)
    if (asked.misses >= misses_before_engine) questions.push_back(ask(this, id));
  const auto began = clock_.now().mono;
  round_began_ = began;
  co_await core::gather(std::move(questions));
  round_began_.reset();
  last_round_ = clock_.now().mono - began;
}

core::Milliseconds EngineLooks::age_max(core::MonoTime now) const {
  const auto under_way = round_began_ ? now - *round_began_ : core::Milliseconds{0};
  const auto rounds = 2 * std::max<core::Milliseconds>(last_round_, under_way);
  return std::clamp(rounds, engine_look_age_max, look_gap_max);
}

awaitable<void> EngineLooks::ask(EngineLooks* self, model::ContainerId id) {
  const auto permit = co_await self->permits_.acquire();
  auto usage = co_await self->engine_.usage(id);
  const auto found = self->asked_.find(id);
  if (found == self->asked_.end()) co_return;
  auto& asked = found->second;
  if (!usage) {
    asked.answered = false;
    // One that was not answered for another reason goes on from where it was.
    if (usage.error().code == core::Errc::not_found) asked.anew = true;
    co_return;
  }
  const Look look{self->clock_.now().mono, std::move(*usage)};
  // A counter that went back began anew.
  if (look.usage.cpu_ns < asked.look.usage.cpu_ns) asked.anew = true;
  asked.answered = true;
  asked.look = look;
}

void EngineLooks::complete(Looks& looks) {
  const auto now = clock_.now().mono;
  const auto oldest = age_max(now);
  std::map<model::ContainerId, Asked> still;
  std::vector<Missed> missed;
  for (auto& each : looks.missed) {
    auto asked = asked_[each.id];
    ++asked.misses;
    if (asked.answered && now - asked.look.at <= oldest)
      looks.taken.push_back({each.id, asked.look, std::exchange(asked.anew, false), {}, true});
    else
      missed.push_back(each);
    still.emplace(each.id, std::move(asked));
  }
  looks.missed = std::move(missed);
  asked_ = std::move(still);
}

}  // namespace monitor
