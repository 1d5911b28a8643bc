#include "api/codec/plan_text.hpp"
#include "api/compose_source.hpp"
#include "api/parameters.hpp"
#include "api/routes/answer.hpp"
#include "api/routes/routes.hpp"

namespace api::routes {
namespace {

struct Asked {
  PutBody body;
  bool dry_run = false, start = false;
  std::optional<bool> auto_heal;
  std::optional<core::Milliseconds> wait;
  std::optional<model::GenerationNumber> if_match;
  bool if_new = false;

  // Of a deployment that is not there yet the generation is 0.
  std::optional<model::GenerationNumber> wanted() const {
    return if_new && !if_match ? std::optional(model::GenerationNumber{0}) : if_match;
  }
};

Expected<PutBody> read_body(const Request& request) {
  auto body = decode_put(request);
  if (!body) return body.error();
  const auto directory = text_of(request, "directory");
  if (directory.empty()) return body;
  auto* text = std::get_if<PutText>(&body->form);
  if (text == nullptr || !text->directory.empty())
    return problem(400,
                   "?directory is for a Compose file sent as application/yaml; JSON has a key");
  text->directory = directory;
  return body;
}

Expected<Asked> read(const Request& request) {
  auto body = read_body(request);
  if (!body) return body.error();
  const auto dry_run = flag_of(request, "dry_run", false);
  if (!dry_run) return dry_run.error();
  const auto start = flag_of(request, "start", false);
  if (!start) return start.error();
  const auto auto_heal = flag_of(request, "auto_heal");
  if (!auto_heal) return auto_heal.error();
  const auto wait = wait_of(request);
  if (!wait) return wait.error();
  const auto if_match = if_match_of(request);
  if (!if_match) return if_match.error();
  const auto if_new = if_none_match_of(request);
  if (!if_new) return if_new.error();
  return Asked{std::move(*body), *dry_run, *start, *auto_heal, *wait, *if_match, *if_new};
}

// `If-Match: *` asks only that there is a deployment (RFC 9110 13.1.1).
bool misses(Backend& backend, const Request& request, const std::string& name) {
  const auto* match = request.headers.find("If-Match");
  return match != nullptr && *match == "*" && !backend.views.get(name);
}

// Of an apply the loop tells, at the moment of writing.
std::optional<Problem> misses_dry(Backend& backend, const Asked& asked, const std::string& name) {
  if (!asked.dry_run || !asked.if_match) return std::nullopt;
  const auto view = backend.views.get(name);
  if (!view) return problem(412, "There is no deployment " + name + " yet");
  if (view->generation == *asked.if_match) return std::nullopt;
  return other_generation(*view, *asked.if_match);
}

std::optional<Problem> wrong_policy(const model::Spec& spec, const JudgePolicy& judge) {
  auto errors = policy_errors(spec, judge);
  if (errors.empty()) return std::nullopt;
  std::vector<std::string> mistakes;
  for (const auto& error : errors) mistakes.push_back(error.path + ": " + error.message);
  return refused_project(mistakes, std::move(errors));
}

awaitable<Response> apply(Backend& backend, const Asked& asked, reconcile::ApplyRequest request,
                          std::vector<std::string> warnings) {
  auto applied = co_await backend.desired.apply(std::move(request));
  if (!applied) co_return to_response(problem_of(applied.error()));
  co_return co_await answer_write(backend, std::move(*applied), asked.wait, std::move(warnings));
}

}  // namespace

awaitable<Response> put_deployment(Backend& backend, const Request& request) {
  const auto& name = path_value(request, "d");
  auto asked = read(request);
  if (!asked) co_return to_response(asked.error());
  if (misses(backend, request, name))
    co_return to_response(problem(412, "There is no deployment " + name + " yet"));
  if (asked->if_new && backend.views.get(name)) co_return to_response(there_already(name));
  if (auto other = misses_dry(backend, *asked, name)) co_return to_response(*other);
  auto project = co_await backend.reading.load(asked->body, name);
  if (!project) co_return to_response(project.error());
  if (auto refused = wrong_policy(*project->spec, backend.judge_policy))
    co_return to_response(*refused);
  reconcile::ApplyRequest wanted{
      project->spec, std::move(project->source), {request.caller.by, asked->body.reason},
      asked->start,  asked->auto_heal,           asked->wanted()};
  if (asked->dry_run) {
    std::optional<reconcile::ApplyRequest> as_if = std::move(wanted);
    const auto text = co_await backend.views.plan_text(name, std::move(as_if));
    co_return text ? plan_response(*text, project->warnings)
                   : to_response(problem_of(text.error()));
  }
  co_return co_await apply(backend, *asked, std::move(wanted), std::move(project->warnings));
}

}  // namespace api::routes
