// From what an event or a look says to what is wrong: the fingerprint, and the cause that makes it
// one incident over several services. docs/incidents.md has the table. Pure.
#pragma once

#include "heal/event_data.hpp"
#include "heal/ports.hpp"
#include "model/incident.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace heal {

struct Problem {
  std::string fingerprint;
  std::string cause;  // as Incident::cause
  std::string text;   // as Incident::problem
  // The next look leads to another action: one of these is no reason to worry yet.
  bool leads_on = false;
  // Ill-health, which a dependency that is ill may well explain.
  bool may_be_anothers = false;
  bool operator==(const Problem&) const = default;
};

// "shop/web", "check backup", "shop" of a thing that belongs to no service of it.
model::Subject subject_of(const model::Event& event, const EventData& data);

// What the event says is wrong with its subject; nothing where it is no sign of ill-health.
std::optional<Problem> problem_of(const model::Event& event, const EventData& data);

// What a look says: nothing where the service is well, on its way, or merely waits.
std::optional<Problem> problem_of(const ServiceNow& service);

// Waiting for `on` ("shop/db") longer than it should.
Problem not_ready(const model::Subject& subject, const std::string& on, core::Milliseconds since);

// The better one explains more: a typed fault more than OOM kills, these more than a crash loop or
// ill-health, and anything more than `unknown`.
bool is_better(std::string_view fingerprint, std::string_view than);
bool is_same(const Problem& problem, const model::Incident& incident);

}  // namespace heal
