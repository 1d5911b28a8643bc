#include "api/codec/json_text.hpp"
#include "api/codec/sample_codec.hpp"
#include "api/parameters.hpp"
#include "api/routes/routes.hpp"
#include "api/sample_request.hpp"
#include "core/text.hpp"

#include <nlohmann/json.hpp>

namespace api::routes {
namespace {

// What can be asked for now; what is gone may still be remembered.
std::vector<std::string> subjects_there(const Backend& backend) {
  std::vector<std::string> out = {"host"};
  for (const auto& disk : backend.latest.disks()) out.push_back("disk:" + disk.mount_point);
  for (const auto& view : backend.views.list())
    for (const auto& service : view.services) out.push_back(view.name + "/" + service.name);
  return out;
}

bool can_be_subject(std::string_view text) {
  return text == "host" || text.starts_with("disk:") || core::contains(text, "/");
}

Problem no_such_subject(const Backend& backend, const std::string& subject) {
  constexpr std::size_t named_max = 20;
  auto known = subjects_there(backend);
  const auto near = core::nearest(subject, known);
  auto text = "Nothing is known of " + subject + ".";
  if (near == subject)
    return problem(404, "Nothing is known of " + subject + " yet: it was not seen at work.");
  if (!near.empty()) return problem(404, text + " Did you mean " + near + "?");
  const auto left_out = known.size() > named_max ? known.size() - named_max : 0;
  known.resize(known.size() - left_out);
  text += " There is " + core::join(known, ", ");
  return problem(404,
                 text + (left_out == 0 ? "" : ", and " + std::to_string(left_out) + " more") + ".");
}

Problem problem_of_samples(const Backend& backend, const std::string& subject,
                           const core::Error& error) {
  if (error.code == core::Errc::not_found) return no_such_subject(backend, subject);
  if (error.code == core::Errc::invalid) return bad_parameter("metric", error.what);
  return problem_of(error);
}

}  // namespace

awaitable<Response> samples(Backend& backend, const Request& request) {
  const auto asked = read_sample_request(request, backend.clock.now().wall);
  if (!asked) co_return to_response(asked.error());
  if (!can_be_subject(asked->query.subject))
    co_return to_response(no_such_subject(backend, asked->query.subject));
  auto query = asked->query;
  const auto series = co_await backend.samples.samples(std::move(query));
  if (!series)
    co_return to_response(problem_of_samples(backend, asked->query.subject, series.error()));
  co_return json_response(200, json_text(samples_json(*asked, *series)));
}

}  // namespace api::routes
