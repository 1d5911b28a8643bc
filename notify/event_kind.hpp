// What an event is to people: the bold types of CONTRACT.md, Events, as a table. Pure.
#pragma once

#include "model/event.hpp"

#include <cstdint>
#include <string_view>

namespace notify {

enum class Shape : std::uint8_t {
  nothing,   // no message comes of it; it may be evidence in one
  alert,     // fires until its end, under its alert's key
  notice,    // happened once and has no end
  recovery,  // the report about a return, or its update
};

struct EventKind {
  Shape shape = Shape::nothing;
  bool told = false;        // by default; else only where a route names its type
  bool at_once = false;     // goes past the wait of its group
  bool heals_count = true;  // its end, where nobody was told of it, is in the digest
  bool operator==(const EventKind&) const = default;
};

// An event that is evidence of an incident is nothing, whatever its type. A `recovery.completed`
// that is only information is nothing.
EventKind kind_of(const model::Event& event);
bool is_incident(std::string_view type);

}  // namespace notify
