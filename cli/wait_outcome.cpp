#include "cli/wait_outcome.hpp"

#include "cli/status_view.hpp"
#include "cli/table.hpp"
#include "core/text.hpp"
#include "core/time_text.hpp"

namespace cli {
namespace {

// "web backoff (exit code 1), db starting"
std::string unfinished(const DeploymentText& seen) {
  std::vector<std::string> parts;
  for (const auto& service : seen.services) {
    if (tone_of_phase(service.phase) == Tone::good || service.phase == "stopped") continue;
    const auto note = note_of(service);
    parts.push_back(service.name + " " + service.phase + (note.empty() ? "" : " (" + note + ")"));
  }
  return printable(core::join(parts, ", "));
}

std::string with_details(std::string text, const DeploymentText& seen) {
  const auto details = unfinished(seen);
  if (!details.empty()) text += ": " + details;
  return text + ". See `evenkeel explain " + seen.name + "`.";
}

Failure stuck(const DeploymentText& seen) {
  auto text = seen.name + " cannot converge without you, it is " + seen.phase;
  if (seen.hold)
    text = seen.name + " is held until " + local_time(seen.hold->until) +
           " and does not converge before";
  return failed(with_details(std::move(text), seen));
}

bool held_beyond(const DeploymentText& seen, core::WallTime deadline) {
  if (!seen.hold) return false;
  const auto until = core::parse_rfc3339(seen.hold->until);
  return until && *until >= deadline;
}

}  // namespace

Failure late(const DeploymentText& seen, core::Milliseconds waited) {
  const auto text = seen.name + " has not converged within " + core::duration_text(waited);
  return {ExitCode::late,
          with_details(text, seen)
              .append(" It goes on without you: `evenkeel wait " + seen.name + "`.")};
}

Outcome outcome_of_write(const DeploymentText& answer, core::Milliseconds waited) {
  if (answer.converged) return ExitCode::done;
  if (answer.wait == "gone")
    return failed(answer.name + " was released or deleted in the meantime.");
  if (answer.wait == "time_ran_out") return late(answer, waited);
  if (answer.wait == "cannot_converge" || answer.phase == "failed") return stuck(answer);
  return late(answer, waited);
}

std::optional<Outcome> outcome_of_look(const DeploymentText& seen, core::WallTime deadline) {
  if (seen.converged && seen.observed_generation >= seen.generation) return Outcome(ExitCode::done);
  if (seen.phase == "failed" || held_beyond(seen, deadline)) return Outcome(stuck(seen));
  // The agent says so of every hold; what is held for less may still be in time.
  if (seen.wait == "cannot_converge" && !seen.hold) return Outcome(stuck(seen));
  return std::nullopt;
}

}  // namespace cli
