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

struct Performed {
  std::string body;
  DeploymentText answer;
};

bool only_observes(Session& session) {
  const auto host = get_host(session.client);
  return host && host->observe_only;
}

Outcome cannot_by_observing(const DeploymentText& answer) {
  return failed(answer.name +
                " cannot converge by evenkeel's hand: the agent only observes. What was asked for "
                "is kept, and done once it may act.");
}

Expected<Performed> send(Session& session, Write& write) {
  Progress progress(session, write.deployment);
  if (write.wait) {
    write.call.query.emplace_back("wait", core::duration_text(*write.wait));
    write.call.timeout = *write.wait + answer_margin;
    write.call.on_idle = [&progress] {
      progress.look();
      return true;
    };
  }
  auto reply = session.client.call(write.call);
  progress.end();
  if (!reply) return reply.error();
  auto answer = decode_deployment(reply->body);
  return Performed{std::move(reply->body), std::move(answer)};
}

}  // namespace

Outcome perform(Session& session, Write write) {
  std::vector<Write> one;
  one.push_back(std::move(write));
  return perform_all(session, std::move(one));
}

Outcome perform_all(Session& session, std::vector<Write> writes) {
  Outcome outcome = ExitCode::done;
  std::optional<Performed> last;
  bool any_changed = false;
  for (auto& write : writes) {
    auto done = send(session, write);
    if (!done) {
      outcome = done.error();
      break;
    }
    any_changed = any_changed || done->answer.changed;
    if (session.format == Format::table) session.world.out << result_text(done->answer, write);
    last = std::move(*done);
    if (!write.wait) continue;
    outcome = last->answer.wait == "cannot_converge" && only_observes(session)
                  ? cannot_by_observing(last->answer)
                  : outcome_of_write(last->answer, *write.wait);
  }
  if (session.format != Format::table && last)
    print_document(session, with_changed(last->body, any_changed));
  return outcome;
}

}  // namespace cli
