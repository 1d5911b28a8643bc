// Intent: what the owner wants of a service, who said so, when, and how it is known.
#pragma once

#include "core/clock.hpp"
#include "model/ids.hpp"

#include <string>
#include <string_view>

namespace model {

enum class IntentState { running, stopped };
enum class SetBy { api, engine, apply, adopt };
// How sure a stop is. Verbs are deliberate at once; an engine client's stop ripens.
enum class StopProof {
  deliberate,  // by a verb, or intent is running
  by_client,   // the engine answered at both moments after the stop: durable, survives a later loss
               // of the engine
  confirmed,   // and the settle time passed
  removed,     // stop + destroy, or compose down: not made again
};

struct Intent {
  IntentState state = IntentState::running;
  SetBy set_by = SetBy::apply;
  std::string by;  // "anna (uid 1000)", "an engine client (docker stop)"
  std::string reason;
  core::WallTime at;
  StopProof proof = StopProof::deliberate;
  bool operator==(const Intent&) const = default;
};

struct IntentChange {  // a row of the history, newest last
  ServiceName service;
  Intent intent;
  bool operator==(const IntentChange&) const = default;
};

std::string_view name_of(IntentState state);
std::string_view name_of(SetBy set_by);
std::string_view name_of(StopProof proof);

}  // namespace model
