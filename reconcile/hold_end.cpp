#include "reconcile/hold_end.hpp"

#include "core/text.hpp"
#include "core/time_text.hpp"
#include "reconcile/event_codec.hpp"

#include <algorithm>

namespace reconcile {
namespace {

bool is_well(const model::ServiceView& service) {
  using enum model::ServicePhase;
  return service.phase == running || service.phase == completed || service.phase == stopped ||
         service.phase == paused;
}

// "shop/web exited", of what the hold kept from being mended.
std::vector<std::string> left_ill(const model::Hold& hold,
                                  const std::vector<model::DeploymentView>& views) {
  std::vector<std::string> ill;
  for (const auto& view : views) {
    for (const auto& service : view.services) {
      if (!hold.covers(view.name, service.name) || is_well(service)) continue;
      ill.push_back(view.name + "/" + service.name + " " +
                    std::string(model::name_of(service.phase)));
    }
  }
  return ill;
}

std::string subject_of(const model::Hold& hold) {
  if (hold.deployment.empty()) return "the host";
  return hold.service.empty() ? hold.deployment : hold.deployment + "/" + hold.service;
}

}  // namespace

model::Event hold_ended(const model::Hold& hold, const std::vector<model::DeploymentView>& views,
                        const std::string& ended_by, core::WallTime now) {
  const auto ill = left_ill(hold, views);
  model::Event event;
  event.type = "hold.ended";
  event.at = now;
  event.deployment = hold.deployment;
  event.service = hold.service;
  event.message = "the hold on " + subject_of(hold) + " by " + hold.by +
                  (hold.reason.empty() ? "" : " (" + hold.reason + ")") + " is over after " +
                  core::duration_text(std::max(core::Milliseconds{0}, now - hold.from)) +
                  (ended_by.empty() ? "" : ", ended by " + ended_by) + ": " +
                  (ill.empty() ? "all is as it should be"
                               : core::join(ill, ", ") + "; it is looked after again");
  event.data = event_data({{"id", static_cast<long long>(hold.id)},
                           {"by", ended_by.empty() ? hold.by : ended_by},
                           {"not_well", ill}});
  return event;
}

}  // namespace reconcile
