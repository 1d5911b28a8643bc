#include "reconcile/plan_ends.hpp"

#include "reconcile/plan_move.hpp"
#include "reconcile/plan_verdict.hpp"

namespace reconcile {
namespace {

bool hold_back(const Look& look, Draft& draft, const model::ServiceName& service,
               const std::string& object) {
  const auto wait = held_back(look.scene, look.scene.memory.of_object(object));
  if (!wait) return false;
  draft.wake(wait->until);
  draft.ends_held[service] = {wait->phase, wait->because, wait->until};
  return true;
}

void say(Draft& draft, const model::ServiceName& service, const Postponed& held) {
  auto& verdict = draft.services[service].verdict;
  auto why = verdict.why.empty() ? held.why : verdict.why + "; " + held.why;
  worsen(verdict, {service, held.phase, std::move(why), {}, held.until});
}

}  // namespace

bool is_end_held(const Look& look, Draft& draft, const model::ServiceName& service,
                 const model::Container& container) {
  const model::StopContainer stop{container.id, container.name, {}};
  const model::RemoveContainer remove{container.id, container.name, false};
  const bool stop_held = hold_back(look, draft, service, end_object(stop));
  return hold_back(look, draft, service, end_object(remove)) || stop_held;
}

bool is_removal_held(const Look& look, Draft& draft, const model::Action& removal) {
  return hold_back(look, draft, "", shared_object(removal));
}

void say_held_ends(const Look& look, Draft& draft) {
  for (const auto& [service, held] : draft.ends_held) {
    if (service.empty()) {
      for (const auto& [name, one] : look.services) say(draft, name, held);
    } else {
      say(draft, service, held);
      if (look.services.count(service) == 0) draft.notes.push_back(held.why);
    }
  }
}

}  // namespace reconcile
