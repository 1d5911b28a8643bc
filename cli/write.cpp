#include "cli/write.hpp"

#include "cli/document.hpp"
#include "cli/progress.hpp"
#include "cli/requests.hpp"
#include "cli/view_decode.hpp"
#include "cli/wait_outcome.hpp"
#include "core/text.hpp"
#include "core/time_text.hpp"

#include <ostream>

namespace cli {
namespace {

// The agent answers when its own limit is over; this is for one that does not answer at all.
constexpr core::Milliseconds answer_margin{30'000};

std::string result_text(const DeploymentText& answer, const Write& write) {
  auto text = answer.name + ": " + write.done;
  if (!answer.changed) text += ", nothing changed";
  text += ", generation " + std::to_string(answer.generation);
  if (!answer.phase.empty()) text += ", " + (answer.converged ? "converged" : answer.phase);
  if (!answer.left_stopped.empty())
    text += "\nLeft stopped, as they were stopped on purpose: " +
            core::join(answer.left_stopped, ", ") + " (start them: evenkeel start " + answer.name +
            ")";
  return text + "\n";
}

}  // namespace

Outcome perform(Session& session, Write write) {
  Progress progress(session, write.deployment);
  if (write.wait) {
    write.call.query.emplace_back("wait", core::duration_text(*write.wait));
    write.call.timeout = *write.wait + answer_margin;
    write.call.on_idle = [&progress] {
      progress.look();
      return true;
    };
  }
  const auto reply = session.client.call(write.call);
  progress.end();
  if (!reply) return reply.error();
  const auto answer = decode_deployment(reply->body);
  if (session.format == Format::table)
    session.world.out << result_text(answer, write);
  else
    print_document(session, reply->body);
  if (!write.wait) return ExitCode::done;
  return outcome_of_write(answer, *write.wait);
}

}  // namespace cli
