#include "cli/command/define.hpp"
#include "cli/document.hpp"
#include "cli/incident_view.hpp"
#include "cli/requests.hpp"
#include "cli/subject.hpp"
#include "cli/surface.hpp"
#include "cli/view_decode.hpp"

#include <memory>
#include <optional>
#include <ostream>

namespace cli {
namespace {

constexpr core::Milliseconds follow_pause{2'000};

struct Asked {
  std::optional<std::string> what, number, deployment;
  std::string reason;
  bool follow = false, all = false;
};

std::string path_of(const std::string& number, const char* verb = "") {
  return "/v1/incidents/" + number + verb;
}

Outcome list_incidents(const Asked& asked, Session& session) {
  std::vector<std::pair<std::string, std::string>> query;
  if (!asked.all) query.emplace_back("state", "open");
  if (asked.deployment) {
    const auto named = parse_deployment(*asked.deployment);
    if (!named) return named.error();
    query.emplace_back("deployment", *named);
  }
  const auto items = get_all(session.client, "/v1/incidents", std::move(query));
  if (!items) return items.error();
  if (session.format != Format::table) {
    print_document(session, items_json(*items));
    return ExitCode::done;
  }
  std::vector<IncidentText> incidents;
  for (const auto& item : *items) incidents.push_back(decode_incident(item));
  if (incidents.empty())
    session.world.out << (asked.all ? "No incidents.\n"
                                    : "No incident is open. `evenkeel incidents --all` shows those "
                                      "that were resolved lately.\n");
  else
    session.world.out << incidents_text(incidents, session.world.now().wall,
                                        surface_of(session.world));
  return ExitCode::done;
}

void print_whole(Session& session, const std::string& body) {
  if (session.format == Format::table)
    session.world.out << incident_text(decode_incident(body), session.world.now().wall,
                                       surface_of(session.world));
  else
    print_document(session, body);
  session.world.out.flush();
}

void print_news(Session& session, const std::string& before, const std::string& after) {
  if (session.format != Format::table) return print_streamed(session, after);
  session.world.out << incident_news(decode_incident(before), decode_incident(after),
                                     surface_of(session.world));
  session.world.out.flush();
}

// Ends when it is resolved, or by a signal; an agent that goes away meanwhile is waited for.
Outcome follow(const std::string& number, Session& session, std::string before) {
  bool told = false;
  while (session.world.out.good() && !decode_incident(before).is_resolved()) {
    session.world.pause(follow_pause);
    const auto body = get(session.client, path_of(number));
    const bool away = !body && body.error().code == ExitCode::unreachable;
    if (!body && !away) return body.error();
    if (away && !told) session.world.err << "evenkeel: " << body.error().message << "\n";
    told = away;
    if (!body || *body == before) continue;
    print_news(session, before, *body);
    before = *body;
  }
  return ExitCode::done;
}

Outcome show_incident(const Asked& asked, Session& session) {
  const auto number = parse_number(*asked.what, "an incident");
  if (!number) return number.error();
  const auto body = get(session.client, path_of(*number));
  if (!body) return body.error();
  if (asked.follow && session.format != Format::table)
    print_streamed(session, *body);
  else
    print_whole(session, *body);
  return asked.follow ? follow(*number, session, *body) : Outcome(ExitCode::done);
}

// "ack" and "apply".
Outcome change_incident(const Asked& asked, Session& session) {
  if (!asked.number) return wrong_usage("say which incident: `evenkeel incidents` lists them");
  const auto number = parse_number(*asked.number, "an incident");
  if (!number) return number.error();
  Call call;
  call.method = "POST";
  call.path = path_of(*number, "/") + *asked.what;
  call.body = reason_body(asked.reason);
  const auto reply = session.client.call(call);
  if (!reply) return reply.error();
  if (session.format != Format::table) {
    print_document(session, reply->body);
    return ExitCode::done;
  }
  const auto seen = acknowledged_text(decode_incident(reply->body));
  session.world.out << "incident " << *number << ": "
                    << (*asked.what == "ack" ? "acknowledged " + printable(seen) +
                                                   "; it is not repeated until it is resolved or "
                                                   "gets worse\n"
                                             : "applied\n");
  return ExitCode::done;
}

Outcome show_incidents(const Asked& asked, Session& session) {
  const bool changes = asked.what && (*asked.what == "ack" || *asked.what == "apply");
  if (!asked.reason.empty() && !changes) return wrong_usage("--reason is for `incidents ack ID`");
  if (asked.what && (asked.all || asked.deployment))
    return wrong_usage("--all and --deployment are for the list");
  if (asked.follow && (changes || !asked.what))
    return wrong_usage("-f follows one incident: evenkeel incidents ID -f");
  if (changes) return change_incident(asked, session);
  if (asked.number) return wrong_usage("expected ID, ack ID or apply ID, not " + *asked.what);
  return asked.what ? show_incident(asked, session) : list_incidents(asked, session);
}

}  // namespace

Action define_incidents(Options& options) {
  const auto asked = std::make_shared<Asked>();
  options.optional_argument("ID|ack|apply", asked->what,
                            "One of them; `ack` says that it is known");
  options.optional_argument("ID", asked->number, "Which one, after ack or apply");
  options.flag("-f,--follow", asked->follow, "Go on with what comes, until it is resolved");
  options.flag("--all", asked->all, "Also those that were resolved lately");
  options.text("--deployment", asked->deployment, "Only those about this deployment");
  options.text("--reason", asked->reason, "With ack: why; shown with the incident");
  return [asked](Session& session) { return show_incidents(*asked, session); };
}

}  // namespace cli
