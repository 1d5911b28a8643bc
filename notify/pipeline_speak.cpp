#include "notify/content.hpp"
#include "notify/inhibit.hpp"
#include "notify/pipeline_state.hpp"

#include <algorithm>

namespace notify {
namespace {

bool is_new(Say say) { return say == Say::news || say == Say::over; }

// What is told: the news, beside them what goes on; or, without any, what is said again, with all
// that goes on and that nobody has acknowledged.
std::vector<const Looked*> those_to_list(const std::vector<Looked>& looked) {
  const bool any_news = std::any_of(looked.begin(), looked.end(),
                                    [](const auto& each) { return is_new(each.telling.say); });
  std::vector<const Looked*> list;
  for (const auto& each : looked) {
    const auto say = each.telling.say;
    const bool goes_on = each.telling.shown && (any_news || !each.acknowledged);
    if (is_new(say) || say == Say::again || goes_on) list.push_back(&each);
  }
  return list;
}

// Of what fires already; else of what is over, or comes back; "" where it is all new.
std::string thread_of(const std::vector<const Looked*>& list, const std::string& channel) {
  std::string of_ended;
  for (const auto* each : list) {
    const auto at = each->entry->channels.find(channel);
    if (at == each->entry->channels.end() || !at->second) continue;
    if (at->second->firing && each->telling.say != Say::over) return at->second->thread;
    if (of_ended.empty() || at->second->firing) of_ended = at->second->thread;
  }
  return of_ended;
}

MessageKind kind_of_group(const std::vector<const Looked*>& list) {
  if (list.front()->entry->shape != Shape::alert) return MessageKind::notice;
  const bool any_fires = std::any_of(
      list.begin(), list.end(), [](const Looked* each) { return each->telling.say != Say::over; });
  return any_fires ? MessageKind::problem : MessageKind::resolved;
}

void set_thread(Message& message, const std::string& thread) {
  message.begins_thread = thread.empty();
  message.thread = thread.empty() ? message.id : thread;
}

}  // namespace

Outgoing Pipeline::State::outgoing(const std::string& channel, Message message,
                                   core::WallTime now) const {
  return {channel, std::move(message), now + message_expires_after};
}

Outgoing Pipeline::State::speak(const GroupId& id, const std::vector<Looked>& looked,
                                core::WallTime now) {
  const auto list = those_to_list(looked);
  if (list.front()->entry->shape == Shape::recovery)
    return tell_recovery(id.channel, *list.front()->entry, now);
  Draft draft;
  draft.kind = kind_of_group(list);
  draft.group = list.front()->entry->group;
  for (const auto* each : list) {
    const auto& entry = *each->entry;
    StoryScene scene{now, each->incident, each->telling.say != Say::over, std::nullopt,
                     around.local_minute};
    if (entry.incident && scene.fires)
      scene.next_attempt_at =
          around.circumstances.next_attempt_at(entry.deployment(), entry.service);
    auto story = story_of(entry, scene);
    story.is_news = is_new(each->telling.say);
    const auto& told = entry.channels.at(id.channel);
    if (scene.fires && entry.needs_operator && told && told->firing && !told->needs_operator)
      story.headline = "needs you: " + story.headline;
    draft.stories.push_back(std::move(story));
    if (scene.fires && is_inhibiting(entry.key)) draft.mentioned = mentioned_in(book);
  }
  auto message = compose(host, std::move(draft), now);
  message.id = around.new_id();
  set_thread(message, thread_of(list, id.channel));
  for (const auto* each : list) {
    auto& entry = *each->entry;
    auto& told = entry.channels[id.channel];
    if (each->telling.say == Say::over) {
      told->firing = false;
      told->at = now;
    } else {
      told =
          Told{true, entry.needs_operator, entry.recurring(), entry.severity, now, message.thread};
    }
    touch(entry);
  }
  if (message.kind == MessageKind::resolved) close_thread(id.channel, message.thread, looked);
  return outgoing(id.channel, std::move(message), now);
}

// What still fires and was held back from that message reads as over now: it is told anew.
void Pipeline::State::close_thread(const std::string& channel, const std::string& thread,
                                   const std::vector<Looked>& looked) {
  for (const auto& each : looked) {
    auto& told = each.entry->channels[channel];
    if (!told || !told->firing || told->thread != thread) continue;
    told->firing = false;
    touch(*each.entry);
  }
}

Outgoing Pipeline::State::tell_recovery(const std::string& channel, Entry& entry,
                                        core::WallTime now) {
  auto story = recovery_story_of(entry, host.name);
  Draft draft{MessageKind::recovery,
              "the host",
              std::move(story.title),
              std::move(story.summary),
              std::move(story.stories),
              true,
              {}};
  auto message = compose(host, std::move(draft), now);
  message.id = around.new_id();
  message.severity = std::max(message.severity, entry.severity);
  std::string thread;
  if (entry.type == "recovery.updated") {
    for (const auto& [id, covered] : covers) {
      if (id.channel == channel) thread = covered.thread;
    }
  }
  set_thread(message, thread);
  entry.channels[channel] = Told{false, false, false, entry.severity, now, message.thread};
  touch(entry);
  cover_recovered(channel, message.thread, entry, now);
  return outgoing(channel, std::move(message), now);
}

void Pipeline::State::cover_recovered(const std::string& channel, const std::string& thread,
                                      const Entry& report, core::WallTime now) {
  auto data = recovery_data_from(report.data);
  // No other update follows: of what is still pending its incident tells from now on.
  for (auto& each : data.deployments)
    if (report.type == "recovery.updated" && each.outcome == "pending") each.outcome = "failed";
  for (const auto& name : cover(covers, data, channel, thread, now))
    changed.insert("cover/" + channel + "/" + name);
  // What the update tells as well is told as over, too; what it calls failed is covered anew.
  for (const auto& [key, known] : book.entries()) {
    const auto at = known.channels.find(channel);
    if (at == known.channels.end() || !at->second || at->second->thread != thread) continue;
    if (!at->second->firing || covers.contains({channel, known.deployment()})) continue;
    auto& entry = *book.find(key);
    entry.channels[channel]->firing = false;
    touch(entry);
  }
  stir_all(now);
}

std::vector<Outgoing> Pipeline::State::tell_digest(core::WallTime now) {
  if (!settings.digest.at_minute) return {};
  const auto due = digest.due(*settings.digest.at_minute, around.local_minute);
  if (!due || *due > now) return {};
  Draft draft{MessageKind::digest,
              "the host",
              digest.title(),
              digest.summary(),
              digest.stories(around.local_minute),
              true,
              {}};
  const auto message = compose(host, std::move(draft), now);
  std::vector<Outgoing> list;
  for (const auto& [channel, unused] : settings.channels) {
    const auto& wanted = settings.digest.channels;
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), channel) == wanted.end())
      continue;
    auto own = message;
    own.id = around.new_id();
    set_thread(own, "");
    list.push_back(outgoing(channel, std::move(own), now));
  }
  for (const auto& [key, healed] : digest.entries()) changed.insert("healed/" + key);
  changed.insert("digest");
  digest.clear();
  return list;
}

}  // namespace notify
