#include "cli/incident_view.hpp"

#include "cli/age.hpp"
#include "cli/view.hpp"
#include "core/text.hpp"

#include <algorithm>

namespace cli {
namespace {

constexpr std::size_t subjects_shown = 2;  // in the list

Tone tone_of_incident(const IncidentText& incident) {
  if (incident.is_resolved()) return Tone::good;
  return incident.state == "needs_operator" ? Tone::bad : Tone::busy;
}

std::string subjects_text(const std::vector<SubjectText>& subjects, std::size_t at_most) {
  std::vector<std::string> texts;
  for (const auto& subject : subjects) {
    if (texts.size() == at_most) break;
    texts.push_back(subject.text);
  }
  auto out = core::join(texts, ", ");
  if (subjects.size() > at_most) out += " +" + std::to_string(subjects.size() - at_most);
  return out;
}

// The state that a person thinks of.
std::string state_text(const IncidentText& incident) {
  if (incident.state == "needs_operator") return "needs you";
  if (incident.state == "open" && !incident.well_since.empty()) return "well again";
  return incident.state;
}

std::string times_text(long long occurrences) {
  return occurrences > 1 ? std::to_string(occurrences) + "x" : "";
}

std::string head_text(const IncidentText& incident, core::WallTime now, const Surface& surface) {
  const auto tone = tone_of_severity(incident.severity);
  auto out = "incident " + std::to_string(incident.id) + ": " +
             painted(printable(incident.severity), tone, surface.color) + ", " +
             painted(printable(state_text(incident)), tone_of_incident(incident), surface.color);
  if (incident.is_resolved())
    out += " " + local_time(incident.resolved_at);
  else
    out += ", for " + age_text(incident.opened_at, now);
  return out + "\n" + printable(incident.problem) + "\n";
}

std::string row(const std::string& name, const std::string& value) {
  if (value.empty()) return "";
  constexpr std::size_t columns = 14;
  return "  " + name + std::string(columns - std::min(columns, name.size()), ' ') +
         printable(value) + "\n";
}

std::string since_text(const IncidentText& incident) {
  auto out = local_time(incident.opened_at);
  if (incident.occurrences > 1)
    out += ", for the " + std::to_string(incident.occurrences) + ". time since " +
           local_time(incident.first_opened_at);
  return out;
}

std::string facts_text(const IncidentText& incident) {
  const auto all = [](const std::vector<SubjectText>& subjects) {
    return subjects_text(subjects, subjects.size());
  };
  return "\n" + row("of", all(incident.subjects)) + row("waiting", all(incident.affected)) +
         row("since", since_text(incident)) + row("fingerprint", incident.fingerprint) +
         row("cause", incident.cause) +
         row("attempts", incident.attempts == 0 ? "" : std::to_string(incident.attempts)) +
         row("acknowledged", acknowledged_text(incident));
}

std::string evidence_line(const EvidenceText& seen) {
  return "  " + local_time(seen.at) + "  " + printable(seen.type) + "  " + printable(seen.text) +
         "\n";
}

std::string section(const char* head, const std::string& lines) {
  return lines.empty() ? "" : "\n" + std::string(head) + "\n" + lines;
}

std::vector<std::string> commands_for(const SubjectText& subject) {
  if (!subject.service.empty()) {
    const auto name = subject.deployment + "/" + subject.service;
    return {"evenkeel explain " + name, "evenkeel logs " + name + " --tail 50"};
  }
  if (!subject.check.empty()) return {"evenkeel checks", "evenkeel checks run " + subject.check};
  return {"evenkeel status"};
}

std::string commands_text(const IncidentText& incident) {
  std::string out;
  if (!incident.subjects.empty())
    for (const auto& command : commands_for(incident.subjects.front()))
      out += "  " + printable(command) + "\n";
  if (!incident.is_resolved() && incident.acknowledged_at.empty())
    out += "  evenkeel incidents ack " + std::to_string(incident.id) + "\n";
  return out;
}

}  // namespace

std::string acknowledged_text(const IncidentText& incident) {
  if (incident.acknowledged_at.empty()) return "";
  auto out = local_time(incident.acknowledged_at) + " by " + incident.acknowledged_by;
  if (!incident.acknowledged_reason.empty()) out += ": " + incident.acknowledged_reason;
  return out;
}

// What is wrong comes last: it may be long, and the last column is the one that is cut.
std::string incidents_text(const std::vector<IncidentText>& incidents, core::WallTime now,
                           const Surface& surface) {
  Table table{{"ID", "SEVERITY", "STATE", "SINCE", "TIMES", "SUBJECT", "PROBLEM"},
              {},
              {"TIMES", "SEVERITY"}};
  for (const auto& each : incidents)
    table.rows.push_back({std::to_string(each.id),
                          {each.severity, tone_of_severity(each.severity)},
                          {state_text(each), tone_of_incident(each)},
                          age_text(each.opened_at, now),
                          times_text(each.occurrences),
                          subjects_text(each.subjects, subjects_shown),
                          each.problem});
  return table_text(table, surface);
}

std::string incident_text(const IncidentText& incident, core::WallTime now,
                          const Surface& surface) {
  std::string seen, done;
  for (const auto& each : incident.evidence) seen += evidence_line(each);
  for (const auto& each : incident.done) done += "  " + printable(each) + "\n";
  const auto next = incident.next.empty() ? "" : "  " + printable(incident.next) + "\n";
  return head_text(incident, now, surface) + facts_text(incident) +
         section("What was seen:", seen) + section("What was done:", done) +
         section("What comes next:", next) + section("To look further:", commands_text(incident));
}

std::string incident_news(const IncidentText& before, const IncidentText& after,
                          const Surface& surface) {
  std::string out;
  for (const auto& each : after.evidence) {
    const auto& known = before.evidence;
    if (std::find(known.begin(), known.end(), each) == known.end()) out += evidence_line(each);
  }
  // At most ten are kept: what was there before is the begin of it, less the oldest.
  for (const auto& each : after.done)
    if (std::find(before.done.begin(), before.done.end(), each) == before.done.end())
      out += "  done: " + printable(each) + "\n";
  if (after.acknowledged_at != before.acknowledged_at)
    out += "  acknowledged " + printable(acknowledged_text(after)) + "\n";
  if (state_text(after) != state_text(before))
    out += "  now " +
           painted(printable(state_text(after)), tone_of_incident(after), surface.color) + "\n";
  if (after.next != before.next && !after.next.empty())
    out += "  next: " + printable(after.next) + "\n";
  return out;
}

}  // namespace cli
