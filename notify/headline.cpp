#include "notify/headline.hpp"

#include "core/text.hpp"
#include "core/time_text.hpp"
#include "notify/plain_line.hpp"

#include <algorithm>
#include <set>

namespace notify {
namespace {

struct StateWords {
  std::string_view fingerprint, one, several;
};

constexpr StateWords state_words[] = {
    {"unhealthy", "is unhealthy", "are unhealthy"},
    {"crash_loop", "keeps crashing", "keep crashing"},
    {"oom_killed", "ran out of memory", "ran out of memory"},
    {"check_failed", "fails", "fail"},
    {"dependency_not_ready", "waits for what does not get ready",
     "wait for what does not get ready"},
    {"image_missing", "has no image", "have no image"},
    {"registry_denied", "cannot fetch its image: the registry refuses",
     "cannot fetch their images: the registry refuses"},
    {"registry_rate_limited", "cannot fetch its image: the registry asks to wait",
     "cannot fetch their images: the registry asks to wait"},
    {"registry_unreachable", "cannot fetch its image: the registry cannot be reached",
     "cannot fetch their images: the registry cannot be reached"},
    {"manifest_unknown", "cannot fetch its image: the registry does not have it",
     "cannot fetch their images: the registry does not have them"},
    {"task_exists", "does not start: its engine holds on to an earlier run",
     "do not start: their engine holds on to earlier runs"},
    {"disk_full", "does not start: the disk is full", "do not start: the disk is full"},
    {"unknown", "is not well", "are not well"},
    {"", "is not well", "are not well"}};

std::size_t services_in(const std::vector<Story>& stories) {
  std::set<std::pair<std::string, std::string>> names;
  for (const auto& each : stories) names.emplace(each.item.deployment, each.item.service);
  return names.size();
}

bool all_alike(const std::vector<Story>& stories) {
  const auto& first = stories.front().item;
  return !first.fingerprint.empty() && services_in(stories) == stories.size() &&
         std::all_of(stories.begin(), stories.end(), [&](const Story& each) {
           return each.item.fingerprint == first.fingerprint && !each.item.service.empty() &&
                  each.item.deployment == first.deployment;
         });
}

std::string place_of(const std::string& group) {
  const auto blank = group.find(' ');
  return group.starts_with("deployment ") ? " of " + group.substr(blank + 1) : "";
}

std::vector<Story> those(const std::vector<Story>& stories, bool firing) {
  std::vector<Story> some;
  std::copy_if(stories.begin(), stories.end(), std::back_inserter(some), [&](const Story& each) {
    return each.item.firing == firing && (each.is_news || !firing);
  });
  return some;
}

std::string firing_title(const std::vector<Story>& news, std::size_t firing,
                         const std::string& group) {
  if (news.size() > 1 && all_alike(news))
    return std::to_string(news.size()) + " services of " + news.front().item.deployment + " " +
           state_text(news.front().item.fingerprint, true);
  auto title = news.front().headline;
  if (firing > 1)
    title +=
        " (and " + count_text(firing - 1, "more problem", "more problems") + place_of(group) + ")";
  return title;
}

std::string over_title(const std::vector<Story>& over, std::size_t firing,
                       const std::string& group) {
  auto title = over.size() == 1 ? over.front().headline
                                : "all is well again: " + std::to_string(over.size()) +
                                      " problems" + place_of(group) + " are over";
  if (over.size() > 1 && firing > 0)
    title = std::to_string(over.size()) + " problems" + place_of(group) + " are over";
  if (firing > 0) title += ", " + count_text(firing, "goes", "go") + " on";
  return title;
}

}  // namespace

std::string subjects_text(const std::vector<model::Subject>& subjects) {
  if (subjects.empty()) return "the host";
  if (subjects.size() == 1)
    return subjects.front().check.empty() ? text_of(subjects.front())
                                          : "the check `" + subjects.front().check + "`";
  std::set<std::string> deployments;
  bool all_services = true;
  for (const auto& each : subjects) {
    deployments.insert(each.deployment);
    all_services = all_services && !each.service.empty();
  }
  const auto count = std::to_string(subjects.size());
  if (!all_services) return count + " things";
  if (deployments.size() == 1) return count + " services of " + *deployments.begin();
  return count + " services of " + std::to_string(deployments.size()) + " deployments";
}

std::string state_text(std::string_view fingerprint, bool several) {
  for (const auto& words : state_words) {
    if (words.fingerprint == fingerprint) return std::string(several ? words.several : words.one);
  }
  // A typed fault of the engine: it is the start that failed.
  return several ? "do not start" : "does not start";
}

std::string headline_of(const model::Incident& incident) {
  const auto subject = subjects_text(incident.subjects);
  const auto short_form =
      subject + " " + state_text(incident.fingerprint, incident.subjects.size() > 1);
  const auto problem = one_line(incident.problem);
  if (problem.empty() || incident.subjects.size() > 1) return one_line(short_form, title_bytes_max);
  const auto sentence = core::contains(problem, subject) ? problem : subject + ": " + problem;
  return sentence.size() <= title_bytes_max ? sentence : one_line(short_form, title_bytes_max);
}

std::string headline_of(std::string_view text) {
  auto first = text;
  for (const std::string_view end : {". ", "; ", " (`"}) {
    if (const auto at = first.find(end); at != std::string_view::npos && at > 20)
      first = first.substr(0, at);
  }
  return one_line(first, title_bytes_max);
}

std::string title_of(MessageKind kind, const std::vector<Story>& stories,
                     const std::string& group) {
  if (stories.empty()) return "nothing";
  const auto firing = static_cast<std::size_t>(std::count_if(
      stories.begin(), stories.end(), [](const Story& each) { return each.item.firing; }));
  const auto news = those(stories, true), over = those(stories, false);
  std::string title;
  if (kind == MessageKind::notice)
    title = stories.front().headline +
            (stories.size() > 1
                 ? " (and " + count_text(stories.size() - 1, "more notice", "more notices") + ")"
                 : "");
  else if (!news.empty())
    title = firing_title(news, firing, group);
  else if (!over.empty())
    title = over_title(over, firing, group);
  else
    title = "still: " + firing_title(stories, firing, group);
  return one_line(title, title_bytes_max);
}

std::string rough_text(core::Milliseconds duration) {
  using namespace std::chrono;
  if (duration < minutes(1))
    return core::duration_text(std::max(round<seconds>(duration), seconds(1)));
  if (duration < hours(24)) return core::duration_text(round<minutes>(duration));
  return core::duration_text(round<hours>(duration));
}

std::string count_text(std::size_t count, std::string_view one, std::string_view several) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : several);
}

}  // namespace notify
