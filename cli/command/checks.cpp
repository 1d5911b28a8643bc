#include "cli/check_view.hpp"
#include "cli/command/define.hpp"
#include "cli/document.hpp"
#include "cli/requests.hpp"
#include "cli/subject.hpp"
#include "cli/surface.hpp"
#include "cli/view_decode.hpp"
#include "core/text.hpp"

#include <memory>
#include <optional>
#include <ostream>

namespace cli {
namespace {

// The longest timeout that a check may have, and a little.
constexpr core::Milliseconds run_limit{630'000};

struct Asked {
  std::optional<std::string> verb, name, deployment;
};

Outcome list_checks(const Asked& asked, Session& session) {
  std::vector<std::pair<std::string, std::string>> query;
  if (asked.deployment) {
    const auto named = parse_deployment(*asked.deployment);
    if (!named) return named.error();
    query.emplace_back("deployment", *named);
  }
  const auto items = get_all(session.client, "/v1/checks", std::move(query));
  if (!items) return items.error();
  if (session.format != Format::table) {
    print_document(session, items_json(*items));
    return ExitCode::done;
  }
  std::vector<CheckText> checks;
  for (const auto& item : *items) checks.push_back(decode_check(item));
  session.world.out << checks_text(checks, session.world.now().wall, surface_of(session.world));
  return ExitCode::done;
}

// `.` and `..` would lead to another address.
Expected<std::string> name_to_run(const Asked& asked) {
  if (asked.deployment) return wrong_usage("--deployment is for the list, `run` is for one check");
  if (!asked.name || asked.name->empty() || *asked.name == "." || *asked.name == "..")
    return wrong_usage("say which check to run: `evenkeel checks` lists them");
  return *asked.name;
}

Outcome run_check(const Asked& asked, Session& session) {
  const auto name = name_to_run(asked);
  if (!name) return name.error();
  Call call;
  call.method = "POST";
  call.path = "/v1/checks/" + core::url_encode(*name) + "/run";
  call.timeout = run_limit;
  const auto reply = session.client.call(call);
  if (!reply) return reply.error();
  const auto check = decode_check(reply->body);
  if (session.format == Format::table)
    session.world.out << run_text(check, surface_of(session.world));
  else
    print_document(session, reply->body);
  return check.passed() ? ExitCode::done : ExitCode::failed;
}

Outcome show_checks(const Asked& asked, Session& session) {
  if (!asked.verb) return list_checks(asked, session);
  if (*asked.verb == "run") return run_check(asked, session);
  return wrong_usage("expected nothing, or run NAME, not " + *asked.verb);
}

}  // namespace

Action define_checks(Options& options) {
  const auto asked = std::make_shared<Asked>();
  options.optional_argument("run", asked->verb, "Run one now, instead of listing them");
  options.optional_argument("NAME", asked->name, "Which one, as the list names it");
  options.text("--deployment", asked->deployment, "Only those of the services of this deployment");
  return [asked](Session& session) { return show_checks(*asked, session); };
}

}  // namespace cli
