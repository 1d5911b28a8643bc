#include "api/parameters.hpp"
#include "api/routes/answer.hpp"
#include "api/routes/routes.hpp"

#include <algorithm>

namespace api::routes {
namespace {

struct Asked {
  reconcile::VerbRequest verb;
  std::optional<core::Milliseconds> wait;
  bool changes = false;  // what is wanted
};

// A restart or recreate is always something new; a start or stop where it was not wanted before.
bool changes(const model::DeploymentView& view, const model::ServiceName& service,
             reconcile::Verb verb) {
  using reconcile::Verb;
  if (verb == Verb::restart || verb == Verb::recreate) return true;
  const auto wanted =
      verb == Verb::stop ? model::IntentState::stopped : model::IntentState::running;
  return std::any_of(view.services.begin(), view.services.end(), [&](const auto& each) {
    return (service.empty() || each.name == service) && each.intent.state != wanted;
  });
}

Expected<Asked> read(Backend& backend, const Request& request, reconcile::Verb verb) {
  auto view = find_to_write(backend, request);
  if (!view) return view.error();
  auto service = find_service(*view, request);
  if (!service) return service.error();
  auto wait = wait_of(request);
  if (!wait) return wait.error();
  Asked asked{{view->name, {}, verb, {request.caller.by, request.reason}, *if_match_of(request)},
              *wait,
              changes(*view, *service, verb)};
  if (!service->empty()) asked.verb.services.push_back(*service);
  return asked;
}

awaitable<Response> act(Backend& backend, const Request& request, reconcile::Verb verb) {
  auto asked = read(backend, request, verb);
  if (!asked) co_return to_response(asked.error());
  const bool changes = asked->changes;
  auto applied = co_await backend.desired.act(std::move(asked->verb));
  if (!applied) co_return to_response(problem_of(applied.error()));
  applied->changed = changes;
  co_return co_await answer_write(backend, std::move(*applied), asked->wait);
}

}  // namespace

awaitable<Response> start(Backend& backend, const Request& request) {
  return act(backend, request, reconcile::Verb::start);
}

awaitable<Response> stop(Backend& backend, const Request& request) {
  return act(backend, request, reconcile::Verb::stop);
}

awaitable<Response> restart(Backend& backend, const Request& request) {
  return act(backend, request, reconcile::Verb::restart);
}

awaitable<Response> recreate(Backend& backend, const Request& request) {
  return act(backend, request, reconcile::Verb::recreate);
}

}  // namespace api::routes
