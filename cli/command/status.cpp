#include "cli/command/define.hpp"
#include "cli/document.hpp"
#include "cli/requests.hpp"
#include "cli/status_view.hpp"
#include "cli/subject.hpp"
#include "cli/surface.hpp"
#include "cli/view_decode.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <ostream>

namespace cli {
namespace {

constexpr core::Milliseconds watch_pause{2'000};
constexpr auto clear_screen = "\x1b[H\x1b[2J";  // what was scrolled away stays

struct Asked {
  std::optional<std::string> subject;
  bool watch = false, check = false;
};

struct Shown {
  std::string table, document;
  bool degraded = false;
};

Expected<Shown> look_at_all(Session& session, const HostText& host) {
  const auto items = get_all(session.client, "/v1/deployments");
  if (!items) return items.error();
  std::vector<DeploymentText> deployments;
  for (const auto& item : *items) deployments.push_back(decode_deployment(item));
  const auto surface = surface_of(session.world);
  return Shown{banner_text(host, surface) + told_text(host, surface) +
                   deployments_text(deployments, surface, !host.rescue.empty()),
               items_json(*items),
               std::any_of(deployments.begin(), deployments.end(),
                           [](const auto& each) { return is_degraded(each, ""); }) ||
                   host.critical_checks_failing > 0};
}

bool has_service(const DeploymentText& deployment, const std::string& name) {
  return std::any_of(deployment.services.begin(), deployment.services.end(),
                     [&](const auto& each) { return each.name == name; });
}

// The element of `services` of that name.
std::string service_document(const std::string& body, const std::string& service) {
  for (const auto& each : elements(body, "services")) {
    if (text_at(each, "name") == service) return each;
  }
  return "null";
}

Expected<Shown> look_at_one(Session& session, const HostText& host, const Subject& subject) {
  const auto body = get(session.client, deployment_path(subject.deployment));
  if (!body) return body.error();
  const auto deployment = decode_deployment(*body);
  if (!subject.service.empty() && !has_service(deployment, subject.service))
    return failed("There is no service " + subject.service + " in " + subject.deployment + ".");
  const auto surface = surface_of(session.world);
  return Shown{banner_text(host, surface) + deployment_text(deployment, subject.service, surface),
               subject.service.empty() ? *body : service_document(*body, subject.service),
               is_degraded(deployment, subject.service)};
}

// `subject`: nothing for all deployments.
Expected<Shown> look(Session& session, const std::optional<Subject>& subject) {
  const auto host = get_host(session.client);
  if (!host) return host.error();
  auto shown = subject ? look_at_one(session, *host, *subject) : look_at_all(session, *host);
  if (shown) shown->degraded = shown->degraded || is_degraded(*host);
  return shown;
}

void print(Session& session, const Shown& shown) {
  if (session.format == Format::table)
    session.world.out << shown.table;
  else
    print_document(session, shown.document);
  session.world.out.flush();
}

// On a terminal the screen is drawn anew, in a pipe what changed is printed again.
void print_again(Session& session, const Shown& shown, std::string& before) {
  if (session.world.can_redraw()) {
    session.world.out << clear_screen;
    print(session, shown);
  } else if (shown.document != before) {
    if (!before.empty()) session.world.out << "\n";
    print(session, shown);
  }
  before = shown.document;
}

// Ends by a signal, or where there is nothing to look at; an agent that goes away later is waited
// for.
Outcome watch(Session& session, const std::optional<Subject>& subject) {
  std::string before;
  bool told = false;
  while (session.world.out.good()) {
    const auto shown = look(session, subject);
    const bool away = !shown && shown.error().code == ExitCode::unreachable && !before.empty();
    if (!shown && !away) return shown.error();
    if (shown) print_again(session, *shown, before);
    if (away && !told) session.world.err << "evenkeel: " << shown.error().message << "\n";
    told = away;
    session.world.pause(watch_pause);
  }
  return ExitCode::done;
}

Outcome show_status(const Asked& asked, Session& session) {
  if (asked.watch && asked.check) return wrong_usage("--watch never ends and --check answers once");
  std::optional<Subject> subject;
  if (asked.subject) {
    const auto parsed = parse_subject(*asked.subject);
    if (!parsed) return parsed.error();
    subject = *parsed;
  }
  if (asked.watch) return watch(session, subject);
  const auto shown = look(session, subject);
  if (!shown) return shown.error();
  print(session, *shown);
  return asked.check && shown->degraded ? ExitCode::failed : ExitCode::done;
}

}  // namespace

Action define_status(Options& options) {
  const auto asked = std::make_shared<Asked>();
  options.optional_argument("DEPLOYMENT[/SERVICE]", asked->subject,
                            "Only this one, with its services and containers");
  options.flag("--watch", asked->watch, "Go on showing it until Ctrl-C");
  options.flag("--check", asked->check,
               "Exit code 1 where something is degraded, failed, or cannot be known");
  return [asked](Session& session) { return show_status(*asked, session); };
}

}  // namespace cli
