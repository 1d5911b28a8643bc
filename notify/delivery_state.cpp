#include "notify/ports.hpp"

namespace notify {

std::string_view name_of(DeliveryState state) {
  switch (state) {
    case DeliveryState::pending: return "pending";
    case DeliveryState::sent: return "sent";
    case DeliveryState::failed: return "failed";
    case DeliveryState::dropped: return "dropped";
    case DeliveryState::merged: return "merged";
  }
  return "pending";
}

std::optional<DeliveryState> delivery_state_from(std::string_view text) {
  for (const auto state : {DeliveryState::pending, DeliveryState::sent, DeliveryState::failed,
                           DeliveryState::dropped, DeliveryState::merged}) {
    if (name_of(state) == text) return state;
  }
  return std::nullopt;
}

}  // namespace notify
