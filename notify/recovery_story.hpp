// The report about a return of engine or agent, as items: what came back, how, and what did not.
// Pure.
#pragma once

#include "notify/alert_book.hpp"
#include "notify/headline.hpp"

#include <optional>
#include <string>
#include <vector>

namespace notify {

struct RecoveredService {
  std::string name, outcome, note;
};

struct RecoveredDeployment {
  std::string name, outcome, note, problem;
  std::vector<RecoveredService> services;
};

struct RecoveryData {
  std::string cause;
  bool planned = false;
  std::optional<core::WallTime> down_from, up_at;
  std::vector<RecoveredDeployment> deployments;
};

// Of an event's data; empty where it cannot be read (notify/event_decode.cpp).
RecoveryData recovery_data_from(const std::string& json);

struct RecoveryStory {
  std::string title, summary;
  std::vector<Story> stories;  // what did not come back first
};
RecoveryStory recovery_story_of(const Entry& entry, const std::string& host);

}  // namespace notify
