// start, stop, restart, recreate: one request for the deployment, or one for each service that is
// named.
#include "cli/command/define.hpp"
#include "cli/requests.hpp"
#include "cli/subject.hpp"
#include "cli/write.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <memory>

namespace cli {
namespace {

struct Verb {
  const char* name;
  const char* done;
};

struct Asked {
  std::string deployment, reason;
  std::vector<std::string> services;
  std::optional<core::Milliseconds> wait;
};

// The whole deployment only where no service was named at all; never empty.
Expected<std::vector<Subject>> targets_of(const Asked& asked) {
  const auto subject = parse_subject(asked.deployment);
  if (!subject) return subject.error();
  std::vector<Subject> targets;
  if (!subject->service.empty() || asked.services.empty()) targets.push_back(*subject);
  for (const auto& text : asked.services) {
    const auto service = parse_service(text);
    if (!service) return service.error();
    targets.push_back({subject->deployment, *service});
  }
  return targets;
}

// All names are known before the first request: half a command is worse than none.
Expected<void> check_services(Session& session, const std::vector<Subject>& targets) {
  if (targets.size() < 2) return {};  // one request, which the agent checks itself
  const auto seen = get_deployment(session.client, targets.front().deployment);
  if (!seen) return seen.error();
  std::vector<std::string> known;
  for (const auto& service : seen->services) known.push_back(service.name);
  for (const auto& target : targets) {
    if (std::find(known.begin(), known.end(), target.service) == known.end())
      return failed("There is no service " + target.service + " in " + target.deployment +
                    "; it has " + core::join(known, ", ") + ". Nothing was done.");
  }
  return {};
}

Write write_of(const Verb& verb, const Subject& subject, const Asked& asked) {
  Write write;
  write.deployment = subject.deployment;
  write.done = (subject.service.empty() ? "" : subject.service + " ") + std::string(verb.done);
  write.call.method = "POST";
  write.call.path = service_path(subject.deployment, subject.service, "/" + std::string(verb.name));
  write.call.body = reason_body(asked.reason);
  return write;
}

// The wait belongs to the last request: it is for the whole deployment, at the intent of all of
// them.
Outcome act(const Verb& verb, const Asked& asked, Session& session) {
  const auto targets = targets_of(asked);
  if (!targets) return targets.error();
  const auto checked = check_services(session, *targets);
  if (!checked) return checked.error();
  std::vector<Write> writes;
  for (const auto& target : *targets) writes.push_back(write_of(verb, target, asked));
  writes.back().wait = asked.wait;
  return perform_all(session, std::move(writes));
}

Action define(Options& options, Verb verb) {
  const auto asked = std::make_shared<Asked>();
  options.argument("DEPLOYMENT", asked->deployment, "Which deployment");
  options.optional_arguments("SERVICE", asked->services, "Only these of its services");
  options.reason(asked->reason);
  options.wait(asked->wait);
  return [asked, verb](Session& session) { return act(verb, *asked, session); };
}

}  // namespace

Action define_start(Options& options) { return define(options, {"start", "to run"}); }
Action define_stop(Options& options) { return define(options, {"stop", "to stay stopped"}); }
Action define_restart(Options& options) { return define(options, {"restart", "restarting"}); }
Action define_recreate(Options& options) {
  return define(options, {"recreate", "being made again"});
}

}  // namespace cli
