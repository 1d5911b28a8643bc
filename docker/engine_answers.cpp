#include "docker/engine_answers.hpp"

#include "core/io/timing.hpp"
#include "core/time_text.hpp"

namespace docker {
namespace {

core::Error silence_error(core::Milliseconds limit) {
  return {core::Errc::timeout,
          "the engine gave no good answer within " + core::duration_text(limit)};
}

}  // namespace

awaitable<core::Status> EngineAnswers::answers(core::Milliseconds limit) {
  auto work = ask(limit);
  auto status = co_await core::within(std::move(work), limit);
  if (!status) co_return silence_error(limit);
  co_return std::move(*status);
}

awaitable<core::Status> EngineAnswers::ask(core::Milliseconds limit) {
  const auto unit = co_await units_.engine_unit();
  if (!unit.may_be_asked())
    co_return core::Error{core::Errc::unavailable, "docker.service is " + unit.active_state +
                                                       "; it is not asked, as that would start it"};
  const auto reaction = co_await client_.reaction(limit);
  if (reaction == reconcile::Reaction::silent) co_return silence_error(limit);
  if (reaction == reconcile::Reaction::refused)
    co_return core::Error{core::Errc::unavailable, "nobody listens at " + client_.endpoint().text};
  co_return core::Status{};
}

}  // namespace docker
