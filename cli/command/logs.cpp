#include "cli/command/define.hpp"
#include "cli/subject.hpp"

#include <memory>
#include <ostream>

namespace cli {
namespace {

struct Asked {
  std::string subject;
  bool follow = false;
  std::optional<long long> tail;
};

// The text is the containers' own and is passed on as it comes.
Outcome show_logs(const Asked& asked, Session& session) {
  const auto subject = parse_subject(asked.subject);
  if (!subject) return subject.error();
  if (session.format != Format::table)
    return wrong_usage("logs are text: -o json and -o yaml do not apply");
  Call call;
  call.path = deployment_path(subject->deployment, "/logs");
  if (!subject->service.empty()) call.query.emplace_back("service", subject->service);
  if (asked.follow) call.query.emplace_back("follow", "true");
  if (asked.tail) call.query.emplace_back("tail", std::to_string(*asked.tail));
  call.timeout = core::Milliseconds{0};
  call.on_chunk = [&out = session.world.out](std::string_view piece) {
    out << piece << std::flush;
    return out.good();
  };
  bool reached = false;
  call.reached = &reached;
  const auto reply = session.client.call(call);
  if (reply) return ExitCode::done;
  const bool broke_off = reached && reply.error().code == ExitCode::unreachable;
  if (!broke_off) return reply.error();
  session.world.out.flush();
  return failed("the log of " + subject->text() +
                " broke off here: the agent, or the engine behind it, went away. `evenkeel status` "
                "says which");
}

}  // namespace

Action define_logs(Options& options) {
  const auto asked = std::make_shared<Asked>();
  options.argument("DEPLOYMENT[/SERVICE]", asked->subject, "Whose output");
  options.flag("-f,--follow", asked->follow, "Go on with what comes, until Ctrl-C");
  options.number("--tail", asked->tail, 0, 10'000,
                 "How many lines of each container (default: 100)");
  return [asked](Session& session) { return show_logs(*asked, session); };
}

}  // namespace cli
