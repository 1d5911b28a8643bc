#include "agent/history_event.hpp"

namespace agent {
namespace {

std::string text_of(const store::HistoryState& state) {
  if (!state.writable)
    return "the history of samples cannot be written, everything else goes on: " + state.reason;
  if (state.made_anew) return "the history of samples was begun anew: " + state.reason;
  return "the history of samples is written again";
}

}  // namespace

model::Event history_event(const store::HistoryState& state, bool was_writable, core::WallTime at) {
  model::Event event;
  event.type = "store.degraded";
  event.at = at;
  event.severity = model::Severity::critical;
  event.message = text_of(state);
  if (!state.writable || !was_writable) event.alert = model::Alert{"history", !state.writable};
  return event;
}

}  // namespace agent
