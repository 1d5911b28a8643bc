#include "cli/command/define.hpp"
#include "cli/document.hpp"
#include "cli/explain_view.hpp"
#include "cli/requests.hpp"
#include "cli/status_view.hpp"
#include "cli/subject.hpp"
#include "cli/surface.hpp"
#include "cli/view_decode.hpp"

#include <memory>
#include <ostream>

namespace cli {
namespace {

void print(Session& session, const std::string& body) {
  if (session.format != Format::table) return print_document(session, body);
  const auto surface = surface_of(session.world);
  bool first = true;
  for (const auto& each : elements(body, "services")) {
    if (!std::exchange(first, false)) session.world.out << "\n";
    session.world.out << explanation_text(decode_explanation(each), surface);
  }
}

Outcome explain(const std::string& text, Session& session) {
  const auto subject = parse_subject(text);
  if (!subject) return subject.error();
  std::vector<std::pair<std::string, std::string>> query;
  if (!subject->service.empty()) query.emplace_back("service", subject->service);
  const auto body = get(session.client, deployment_path(subject->deployment, "/explain"), query);
  if (!body) return body.error();
  if (session.format == Format::table) {
    const auto host = get_host(session.client);
    if (host) session.world.out << banner_text(*host, surface_of(session.world));
  }
  print(session, *body);
  return ExitCode::done;
}

}  // namespace

Action define_explain(Options& options) {
  const auto subject = std::make_shared<std::string>();
  options.argument("DEPLOYMENT[/SERVICE]", *subject,
                   "Which deployment, or only this service of it");
  return [subject](Session& session) { return explain(*subject, session); };
}

}  // namespace cli
