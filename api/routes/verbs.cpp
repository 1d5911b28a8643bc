#include "api/codec/bodies.hpp"
#include "api/parameters.hpp"
#include "api/routes/answer.hpp"
#include "api/routes/routes.hpp"

namespace api::routes {
namespace {

struct Asked {
  reconcile::VerbRequest verb;
  std::optional<core::Milliseconds> wait;
};

Expected<Asked> read(Backend& backend, const Request& request, reconcile::Verb verb) {
  auto view = find_deployment(backend, request);
  if (!view) return view.error();
  auto service = find_service(*view, request);
  if (!service) return service.error();
  auto wait = wait_of(request);
  if (!wait) return wait.error();
  auto reason = decode_reason(request);
  if (!reason) return reason.error();
  Asked asked{{view->name, {}, verb, {request.caller.by, *reason}}, *wait};
  if (!service->empty()) asked.verb.services.push_back(*service);
  return asked;
}

awaitable<Response> act(Backend& backend, const Request& request, reconcile::Verb verb) {
  auto asked = read(backend, request, verb);
  if (!asked) co_return to_response(asked.error());
  auto applied = co_await backend.desired.act(std::move(asked->verb));
  if (!applied) co_return to_response(problem_of(applied.error()));
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
