#include "notify/content.hpp"

#include "notify/plain_line.hpp"

#include <algorithm>

namespace notify {
namespace {

struct CommandOfType {
  std::string_view type, command;
};

constexpr CommandOfType commands_of_types[] = {{"config.refused", "evenkeel agent --check-config"},
                                               {"notification.dropped", "evenkeel notifications"},
                                               {"agent.latched", "evenkeel status"},
                                               {"check.failed", "evenkeel checks"},
                                               {"engine.lost", "evenkeel status"},
                                               {"host.degraded", "evenkeel status"},
                                               {"spike.started", "evenkeel top"},
                                               {"forecast.limit_near", "evenkeel top"}};

std::string subject_of(const Entry& entry) {
  if (entry.deployment().empty()) return "";
  return entry.service.empty() ? entry.deployment() : entry.deployment() + "/" + entry.service;
}

// Events of reconcile begin with the service's name, or with none: a message needs its subject.
std::string with_subject(const Entry& entry, const std::string& text) {
  const auto subject = subject_of(entry);
  if (subject.empty() || text.find(subject) != std::string::npos) return text;
  const auto& service = entry.service;
  if (!service.empty() && text.starts_with(service + " ")) return entry.deployment() + "/" + text;
  return subject + ": " + text;
}

template <class T, class Text>
std::vector<std::string> newest_lines(const std::vector<T>& list, Text text) {
  std::vector<std::string> lines;
  // The first tells how it began.
  const auto skip = list.size() > evidence_shown_max ? list.size() - evidence_shown_max : 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i > 0 && i <= skip) continue;
    lines.push_back(plain_line(text(list[i])));
  }
  return lines;
}

std::string recurring_text(const Entry& entry, core::WallTime now) {
  return std::to_string(entry.occurrences) + " times in " +
         rough_text(std::max(core::Milliseconds{0}, now - entry.since));
}

std::string next_of(const Entry& entry, const StoryScene& scene) {
  if (!scene.fires) return "";
  if (!scene.incident)
    return entry.recurring() && !entry.firing
               ? "it is over for now; you are told when it stays away"
               : "";
  const auto& incident = *scene.incident;
  std::string again;
  if (scene.next_attempt_at && *scene.next_attempt_at > scene.now)
    again = "the next attempt is at " + clock_text(*scene.next_attempt_at, scene.local_minute);
  if (!incident.is_open() || incident.well_since)
    return "it is well" +
           (incident.well_since ? " since " + clock_text(*incident.well_since, scene.local_minute)
                                : std::string(" for now")) +
           "; it is over when it stays so";
  if (incident.state == model::IncidentState::needs_operator)
    return "it needs you" +
           (again.empty() ? "" : "; evenkeel goes on at the slowest pace: " + again);
  const bool of_host = !incident.subjects.empty() && incident.subjects.front().service.empty();
  if (again.empty() && of_host) return "it is over when its check passes again";
  return again.empty() ? "evenkeel goes on trying" : "evenkeel goes on trying: " + again;
}

// An incident counts as over once it has been well for a while, and lasted until that began.
core::WallTime end_of(const Entry& entry, const StoryScene& scene) {
  if (!scene.incident || !scene.incident->well_since) return entry.ended_at;
  return std::clamp(*scene.incident->well_since, std::min(entry.since, entry.ended_at),
                    entry.ended_at);
}

Item plain_item(const Entry& entry, const StoryScene& scene) {
  Item item;
  item.key = entry.shape == Shape::alert ? entry.key : "";
  item.type = entry.type;
  item.firing = entry.shape != Shape::alert || scene.fires;
  item.severity = entry.severity;
  item.deployment = entry.deployment();
  item.service = entry.service;
  item.since = entry.recurring() ? entry.since : entry.fired_at;
  if (!item.firing) item.ended = end_of(entry, scene);
  item.incident = entry.incident;
  item.fingerprint = entry.fingerprint;
  item.recurring = entry.recurring();
  item.occurrences = entry.occurrences;
  item.events = entry.events;
  item.next = next_of(entry, scene);
  item.command = command_for(entry);
  return item;
}

void add_incident(Story& story, const model::Incident& incident, const StoryScene& scene) {
  auto& item = story.item;
  item.why = newest_lines(incident.evidence, [&](const model::Evidence& each) {
    return clock_text(each.at, scene.local_minute) + " " + each.text;
  });
  item.done = newest_lines(incident.done, [](const std::string& each) { return each; });
  item.fingerprint = incident.fingerprint;
  if (!item.firing) return;
  story.headline = headline_of(incident);
  const auto problem = plain_line(incident.problem);
  item.what = problem.empty() ? story.headline : problem;
  const auto subject = subjects_text(incident.subjects);
  if (!problem.empty() && problem.find(subject) == std::string::npos)
    item.what = plain_line(subject + ": " + incident.problem);
}

// "the incident of shop/web is over: shop/web was stopped on purpose": nobody calls that well.
std::string other_end_of(std::string_view end_text) {
  constexpr std::string_view before = "the incident of ", link = " is over: ";
  const auto at = end_text.find(link);
  if (!end_text.starts_with(before) || at == std::string_view::npos) return {};
  return headline_of(end_text.substr(at + link.size()));
}

void add_end(Story& story, const Entry& entry, const StoryScene& scene) {
  const auto lasted =
      rough_text(std::max(core::Milliseconds{0}, end_of(entry, scene) - entry.since));
  if (entry.incident) {
    const auto who =
        scene.incident ? subjects_text(scene.incident->subjects) : with_subject(entry, "it");
    const bool several = scene.incident && scene.incident->subjects.size() > 1;
    const auto other = other_end_of(entry.end_text);
    if (other.empty())
      story.headline = who + (several ? " are" : " is") + " well again after " + lasted;
    else
      story.headline = several ? "the incident of " + who + " is over" : other;
  } else if (entry.key == "engine") {
    story.headline = "the engine is back after " + lasted;
  } else {
    story.headline = headline_of(entry.end_text);
  }
  story.item.what =
      plain_line(with_subject(entry, entry.end_text.empty() ? entry.text : entry.end_text));
  if (story.headline.empty()) story.headline = "over: " + headline_of(story.item.what);
}

}  // namespace

std::string clock_text(core::WallTime at, const LocalMinute& local_minute) {
  const int minute = local_minute(at);
  const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return two(minute / 60) + ":" + two(minute % 60);
}

std::string command_for(const Entry& entry) {
  const auto subject = subject_of(entry);
  if (entry.incident) return "evenkeel incidents " + std::to_string(*entry.incident);
  if (entry.type == "intent.stopped_long" && !subject.empty())
    return "evenkeel start " + entry.deployment() +
           (entry.service.empty() ? "" : " " + entry.service);
  if (!subject.empty() && entry.type != "check.failed") return "evenkeel explain " + subject;
  for (const auto& each : commands_of_types) {
    if (each.type == entry.type) return std::string(each.command);
  }
  return "evenkeel events --type " + entry.type;
}

Story story_of(const Entry& entry, const StoryScene& scene) {
  Story story;
  story.item = plain_item(entry, scene);
  story.item.what = plain_line(with_subject(entry, entry.text));
  story.headline = headline_of(story.item.what);
  if (scene.incident) add_incident(story, *scene.incident, scene);
  if (!story.item.firing)
    add_end(story, entry, scene);
  else if (entry.recurring())
    story.headline += " again: " + recurring_text(entry, scene.now);
  story.headline = plain_line(story.headline, title_bytes_max);
  return story;
}

}  // namespace notify
