#include "cli/status_view.hpp"

#include "cli/uptime_view.hpp"
#include "cli/usage_view.hpp"
#include "core/text.hpp"
#include "model/exit_code.hpp"

#include <algorithm>

namespace cli {
namespace {

constexpr std::size_t id_columns = 12;

std::string short_id(const std::string& id) { return id.substr(0, id_columns); }

std::string replicas(const ServiceText& service) {
  return std::to_string(service.running) + "/" + std::to_string(service.desired);
}

std::string held_text(const HoldText& hold) {
  auto out = "held until " + local_time(hold.until);
  if (!hold.by.empty()) out += " by " + hold.by;
  if (!hold.reason.empty()) out += " (" + hold.reason + ")";
  return out;
}

Cell incidents_line(const HostText& host) {
  const auto one = host.incidents_open == 1;
  auto line =
      std::to_string(host.incidents_open) + (one ? " incident is open" : " incidents are open");
  if (host.incidents_need_operator > 0)
    line += one ? " and needs you"
                : ", " + std::to_string(host.incidents_need_operator) + " of them " +
                      (host.incidents_need_operator == 1 ? "needs you" : "need you");
  return {line + ": `evenkeel incidents` shows what they are.",
          host.incidents_need_operator > 0 ? Tone::bad : Tone::busy};
}

// The services that are not as they should be, each with its phase.
std::string note_of(const DeploymentText& deployment) {
  std::vector<std::string> parts;
  if (deployment.hold) parts.push_back(held_text(*deployment.hold));
  for (const auto& service : deployment.services) {
    const auto tone = tone_of_phase(service.phase);
    if (tone == Tone::good) continue;
    if (tone == Tone::faint && deployment.phase == "stopped") continue;
    parts.push_back(service.name + " " + service.phase);
  }
  return core::join(parts, ", ");
}

std::string service_counts(const DeploymentText& deployment) {
  const auto well =
      std::count_if(deployment.services.begin(), deployment.services.end(),
                    [](const auto& service) { return tone_of_phase(service.phase) == Tone::good; });
  return std::to_string(well) + "/" + std::to_string(deployment.services.size());
}

std::string services_text(const DeploymentText& deployment, const std::string& only,
                          const Surface& surface) {
  Table table{{"SERVICE", "PHASE", "INTENT", "REPLICAS", "RESTARTS", "UP 30D", "CPU", "MEM",
               "IMAGE", "NOTE"},
              {},
              {"IMAGE", "INTENT", "RESTARTS", "CPU"}};
  for (const auto& service : deployment.services) {
    if (!only.empty() && service.name != only) continue;
    table.rows.push_back({service.name,
                          {service.phase, tone_of_phase(service.phase)},
                          service.intent.state,
                          replicas(service),
                          std::to_string(service.restarts),
                          share_text(service.availability.month),
                          cpu_text(service.usage),
                          memory_text(service.usage),
                          service.image,
                          note_of(service)});
  }
  return table_text(table, surface);
}

// Of the one service that is shown.
std::string uptime_of(const DeploymentText& deployment, const std::string& only) {
  for (const auto& service : deployment.services) {
    if (service.name == only) return uptime_text(service);
  }
  return "";
}

std::string exit_text(const ContainerText& container) {
  if (container.state == "running" || !container.exit_code) return "";
  return std::to_string(*container.exit_code) +
         (model::died_of_memory(*container.exit_code, container.oom_killed) ? " (out of memory)"
                                                                            : "");
}

std::string containers_text(const DeploymentText& deployment, const std::string& only,
                            const Surface& surface) {
  Table table{{"CONTAINER", "STATE", "HEALTH", "EXIT", "STARTED", "ID"}, {}};
  for (const auto& service : deployment.services) {
    if (!only.empty() && service.name != only) continue;
    for (const auto& container : service.containers)
      table.rows.push_back(
          {container.name,
           {container.state, tone_of_phase(container.state)},
           {container.health, container.health == "unhealthy" ? Tone::bad : Tone::plain},
           exit_text(container),
           local_time(container.started_at),
           short_id(container.id)});
  }
  return table.rows.empty() ? "" : "\n" + table_text(table, surface);
}

// "db (started)" of "waits for db, which is stopped on purpose".
bool is_explained(const std::string& waiting, const std::string& why) {
  const auto name = waiting.substr(0, waiting.find(' '));
  return core::contains(why, "waits for " + waiting) ||
         core::contains(why, "waits for " + name + ",");
}

// The agent's own words name the first that is waited for; where they say more of it than that, it
// is not said again.
std::string waits_text(const ServiceText& service) {
  const auto all = service.waiting_for;
  const auto whole = all.empty() ? std::string() : "waits for " + core::join(all, ", ");
  if (whole.starts_with(service.why)) return whole;
  std::vector<std::string> others;
  for (const auto& waiting : all) {
    if (!is_explained(waiting, service.why)) others.push_back(waiting);
  }
  return others.empty() ? "" : "waits for " + core::join(others, ", ");
}

}  // namespace

std::string note_of(const ServiceText& service) {
  std::vector<std::string> parts;
  const auto waits = waits_text(service);
  if (!waits.empty()) parts.push_back(waits);
  if (!service.why.empty() && !waits.starts_with(service.why)) parts.push_back(service.why);
  if (!service.next_attempt_at.empty())
    parts.push_back("next attempt " + local_time(service.next_attempt_at));
  if (parts.empty() && service.intent.state == "stopped") {
    auto who =
        "stopped by " + (service.intent.by.empty() ? service.intent.set_by : service.intent.by);
    if (!service.intent.reason.empty()) who += ": " + service.intent.reason;
    parts.push_back(std::move(who));
  }
  if (service.incident)
    parts.insert(parts.begin(), "incident " + std::to_string(*service.incident));
  return core::join(parts, "; ");
}

std::vector<Cell> banner_lines(const HostText& host) {
  std::vector<Cell> out;
  if (!host.rescue.empty())
    out.emplace_back("RESCUE: " + host.rescue + " (observes only; see the agent's log)", Tone::bad);
  if (!host.engine_up)
    out.emplace_back("The engine is away" +
                         (host.engine_problem.empty() ? "" : ": " + host.engine_problem) +
                         "; what is shown was seen before.",
                     Tone::bad);
  if (!host.store_writable && host.rescue.empty())
    out.emplace_back("The agent's store cannot be written: no change can be accepted.", Tone::bad);
  for (const auto& hold : host.holds)
    out.emplace_back("HOLD: " + hold.subject() + " is " + held_text(hold), Tone::busy);
  if (host.observe_only)
    out.emplace_back("Observe only: the agent reports and touches nothing.", Tone::busy);
  if (host.checks_failing > 0)
    out.emplace_back(std::to_string(host.checks_failing) +
                         (host.checks_failing == 1 ? " check fails" : " checks fail") +
                         ": `evenkeel checks` shows what they say.",
                     Tone::bad);
  if (host.incidents_open > 0) out.push_back(incidents_line(host));
  return out;
}

std::string told_text(const HostText& host, const Surface& surface) {
  if (host.told.empty()) return "";
  const auto line =
      "No channel is configured: " + host.told +
      ". `evenkeel channels sample email` prints what to write under notify.channels.";
  return painted(printable(line), Tone::busy, surface.color) + "\n";
}

std::string banner_text(const HostText& host, const Surface& surface) {
  std::string out;
  for (const auto& line : banner_lines(host))
    out += painted(printable(line.text), line.tone, surface.color) + "\n";
  return out;
}

std::string rescue_text(const HostText& host) {
  return "the agent is in rescue and knows of no deployments: " + host.rescue;
}

std::string deployments_text(const std::vector<DeploymentText>& deployments, const Surface& surface,
                             bool rescue) {
  if (deployments.empty() && rescue) return "In rescue no deployments are known.\n";
  if (deployments.empty())
    return "No deployments. Apply one: evenkeel apply -f compose.yaml --wait\n";
  Table table{{"DEPLOYMENT", "PHASE", "INTENT", "SERVICES", "GENERATION", "NOTE"}, {}};
  for (const auto& each : deployments)
    table.rows.push_back({each.name,
                          {each.phase, tone_of_phase(each.phase)},
                          each.intent.state,
                          service_counts(each),
                          std::to_string(each.generation),
                          note_of(each)});
  return table_text(table, surface);
}

std::string deployment_text(const DeploymentText& deployment, const std::string& service,
                            const Surface& surface) {
  auto head = deployment.name + ": " +
              painted(deployment.phase, tone_of_phase(deployment.phase), surface.color) +
              ", generation " + std::to_string(deployment.generation);
  if (deployment.observed_generation < deployment.generation)
    head += " (reached so far: " + std::to_string(deployment.observed_generation) + ")";
  if (!deployment.observed_at.empty()) head += ", seen " + local_time(deployment.observed_at);
  return head + "\n\n" + services_text(deployment, service, surface) +
         uptime_of(deployment, service) + containers_text(deployment, service, surface);
}

bool is_degraded(const HostText& host) {
  return !host.rescue.empty() || !host.engine_up || !host.store_writable;
}

bool is_degraded(const DeploymentText& deployment, const std::string& service) {
  const auto bad = [](const std::string& phase) { return tone_of_phase(phase) == Tone::bad; };
  if (service.empty()) return bad(deployment.phase);
  return std::any_of(deployment.services.begin(), deployment.services.end(),
                     [&](const auto& each) { return each.name == service && bad(each.phase); });
}

}  // namespace cli
