#include "api/dispatcher.hpp"

#include "api/access_events.hpp"
#include "api/codec/bodies.hpp"
#include "api/idempotency.hpp"
#include "core/text.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>

namespace api {
namespace {

// The document is one of the addresses, but not on every listener.
std::string what_there_is(const std::vector<Route>& table) {
  std::vector<std::string> patterns;
  for (const auto& route : table) {
    if (route.pattern == "/openapi.json") return "GET /openapi.json lists what there is";
    patterns.push_back(route.pattern);
  }
  return "this listener has " + core::join(patterns, ", ");
}

Problem no_route(const Match& match, const std::string& target, const std::vector<Route>& table) {
  if (const auto* other = std::get_if<OtherMethods>(&match)) {
    auto out = problem(405, "This address knows " + other->allow);
    out.headers.add("Allow", other->allow);
    return out;
  }
  return problem(404, "There is nothing at " + target.substr(0, 200) + "; " + what_there_is(table));
}

// A parameter that is not known would be ignored silently: `?dryrun=true` would really apply.
std::optional<Problem> unknown_parameter(const Route& route, const Query& query) {
  std::vector<std::string> known;
  for (const auto& parameter : route.query) known.emplace_back(parameter.name);
  for (const auto& [name, value] : query) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const auto near = core::nearest(name, known);
    const auto hint = near.empty() ? "" : ", did you mean " + near + "?";
    return problem(400, "Unknown parameter ?" + name + hint,
                   {{"?" + name, "unknown parameter" + hint}});
  }
  return std::nullopt;
}

// An id with slashes is whatever its list says; one that is not in it is not there.
std::optional<Problem> bad_path(const Found& found) {
  if (found.route->id_has_slashes) return std::nullopt;
  for (const auto& [hole, value] : found.path) {
    if (hole == "s" ? is_service_name(value) : is_name(value)) continue;
    const std::string expected = hole == "s" ? service_name_expected : name_expected;
    return problem(400, "Not a name: " + value.substr(0, 100) + "; " + expected,
                   {{"{" + hole + "}", expected}});
  }
  return std::nullopt;
}

bool changes_something(const Request& request) {
  const auto dry_run = flag_of(request, "dry_run", false);
  return request.method != Method::get && dry_run && !*dry_run;
}

std::optional<Problem> wrong_media_type(const Route& route, const Request& request) {
  if (request.body.empty()) return std::nullopt;
  if (route.body == Body::none) return std::nullopt;
  const auto* header = request.headers.find("Content-Type");
  const auto type =
      header == nullptr ? "" : core::lowercase(core::trim(core::split(*header, ';').front()));
  if (type == "application/json") return std::nullopt;
  const bool yaml = type == "application/yaml" || type == "application/x-yaml";
  if (route.body == Body::compose && yaml) return std::nullopt;
  const std::string expected =
      route.body == Body::compose ? "application/json or application/yaml" : "application/json";
  return problem(415,
                 "The body must be " + expected + " (Content-Type), not " +
                     (type.empty() ? "without a type" : type) +
                     "; with curl: --json, or -H 'Content-Type: " +
                     (route.body == Body::compose ? "application/yaml'" : "application/json'"));
}

// A body that nobody reads would be taken for one that was understood.
std::optional<Problem> wrong_body(const Route& route, Request& request) {
  if (auto wrong = wrong_media_type(route, request)) return wrong;
  if (route.body != Body::reason) return std::nullopt;
  auto reason = decode_reason(request);
  if (!reason) return reason.error();
  request.reason = std::move(*reason);
  return std::nullopt;
}

}  // namespace

Dispatcher::Dispatcher(Backend& backend, const Tokens& tokens, const std::vector<Route>& table,
                       Auth auth)
    : backend_(backend), tokens_(tokens), table_(table), auth_(auth), router_(table) {}

Expected<Admitted> Dispatcher::admit(Head head, const Peer& peer) {
  auto target = parse_target(head.target);
  if (!target) return problem_of(target.error());
  const auto method = method_from(head.method);
  auto match = method ? router_.match(*method, *target) : router_.match_any(*target);
  auto* found = std::get_if<Found>(&match);
  if (found != nullptr && found->route->scope == Scope::open)
    return Admitted{found->route, {*method, head.target, {}, target->query, head.headers, "", {}}};
  auto caller = authenticate(head.headers, peer);
  if (!caller) return caller.error();
  if (!is_http_method(head.method))
    return problem(501, "There is no method " + head.method.substr(0, 50));
  if (found == nullptr) return no_route(match, head.target, table_);
  if (caller->scope < found->route->scope) {
    denied(peer, caller->by + " lacks the scope " + std::string(name_of(found->route->scope)));
    return out_of_scope(*caller, found->route->scope);
  }
  if (auto wrong = bad_path(*found)) return *wrong;
  if (auto wrong = unknown_parameter(*found->route, target->query)) return *wrong;
  return Admitted{found->route,
                  {*method, std::move(head.target), std::move(found->path),
                   std::move(target->query), std::move(head.headers), "", std::move(*caller)}};
}

Expected<Principal> Dispatcher::authenticate(const Headers& headers, const Peer& peer) {
  if (auth_ == Auth::none) return Principal{"anybody", Scope::read, false};
  if (peer.local) {
    if (peer.principal) return *peer.principal;
    denied(peer, "not root, not the agent's user, not of the configured group");
    return problem(403, peer.name + " may not use this socket: it is for root, the agent's user " +
                            "and the group of api.group");
  }
  const auto bearer = bearer_of(headers);
  if (!bearer)
    return unauthorized(
        "A token is needed: send Authorization: Bearer TOKEN (the bootstrap token " +
        std::string("is in api.token_file on the host)"));
  auto caller = tokens_.find(*bearer);
  if (caller) return *caller;
  denied(peer, "wrong token");
  return unauthorized("This token is not known here");
}

void Dispatcher::denied(const Peer& peer, const std::string& reason) {
  const auto now = backend_.clock.now();
  const auto left_out = denials_.admit(now.mono);
  if (left_out) backend_.sink.record(denied_event(now.wall, peer.name, reason, *left_out));
}

awaitable<Response> Dispatcher::answer(Admitted admitted) {
  const auto& route = *admitted.route;
  auto& request = admitted.request;
  if (auto wrong = wrong_body(route, request)) co_return to_response(*wrong);
  const auto* key = request.headers.find("Idempotency-Key");
  const bool once_only = request.method == Method::post && key != nullptr;
  auto work = once_only ? once(route, request) : checked(route, request);
  auto response = co_await std::move(work);
  if (changes_something(request) && response.status < 300)
    backend_.sink.record(written_event(backend_.clock.now().wall, request, response.status));
  co_return response;
}

awaitable<Response> Dispatcher::once(const Route& route, const Request& request) {
  const auto key = remembered_key(request);
  if (!key) co_return to_response(key.error());
  if (in_flight_.contains(*key))
    co_return to_response(problem(409, "The first request with this Idempotency-Key is not done"));
  const InFlight flight(in_flight_, *key);
  const auto known = co_await backend_.idempotency.get(*key);
  if (!known) co_return to_response(problem_of(known.error()));
  if (*known) co_return replay(**known, request);
  auto response = co_await checked(route, request);
  if (response.status >= 500 || response.stream) co_return response;
  auto answer = remembered(request, response, backend_.clock.now().wall);
  const auto kept = co_await backend_.idempotency.put(*key, std::move(answer));
  if (!kept) response.headers.add("Warning", "199 evenkeel \"the answer could not be kept\"");
  co_return response;
}

awaitable<Response> Dispatcher::checked(const Route& route, const Request& request) {
  if (request.method != Method::get) {
    const auto status = backend_.host.status();
    if (!status.rescue.empty())
      co_return to_response(
          problem(503, "The agent is in rescue and only observes: " + status.rescue));
  }
  std::string failure;
  try {
    auto response = co_await route.handler(backend_, request);
    co_return response;
  } catch (const boost::system::system_error& error) {
    if (error.code() == boost::asio::error::operation_aborted) throw;
    failure = error.what();
  } catch (const std::exception& error) {
    failure = error.what();
  }
  co_return to_response(problem(500, "The agent failed to answer: " + failure));
}

}  // namespace api
