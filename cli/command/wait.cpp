#include "cli/command/define.hpp"
#include "cli/document.hpp"
#include "cli/progress.hpp"
#include "cli/requests.hpp"
#include "cli/subject.hpp"
#include "cli/view_decode.hpp"
#include "cli/wait_outcome.hpp"
#include "core/time_text.hpp"

#include <algorithm>
#include <memory>
#include <ostream>

namespace cli {
namespace {

constexpr core::Milliseconds wait_default{300'000}, wait_max{7 * 86'400'000LL}, look_pause{500};

struct Asked {
  std::string deployment;
  std::optional<core::Milliseconds> limit;
};

struct Waiting {
  std::string name;
  core::Instant deadline;
  core::Milliseconds limit;
};

void print_end(Session& session, const std::string& body, const DeploymentText& seen) {
  if (session.format != Format::table)
    print_document(session, body);
  else if (seen.converged)
    session.world.out << seen.name << ": converged at generation " << seen.generation << "\n";
}

// An agent that goes away in between may come back: only the first look must reach it.
Outcome look_until(Session& session, const Waiting& waiting) {
  Progress progress(session, waiting.name);
  for (bool reached = false;;) {
    const auto body = get(session.client, deployment_path(waiting.name), {{"wait", "0s"}});
    const bool over = session.world.now().mono >= waiting.deadline.mono;
    const bool away = !body && body.error().code == ExitCode::unreachable;
    if (!body && (!away || !reached || over)) {
      progress.end();
      return body.error();
    }
    reached = true;
    if (body) {
      const auto seen = decode_deployment(*body);
      auto outcome = outcome_of_look(seen, waiting.deadline.wall);
      if (!outcome && over) outcome = late(seen, waiting.limit);
      if (outcome) {
        progress.end();
        print_end(session, *body, seen);
        return *outcome;
      }
      progress.show(seen);
    }
    const auto rest = waiting.deadline.mono - session.world.now().mono;
    session.world.pause(std::clamp(rest, core::Milliseconds{0}, look_pause));
  }
}

Outcome wait(const Asked& asked, Session& session) {
  const auto name = parse_deployment(asked.deployment);
  if (!name) return name.error();
  const auto limit = asked.limit.value_or(wait_default);
  return look_until(session, {*name, session.world.now() + limit, limit});
}

}  // namespace

Action define_wait(Options& options) {
  const auto asked = std::make_shared<Asked>();
  options.argument("DEPLOYMENT", asked->deployment, "Which deployment");
  options.duration("--for", asked->limit, wait_max, "How long (default: 5m)");
  return [asked](Session& session) { return wait(*asked, session); };
}

}  // namespace cli
