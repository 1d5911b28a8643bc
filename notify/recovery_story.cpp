#include "notify/recovery_story.hpp"

#include "core/text.hpp"
#include "notify/plain_line.hpp"

#include <algorithm>

namespace notify {
namespace {

using Deployments = std::vector<RecoveredDeployment>;

std::string cause_text(const RecoveryData& data) {
  if (data.cause == "host_reboot") return data.planned ? "a reboot" : "an unplanned reboot";
  if (data.cause == "engine_restart") return "an engine restart";
  if (data.cause == "engine_crash") return "an engine crash";
  if (data.cause == "agent_restart") return "an agent restart";
  return "a return";
}

Deployments with_outcome(const RecoveryData& data, std::string_view outcome) {
  Deployments some;
  std::copy_if(data.deployments.begin(), data.deployments.end(), std::back_inserter(some),
               [&](const auto& each) { return each.outcome == outcome; });
  return some;
}

std::string names_of(const Deployments& deployments) {
  std::vector<std::string> names;
  for (const auto& each : deployments) names.push_back(each.name);
  return core::join(names, ", ");
}

Story story_for(const Entry& entry, std::string what) {
  Story story;
  story.item.type = entry.type;
  story.item.firing = false;
  story.item.severity = model::Severity::info;
  story.item.since = entry.fired_at;
  story.item.what = plain_line(what);
  story.item.command = "evenkeel status";
  story.item.events = entry.events;
  return story;
}

// One that did not come back has an item of its own, the others share one by outcome.
Story ill_story(const Entry& entry, const RecoveredDeployment& deployment) {
  const bool failed = deployment.outcome == "failed";
  auto what = deployment.name + (failed ? " failed" : " is not well yet");
  const auto& why = deployment.problem.empty() ? deployment.note : deployment.problem;
  if (!why.empty()) what += ": " + why;
  auto story = story_for(entry, what);
  auto& item = story.item;
  item.firing = true;
  item.severity = failed ? model::Severity::critical : model::Severity::warning;
  item.deployment = deployment.name;
  for (const auto& service : deployment.services) {
    const bool ill = service.outcome == "failed" || service.outcome == "pending";
    if (!ill || item.why.size() >= 6) continue;
    item.why.push_back(plain_line(service.name + ": " + service.outcome +
                                  (service.note.empty() ? "" : ", " + service.note)));
  }
  const bool update = entry.type == "recovery.updated";
  item.next = failed   ? "it needs you; evenkeel goes on at the slowest pace"
              : update ? "evenkeel goes on"
                       : "evenkeel goes on; you are told once more, within an hour";
  item.command = "evenkeel explain " + deployment.name;
  return story;
}

void add_shared(std::vector<Story>& stories, const Entry& entry, const Deployments& deployments,
                std::string_view words) {
  if (deployments.empty()) return;
  auto story = story_for(entry, std::string(words) + ": " + names_of(deployments));
  for (const auto& each : deployments) {
    if (!each.note.empty() && story.item.done.size() < 6)
      story.item.done.push_back(plain_line(each.name + ": " + each.note));
  }
  stories.push_back(std::move(story));
}

struct Counted {
  std::size_t all = 0, run = 0, pending = 0, failed = 0, left = 0;
};

Counted counted(const RecoveryData& data) {
  Counted count;
  for (const auto& each : data.deployments) {
    ++count.all;
    if (each.outcome == "failed")
      ++count.failed;
    else if (each.outcome == "pending")
      ++count.pending;
    else if (each.outcome == "left_stopped")
      ++count.left;
    else
      ++count.run;
  }
  return count;
}

std::string counts_text(const RecoveryData& data) {
  const auto count = counted(data);
  auto text = count.run == count.all && count.all > 1
                  ? "all " + std::to_string(count.all) + " deployments run"
                  : std::to_string(count.run) + " of " +
                        count_text(count.all, "deployment runs", "deployments run");
  if (count.failed > 0) text += ", " + std::to_string(count.failed) + " failed";
  if (count.pending > 0) text += ", " + std::to_string(count.pending) + " not yet";
  if (count.left > 0) text += ", " + std::to_string(count.left) + " left stopped";
  return text;
}

}  // namespace

RecoveryStory recovery_story_of(const Entry& entry, const std::string& host) {
  const auto data = recovery_data_from(entry.data);
  const bool update = entry.type == "recovery.updated";
  RecoveryStory story;
  story.title =
      host + (update ? ", after " : " is back after ") + cause_text(data) + ": " +
      (data.deployments.empty() ? one_line(entry.text, title_bytes_max) : counts_text(data));
  story.title = one_line(story.title, title_bytes_max);
  story.summary = plain_line(entry.text);
  for (const auto outcome : {"failed", "pending"}) {
    for (const auto& each : with_outcome(data, outcome))
      story.stories.push_back(ill_story(entry, each));
  }
  add_shared(story.stories, entry, with_outcome(data, "recovered"), "recovered by evenkeel");
  add_shared(story.stories, entry, with_outcome(data, "already_running"),
             "came back by themselves");
  add_shared(story.stories, entry, with_outcome(data, "left_stopped"), "left stopped on purpose");
  if (story.stories.empty()) story.stories.push_back(story_for(entry, entry.text));
  return story;
}

}  // namespace notify
