// hold, holds, resume.
#include "cli/command/define.hpp"
#include "cli/document.hpp"
#include "cli/explain_view.hpp"
#include "cli/requests.hpp"
#include "cli/subject.hpp"
#include "cli/surface.hpp"
#include "cli/view_decode.hpp"
#include "core/time_text.hpp"

#include <memory>
#include <ostream>

namespace cli {
namespace {

constexpr core::Milliseconds hold_max{30 * 86'400'000LL};

struct Asked {
  std::optional<std::string> subject;
  std::string reason;
  bool host = false;
  std::optional<core::Milliseconds> duration;
};

// Nothing: the whole host.
Expected<std::optional<Subject>> subject_of(const Asked& asked) {
  if (asked.host == asked.subject.has_value())
    return wrong_usage("say what is meant: DEPLOYMENT[/SERVICE], or --host for the whole host");
  if (asked.host) return std::optional<Subject>();
  const auto subject = parse_subject(*asked.subject);
  if (!subject) return subject.error();
  return std::optional(*subject);
}

std::string name_of(const std::optional<Subject>& subject) {
  return subject ? subject->text() : "the host";
}

Outcome print_reply(Session& session, const Expected<Reply>& reply, const std::string& said) {
  if (!reply) return reply.error();
  print_done(session, reply->body, said);
  return ExitCode::done;
}

// The agent's answer says until when.
std::string held_until(const std::string& body, bool host) {
  const auto hold = host ? std::optional(decode_hold(body)) : decode_deployment(body).hold;
  return hold && !hold->until.empty() ? " until " + local_time(hold->until) : "";
}

Outcome hold(const Asked& asked, Session& session) {
  const auto subject = subject_of(asked);
  if (!subject) return subject.error();
  const HoldRequest request{asked.host, asked.duration ? core::duration_text(*asked.duration) : "",
                            asked.reason};
  Call call;
  call.method = "POST";
  call.path = "/v1/holds";
  call.body = hold_body(request);
  if (*subject) call.path = service_path((*subject)->deployment, (*subject)->service, "/hold");
  const auto reply = session.client.call(call);
  const auto until = reply ? held_until(reply->body, asked.host) : "";
  return print_reply(session, reply,
                     name_of(*subject) + ": held" + until + ", `evenkeel resume " +
                         (*subject ? (*subject)->text() : "--host") + "` ends it");
}

Outcome resume(const Asked& asked, Session& session) {
  const auto subject = subject_of(asked);
  if (!subject) return subject.error();
  Call call;
  if (*subject) {
    call.method = "POST";
    call.path = service_path((*subject)->deployment, (*subject)->service, "/resume");
  } else {
    call.method = "DELETE";
    call.path = "/v1/holds";
    call.query.emplace_back("host", "true");
  }
  const auto reply = session.client.call(call);
  return print_reply(session, reply, name_of(*subject) + ": held no longer");
}

Outcome show_holds(Session& session) {
  const auto items = get_all(session.client, "/v1/holds");
  if (!items) return items.error();
  if (session.format != Format::table) {
    print_document(session, items_json(*items));
    return ExitCode::done;
  }
  std::vector<HoldText> holds;
  for (const auto& item : *items) holds.push_back(decode_hold(item));
  session.world.out << holds_text(holds, surface_of(session.world));
  return ExitCode::done;
}

}  // namespace

Action define_hold(Options& options) {
  const auto asked = std::make_shared<Asked>();
  options.optional_argument("DEPLOYMENT[/SERVICE]", asked->subject, "What to leave alone");
  options.flag("--whole-host", asked->host,
               "The whole host; `--host` without an address says the same");
  options.duration("--for", asked->duration, hold_max, "How long (default: 30m); it always ends");
  options.reason(asked->reason);
  return [asked](Session& session) { return hold(*asked, session); };
}

Action define_resume(Options& options) {
  const auto asked = std::make_shared<Asked>();
  options.optional_argument("DEPLOYMENT[/SERVICE]", asked->subject, "What is held");
  options.flag("--whole-host", asked->host,
               "The whole host; `--host` without an address says the same");
  return [asked](Session& session) { return resume(*asked, session); };
}

Action define_holds(Options&) { return show_holds; }

}  // namespace cli
