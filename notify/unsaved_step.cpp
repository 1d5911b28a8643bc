#include "notify/unsaved_step.hpp"

#include <iterator>
#include <map>
#include <utility>

namespace notify {

void UnsavedStep::begin(model::EventId cursor, const std::vector<MemoryRow>& memory,
                        core::MonoTime now) {
  stored_keys_.clear();
  for (const auto& row : memory) stored_keys_.insert(row.key);
  step_ = {};
  step_.cursor = saved_cursor_ = cursor;
  saved_at_ = now;
}

void UnsavedStep::add(std::vector<MemoryRow> memory, std::vector<Outgoing> outgoing) {
  if (!memory.empty()) {
    std::map<std::string, std::optional<std::string>> newest;
    for (auto& row : step_.memory) newest[row.key] = std::move(row.value);
    for (auto& row : memory) newest[row.key] = std::move(row.value);
    step_.memory.clear();
    // What is forgotten before it was ever stored is nothing to write.
    for (auto& [key, value] : newest)
      if (value || stored_keys_.contains(key)) step_.memory.push_back({key, std::move(value)});
  }
  std::move(outgoing.begin(), outgoing.end(), std::back_inserter(step_.outgoing));
}

bool UnsavedStep::wants_saving(core::MonoTime now) const {
  if (!step_.memory.empty() || !step_.outgoing.empty()) return true;
  if (saved_cursor_ < 0) return true;
  const auto ahead = step_.cursor - saved_cursor_;
  return ahead >= cursor_lag_events || (ahead > 0 && now >= saved_at_ + cursor_lag);
}

void UnsavedStep::saved(core::MonoTime now) {
  for (const auto& row : step_.memory) {
    if (row.value)
      stored_keys_.insert(row.key);
    else
      stored_keys_.erase(row.key);
  }
  step_.memory.clear();
  step_.outgoing.clear();
  saved_cursor_ = step_.cursor;
  saved_at_ = now;
}

}  // namespace notify
