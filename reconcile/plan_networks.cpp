#include "reconcile/plan_networks.hpp"

#include "model/config_hash.hpp"
#include "reconcile/down_order.hpp"
#include "reconcile/network_change.hpp"
#include "reconcile/plan_needs.hpp"
#include "reconcile/plan_verdict.hpp"

#include <algorithm>

namespace reconcile {
namespace {

using model::Container;
using model::ServicePhase;
using Steps = std::vector<std::size_t>;

std::size_t take_down(Draft& draft, const Container& container, const model::ServiceName& service,
                      const std::string& because, Steps after) {
  draft.taken_down[container.id] = because;
  if (const auto known = draft.stopped.find(container.id); known != draft.stopped.end())
    return known->second;
  model::StopContainer stop{container.id, container.name, {}};
  const auto index = draft.add({std::move(stop), service, because, std::move(after), {}});
  draft.stopped[container.id] = index;
  return index;
}

// What is replaced as well goes down only once its new image is there.
Steps images_of_the_new(const Look& look, Draft& draft, const Affected& affected) {
  Steps pulled;
  for (const auto& [name, containers] : affected) {
    const auto& one = look.services.at(name);
    if (one.wanted && is_rolled_out(one))
      need_image(look, draft, name, choose_image(look.scene, *one.spec, true), {}, pulled);
  }
  return pulled;
}

Steps orphans_gone(const Look& look, const Draft& draft) {
  Steps gone;
  for (const auto* orphan : look.orphans) {
    if (const auto freed = draft.freed.find(orphan->name); freed != draft.freed.end())
      gone.push_back(freed->second);
  }
  return gone;
}

Steps take_all_down(const ChangedNetwork& changed, Draft& draft, const Affected& affected,
                    const std::string& because) {
  const auto& look = changed.look;
  const auto pulled = images_of_the_new(look, draft, affected);
  Steps all;
  DownOrder order;
  for (auto name = look.order.rbegin(); name != look.order.rend(); ++name) {
    Steps mine, after = order.after_dependents(*name);
    after.insert(after.end(), pulled.begin(), pulled.end());
    if (const auto found = affected.find(*name); found != affected.end()) {
      for (const auto* container : found->second)
        mine.push_back(take_down(draft, *container, *name, because, after));
    }
    order.note(look.services.at(*name), mine);
    all.insert(all.end(), mine.begin(), mine.end());
  }
  return all;
}

void remake(const ChangedNetwork& changed, Draft& draft, const Affected& affected) {
  const auto& look = changed.look;
  const auto because = sentence_of(changed) + " (generation " +
                       std::to_string(look.scene.deployment.current.number) + ")";
  auto down = orphans_gone(look, draft);
  const auto stops = take_all_down(changed, draft, affected, because);
  down.insert(down.end(), stops.begin(), stops.end());
  // What fails is waited for by one of those that come back.
  const auto back = std::find_if(affected.begin(), affected.end(), [&](const auto& entry) {
    return look.services.at(entry.first).wanted;
  });
  const auto service = back == affected.end() ? model::ServiceName() : back->first;
  const auto removed = draft.add({model::RemoveNetwork{changed.seen.id, changed.wanted.name},
                                  service,
                                  because,
                                  std::move(down),
                                  {}});
  draft.networks[changed.wanted.key] =
      draft.add({model::CreateNetwork{changed.wanted.key}, service, because, {removed}, {}});
}

bool is_used(const Look& look, const std::string& key) {
  return std::any_of(look.spec.services.begin(), look.spec.services.end(),
                     [&](const auto& entry) { return entry.second.networks.count(key) > 0; });
}

}  // namespace

void plan_networks(const Look& look, Draft& draft) {
  for (const auto& [key, wanted] : look.spec.networks) {
    const auto seen = look.networks.find(wanted.name);
    if (seen == look.networks.end() || !is_used(look, key) ||
        !is_changed(look.scene, wanted, *seen->second))
      continue;
    const ChangedNetwork changed{look, wanted, *seen->second};
    const auto affected = affected_by(changed);
    if (auto why = obstacle(changed, draft, affected)) {
      draft.wake(why->until);
      draft.postponed[key] = std::move(*why);
    } else {
      remake(changed, draft, affected);
    }
  }
}

void say_postponed(const Look& look, Draft& draft) {
  for (const auto& [key, postponed] : draft.postponed) {
    for (const auto& [name, service] : look.spec.services) {
      const auto& one = look.services.at(name);
      if (service.networks.count(key) == 0 || !one.wanted || one.hold != nullptr) continue;
      const bool attempt = postponed.phase == ServicePhase::backoff ||
                           postponed.phase == ServicePhase::needs_operator;
      worsen(draft.services[name].verdict,
             {name, postponed.phase, postponed.why, {}, attempt ? postponed.until : std::nullopt});
    }
  }
}

void note_volumes(const Look& look, Draft& draft) {
  if (!look.scene.unanswered) return;
  for (const auto& [key, wanted] : look.spec.volumes) {
    const auto seen = look.volumes.find(wanted.name);
    if (seen == look.volumes.end() ||
        !model::is_made_otherwise(wanted, *seen->second, look.spec.name))
      continue;
    draft.notes.push_back("the volume " + wanted.name +
                          " is defined differently now and stays as it is, with its data: to have "
                          "it made anew, remove it with `docker volume rm " +
                          wanted.name + "` while nothing uses it");
  }
}

bool is_on_changed_network(const Scene& scene, const Container& container) {
  const auto& networks = scene.deployment.current.spec->networks;
  return std::any_of(networks.begin(), networks.end(), [&](const auto& entry) {
    const auto& wanted = entry.second;
    return is_on(container, wanted.name) &&
           std::any_of(scene.observation.networks.begin(), scene.observation.networks.end(),
                       [&](const auto& seen) {
                         return seen.name == wanted.name && is_changed(scene, wanted, seen);
                       });
  });
}

}  // namespace reconcile
