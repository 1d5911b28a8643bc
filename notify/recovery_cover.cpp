#include "notify/recovery_cover.hpp"

#include <algorithm>

namespace notify {

std::set<std::string> cover(Covers& covers, const RecoveryData& data, const std::string& channel,
                            const std::string& thread, core::WallTime now) {
  std::set<std::string> changed;
  for (auto at = covers.begin(); at != covers.end();) {
    if (at->first.channel == channel) {
      changed.insert(at->first.name);
      at = covers.erase(at);
    } else {
      ++at;
    }
  }
  for (const auto& deployment : data.deployments) {
    const bool pending = deployment.outcome == "pending";
    if (!pending && deployment.outcome != "failed") continue;
    Cover made{thread, pending, {}, now};
    for (const auto& service : deployment.services) {
      if (service.outcome == "pending" || service.outcome == "failed")
        made.services.insert(service.name);
    }
    covers[{channel, deployment.name}] = std::move(made);
    changed.insert(deployment.name);
  }
  return changed;
}

const Cover* cover_of(const Covers& covers, const Entry& entry, const std::string& channel,
                      core::WallTime now, core::Milliseconds recurrence) {
  if (!entry.incident || entry.deployments.empty()) return nullptr;
  const auto lasting = [&](const model::DeploymentName& name) -> const Cover* {
    const auto at = covers.find({channel, name});
    if (at == covers.end()) return nullptr;
    const auto lasts = at->second.pending ? recurrence : failed_cover;
    return now < at->second.at + lasts ? &at->second : nullptr;
  };
  // One cause over several deployments: the report has told of it only where it named them all.
  if (!std::all_of(entry.deployments.begin(), entry.deployments.end(), lasting)) return nullptr;
  const auto* found = lasting(entry.deployment());
  const bool is_its_own = found->services.empty() || found->services.contains(entry.service);
  return is_its_own ? found : nullptr;
}

bool tell_by_cover(const Cover& cover, const Entry& entry, std::optional<Told>& told,
                   core::WallTime now) {
  if (!entry.firing) return false;
  const bool needs_operator = entry.needs_operator && !cover.pending;
  if (told && told->firing && (told->needs_operator || !needs_operator)) return false;
  const auto thread = told && told->firing ? told->thread : cover.thread;
  told = Told{true, needs_operator, entry.recurring(), entry.severity, now, thread};
  return true;
}

}  // namespace notify
