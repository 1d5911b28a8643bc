#include "reconcile/untold_ends.hpp"

#include <algorithm>

namespace reconcile {
namespace {

using model::Container;

const Container* find_in(const model::Observation& seen, const model::ContainerId& id) {
  const auto found = std::find_if(seen.containers.begin(), seen.containers.end(),
                                  [&](const Container& one) { return one.id == id; });
  return found == seen.containers.end() ? nullptr : &*found;
}

bool has_ended(const Container& container) {
  return container.state == model::ContainerState::exited ||
         container.state == model::ContainerState::dead;
}

}  // namespace

void UntoldEnds::note_look(const model::Observation* before, const model::Observation& now,
                           core::MonoTime at) {
  std::erase_if(found_at_, [&](const auto& entry) {
    const auto* container = find_in(now, entry.first);
    return container == nullptr || !has_ended(*container) ||
           at >= lost_at(entry.first, entry.second);
  });
  std::erase_if(signaled_, [&](const auto& id) { return find_in(now, id) == nullptr; });
  if (before == nullptr) return;
  for (const auto& container : now.containers) {
    if (!has_ended(container)) continue;
    const auto* earlier = find_in(*before, container.id);
    if (earlier != nullptr && earlier->is_up()) found_at_.emplace(container.id, at);
  }
}

void UntoldEnds::note_told(const model::ContainerId& id) {
  found_at_.erase(id);
  signaled_.erase(id);
}

void UntoldEnds::clear() {
  found_at_.clear();
  signaled_.clear();
}

core::MonoTime UntoldEnds::lost_at(const model::ContainerId& id, core::MonoTime found_at) const {
  return found_at + (signaled_.contains(id) ? told_after_signal_within : told_within);
}

std::optional<core::MonoTime> UntoldEnds::look_again() const {
  std::optional<core::MonoTime> first;
  for (const auto& [id, at] : found_at_) {
    const auto lost = lost_at(id, at);
    if (!first || lost < *first) first = lost;
  }
  return first;
}

}  // namespace reconcile
