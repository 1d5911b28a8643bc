// A message out of stories: order, limits, kind, title. Pure.
#pragma once

#include "notify/headline.hpp"
#include "notify/message.hpp"
#include "notify/pipeline.hpp"

#include <string>
#include <vector>

namespace notify {

inline constexpr std::size_t items_max = 50;

struct Draft {
  MessageKind kind = MessageKind::problem;
  std::string group;           // what its items have in common
  std::string title, summary;  // "" where they follow from the stories
  std::vector<Story> stories;
  bool sorted = false;  // else firing first, news before what was told, the worst first
  std::vector<std::string> mentioned;
};

// Without id and thread.
Message compose(const HostIdentity& host, Draft draft, core::WallTime now);

}  // namespace notify
