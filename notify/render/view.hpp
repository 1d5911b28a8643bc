// A message as what is to be read of it, in words: what all renderings have in common. Every text
// is one clean line of bounded length. Pure, but for the machine's time zone.
#pragma once

#include "notify/message.hpp"

#include <string>
#include <vector>

namespace notify {

struct ItemView {
  std::string state;  // "critical", "warning", "info", or "over"
  std::string what;
  std::string when;   // "since 2026-01-31 10:30:00 +01:00, for 12m"; "" where it has no time
  std::string again;  // "it came back: 3 times so far"; "" where it did not
  std::vector<std::string> why, done;
  std::string next, command;
};

struct MessageView {
  std::string subject;  // subject_line()
  std::string state;    // "critical", "warning", "info", "resolved", "test"
  std::string host, title, summary;
  std::vector<ItemView> items;
  std::string mentioned;  // "not well because of it: shop/db, shop/web"; "" where there are none
  std::string left_out;   // "3 more have no room here: evenkeel incidents"; "" where there are none
  std::string footer;     // "nas (rack=2) · 2026-01-31 10:30:00 +01:00 · evenkeel"
};

MessageView view_of(const Message& message);

}  // namespace notify
