#include "notify/pipeline_state.hpp"

#include <algorithm>

namespace notify {

// Of things that waited, by channel.
std::map<std::string, int> Pipeline::State::drop_channels_that_are_gone() {
  std::map<std::string, int> waited;
  for (const auto& [key, known] : book.entries()) {
    auto& entry = *book.find(key);
    const auto dropped = std::erase_if(entry.channels, [&](const auto& each) {
      const bool gone = !settings.channels.contains(each.first);
      if (gone && !each.second && (entry.firing || entry.shape != Shape::alert))
        ++waited[each.first];
      return gone;
    });
    if (dropped > 0) touch(entry);
  }
  for (auto at = groups.begin(); at != groups.end();) {
    if (settings.channels.contains(at->first.channel)) {
      ++at;
      continue;
    }
    touch(at->first);
    at = groups.erase(at);
  }
  std::erase_if(covers, [&](const auto& each) {
    const bool gone = !settings.channels.contains(each.first.channel);
    if (gone) changed.insert("cover/" + each.first.channel + "/" + each.first.name);
    return gone;
  });
  return waited;
}

// What fires and no channel of now was told of goes where it would go if it began now.
void Pipeline::State::direct_anew() {
  std::vector<std::string> lost;
  for (const auto& [key, known] : book.entries()) {
    auto& entry = *book.find(key);
    if (entry.shape == Shape::alert ? entry.firing && !entry.is_told_firing()
                                    : entry.channels.empty()) {
      const auto before = entry.channels.size();
      direct(entry);
      if (entry.channels.size() != before) {
        announce(entry, false, latest);
        touch(entry);
      }
    }
    if (entry.shape != Shape::alert && entry.channels.empty()) lost.push_back(key);
  }
  for (const auto& key : lost) {
    touch(*book.find(key));
    book.erase(key);
  }
}

void Pipeline::restore(const std::vector<MemoryRow>& memory, std::vector<Silence> silences) {
  auto& state = *state_;
  for (const auto& each : memory) state.restore_row(each);
  state.silences = std::move(silences);
  for (const auto& [key, entry] : state.book.entries()) {
    for (const auto& [channel, told] : entry.channels)
      state.groups[{channel, group_id_name(entry)}].members.insert(key);
  }
  // Whatever is due by now is found by the first look.
  for (auto& [id, group] : state.groups) group.look_at = group.floor;
  (void)state.drop_channels_that_are_gone();
  state.direct_anew();
}

std::vector<model::Event> Pipeline::configure(Settings settings) {
  auto& state = *state_;
  state.settings = std::move(settings);
  std::vector<model::Event> events;
  for (const auto& [channel, count] : state.drop_channels_that_are_gone()) {
    model::Event event;
    event.at = state.latest;
    event.type = "notification.dropped";
    event.severity = model::Severity::warning;
    event.message = count_text(static_cast<std::size_t>(count), "thing was", "things were") +
                    " to be told through the channel " + channel +
                    ", which is not configured any more";
    event.data = R"({"channel":")" + channel + R"(","count":)" + std::to_string(count) + "}";
    events.push_back(std::move(event));
  }
  state.direct_anew();
  state.stir_all(state.latest);
  return events;
}

}  // namespace notify
