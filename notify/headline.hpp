// Titles that a tired person understands on a lock screen. Pure.
#pragma once

#include "core/clock.hpp"
#include "model/incident.hpp"
#include "notify/message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace notify {

// An item, with what a title says of it.
struct Story {
  Item item;
  std::string headline;  // "shop/web is unhealthy"
  bool is_news = true;   // else it was told before and is listed beside the news
  bool operator==(const Story&) const = default;
};

// "shop/web", "3 services of shop", "6 services of 3 deployments", "the check `backup`".
std::string subjects_text(const std::vector<model::Subject>& subjects);
// "is unhealthy", "are unhealthy", "does not start".
std::string state_text(std::string_view fingerprint, bool several);
// Of an incident that fires.
std::string headline_of(const model::Incident& incident);
// The first sentence of an event's text, cut to the size of a title.
std::string headline_of(std::string_view text);

// Of a message about these, the worst first. `group` is what they have in common: "deployment
// shop".
std::string title_of(MessageKind kind, const std::vector<Story>& stories, const std::string& group);

// "12m", "1h30m": rounded so that it is read at a glance.
std::string rough_text(core::Milliseconds duration);
// "3 problems", "1 problem".
std::string count_text(std::size_t count, std::string_view one, std::string_view several);

}  // namespace notify
