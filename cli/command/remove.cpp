// release: forget it, touch nothing. delete: stop and remove its containers and networks.
#include "cli/command/define.hpp"
#include "cli/document.hpp"
#include "cli/requests.hpp"
#include "cli/status_view.hpp"
#include "cli/subject.hpp"
#include "cli/view_decode.hpp"
#include "core/text.hpp"

#include <istream>
#include <memory>
#include <optional>
#include <ostream>

namespace cli {
namespace {

struct Release {
  std::optional<std::string> deployment;
  bool all = false;
};

struct Delete {
  std::string deployment;
  bool yes = false, volumes = false;
};

Expected<std::string> remove(Session& session, const std::string& name, bool containers,
                             bool volumes) {
  Call call;
  call.method = "DELETE";
  call.path = deployment_path(name);
  if (containers) call.query.emplace_back("containers", "true");
  if (volumes) call.query.emplace_back("volumes", "true");
  const auto reply = session.client.call(call);
  if (!reply) return reply.error();
  return reply->body;
}

Expected<std::vector<std::string>> names_of(Session& session, const Release& asked) {
  if (asked.all == asked.deployment.has_value())
    return wrong_usage("say which deployment to release, or --all");
  if (!asked.all) {
    const auto name = parse_deployment(*asked.deployment);
    if (!name) return name.error();
    return std::vector<std::string>{*name};
  }
  const auto items = get_all(session.client, "/v1/deployments");
  if (!items) return items.error();
  std::vector<std::string> names;
  for (const auto& item : *items) names.push_back(text_at(item, "name"));
  return names;
}

Outcome release(const Release& asked, Session& session) {
  const auto names = names_of(session, asked);
  if (!names) return names.error();
  std::vector<std::string> bodies;
  Outcome outcome = ExitCode::done;
  for (const auto& name : *names) {
    auto body = remove(session, name, false, false);
    if (!body) {
      outcome = body.error();
      break;
    }
    bodies.push_back(std::move(*body));
    if (session.format == Format::table)
      session.world.out << name << ": released; its containers stay as they are\n";
  }
  // One document, also of what was done before something failed.
  if (session.format != Format::table && asked.all)
    print_document(session, items_json(bodies));
  else if (session.format != Format::table && outcome)
    print_document(session, bodies.front());
  if (!names->empty()) return outcome;
  // In rescue the agent knows of no deployments, though there may be some.
  const auto host = get_host(session.client);
  if (host && !host->rescue.empty()) return failed("nothing was released: " + rescue_text(*host));
  if (session.format == Format::table) session.world.out << "There is nothing to release.\n";
  return outcome;
}

bool says_yes(World& world, const std::string& question) {
  world.out << question << " [y/N] " << std::flush;
  std::string answer;
  std::getline(world.in, answer);
  answer = core::lowercase(core::trim(answer));
  return answer == "y" || answer == "yes";
}

Expected<void> confirm(World& world, const std::string& name, const Delete& asked) {
  if (asked.yes) return {};
  const std::string what = asked.volumes ? "containers, networks and VOLUMES WITH THEIR DATA"
                                         : "containers and networks";
  if (says_yes(world, "Stop and remove the " + what + " of " + name + "?")) return {};
  return failed("nothing was deleted");
}

// "being stopped and removed"; what is held is not touched before that ends.
std::string deleted_text(const DeploymentText& seen) {
  if (!seen.hold) return "being stopped and removed";
  return "held until " + local_time(seen.hold->until) + "; it is stopped and removed then";
}

Outcome delete_one(const Delete& asked, Session& session) {
  const auto name = parse_deployment(asked.deployment);
  if (!name) return name.error();
  const auto& world = session.world;
  if (!asked.yes && (!world.in_is_terminal || !world.out_is_terminal))
    return wrong_usage("delete removes the containers of " + *name +
                       ": say --yes, as there is nobody to ask");
  // Nobody is asked about what there is not.
  const auto seen = get_deployment(session.client, *name);
  if (!seen) return seen.error();
  const auto sure = confirm(session.world, *name, asked);
  if (!sure) return sure.error();
  const auto body = remove(session, *name, true, asked.volumes);
  if (!body) return body.error();
  if (session.format != Format::table)
    print_document(session, *body);
  else
    session.world.out << *name << ": " << deleted_text(*seen)
                      << (asked.volumes ? ", its volumes too\n" : "; its volumes stay\n");
  return ExitCode::done;
}

}  // namespace

Action define_release(Options& options) {
  const auto asked = std::make_shared<Release>();
  options.optional_argument("DEPLOYMENT", asked->deployment, "Which deployment");
  options.flag("--all", asked->all, "Every deployment");
  return [asked](Session& session) { return release(*asked, session); };
}

Action define_delete(Options& options) {
  const auto asked = std::make_shared<Delete>();
  options.argument("DEPLOYMENT", asked->deployment, "Which deployment");
  options.flag("--yes", asked->yes, "Do not ask");
  options.flag("--volumes", asked->volumes, "Its volumes too, with all that is in them");
  return [asked](Session& session) { return delete_one(*asked, session); };
}

}  // namespace cli
