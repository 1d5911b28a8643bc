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
  co_await core::gather(std::move(questions));
}

awaitable<void> EngineLooks::ask(EngineLooks* self, model::ContainerId id) {
  const auto permit = co_await self->permits_.acquire();
  auto usage = co_await self->engine_.usage(id);
  const auto found = self->asked_.find(id);
  if (found == self->asked_.end()) co_return;
  auto& asked = found->second;
  if (!usage) {
    asked.answered = false;
    asked.anew = true;
    co_return;
  }
  const Look look{self->clock_.now().mono, std::move(*usage)};
  // A counter that went back began anew.
  if (asked.answered && look.usage.cpu_ns < asked.look.usage.cpu_ns) asked.anew = true;
  asked.answered = true;
  asked.look = look;
}

void EngineLooks::complete(Looks& looks) {
  const auto now = clock_.now().mono;
  std::map<model::ContainerId, Asked> still;
  std::vector<Missed> missed;
  for (auto& each : looks.missed) {
    auto asked = asked_[each.id];
    ++asked.misses;
    if (asked.answered && now - asked.look.at <= engine_look_age_max)
      looks.taken.push_back({each.id, asked.look, std::exchange(asked.anew, false)});
    else
      missed.push_back(each);
    still.emplace(each.id, std::move(asked));
  }
  looks.missed = std::move(missed);
  asked_ = std::move(still);
}

}  // namespace monitor
