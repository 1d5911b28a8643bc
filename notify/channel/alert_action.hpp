// What a message means to a service that keeps alerts of its own, which have to be ended, and how a
// message looks where there are colors and priorities. Pure.
#pragma once

#include "notify/message.hpp"

namespace notify {

enum class AlertAction {
  trigger,              // open it, or say more of an open one
  resolve,              // end it
  trigger_and_resolve,  // of a test: it must leave nothing open
  nothing,              // nothing of it is open or was: a digest of what healed by itself
};
AlertAction action_of(const Message& message);

enum class Tone { critical, warning, info, good };
Tone tone_of(const Message& message);

}  // namespace notify
