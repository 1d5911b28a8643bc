#include "cli/apply_body.hpp"
#include "cli/command/define.hpp"
#include "cli/load_options.hpp"
#include "cli/plan_view.hpp"
#include "cli/write.hpp"
#include "core/text.hpp"

#include <memory>

namespace cli {
namespace {

struct Asked {
  LoadOptions load;
  bool start = false, dry_run = false, auto_heal = false, no_auto_heal = false;
  std::string reason;
  std::optional<core::Milliseconds> wait;
};

constexpr core::Milliseconds plan_limit{90'000};

Outcome show_dry_run(Session& session, const Call& call) {
  const auto reply = session.client.call(call);
  if (!reply) return reply.error();
  print_plan(session, reply->body);
  return ExitCode::done;
}

Outcome apply(const Asked& asked, Session& session) {
  if (asked.wait && asked.dry_run)
    return wrong_usage("--dry-run changes nothing: there is nothing to --wait for");
  if (asked.auto_heal && asked.no_auto_heal)
    return wrong_usage("either --auto-heal or --no-auto-heal, not both");
  const auto loaded = load_project(session.world, asked.load);
  if (!loaded) return loaded.error();
  if (!loaded->unsupported.empty()) return wrong_usage(core::join(loaded->unsupported, "\n"));
  Write write;
  write.deployment = loaded->spec.name;
  write.done = "applied";
  write.wait = asked.wait;
  write.call.method = "PUT";
  write.call.path = deployment_path(write.deployment);
  write.call.body = apply_body(loaded->spec, asked.reason);
  write.call.timeout = plan_limit;
  if (asked.start) write.call.query.emplace_back("start", "true");
  if (asked.no_auto_heal) write.call.query.emplace_back("auto_heal", "false");
  if (asked.auto_heal) write.call.query.emplace_back("auto_heal", "true");
  if (!asked.dry_run) return perform(session, std::move(write));
  write.call.query.emplace_back("dry_run", "true");
  return show_dry_run(session, write.call);
}

}  // namespace

Action define_apply(Options& options) {
  const auto asked = std::make_shared<Asked>();
  define_load_options(options, asked->load);
  options.flag("--start", asked->start, "Also start what was stopped on purpose");
  options.flag("--dry-run", asked->dry_run, "Print the plan and change nothing");
  options.flag("--no-auto-heal", asked->no_auto_heal,
               "Heal nothing of it by itself, until an apply says --auto-heal");
  options.flag("--auto-heal", asked->auto_heal, "Heal it by itself again (a new one is anyway)");
  options.reason(asked->reason);
  options.wait(asked->wait);
  return [asked](Session& session) { return apply(*asked, session); };
}

}  // namespace cli
