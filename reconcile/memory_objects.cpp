// Attempts at what is no service: networks and volumes, which fail for all who need them, and ends
// of containers.
#include "reconcile/memory.hpp"

#include <algorithm>
#include <type_traits>

namespace reconcile {
namespace {

template <class All> bool is_there(const All& all, const std::string& name) {
  return std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.name == name; });
}

// Gone, or down where it was to be stopped.
bool ends_what_has_ended(const std::string& object, const model::Observation& seen) {
  for (const std::string verb : {"stop ", "remove "}) {
    if (!object.starts_with(verb)) continue;
    const auto id = object.substr(verb.size());
    const auto is_left = [&](const model::Container& one) {
      return one.id == id && (one.is_up() || verb == "remove ");
    };
    return std::none_of(seen.containers.begin(), seen.containers.end(), is_left);
  }
  return false;
}

// A network or volume that the spec no longer has, or one to be removed that is gone.
bool is_of_the_past(const std::string& object, const model::Spec& spec,
                    const model::Observation& seen) {
  const auto rest_after = [&](std::string_view verb) -> std::optional<std::string> {
    if (!object.starts_with(verb)) return {};
    return object.substr(verb.size());
  };
  if (const auto key = rest_after("create_network ")) return !spec.networks.contains(*key);
  if (const auto key = rest_after("create_volume ")) return !spec.volumes.contains(*key);
  if (const auto name = rest_after("remove_network ")) return !is_there(seen.networks, *name);
  if (const auto name = rest_after("remove_volume ")) return !is_there(seen.volumes, *name);
  return ends_what_has_ended(object, seen);
}

}  // namespace

std::string shared_object(const model::Action& action) {
  return std::visit(
      [&](const auto& a) -> std::string {
        using T = std::decay_t<decltype(a)>;
        const auto verb = std::string(model::verb_of(action)) + " ";
        if constexpr (std::is_same_v<T, model::CreateNetwork> ||
                      std::is_same_v<T, model::CreateVolume>)
          return verb + a.key;
        else if constexpr (std::is_same_v<T, model::RemoveNetwork> ||
                           std::is_same_v<T, model::RemoveVolume>)
          return verb + a.name;
        else
          return "";
      },
      action);
}

std::string end_object(const model::Action& action) {
  if (const auto* stop = std::get_if<model::StopContainer>(&action))
    return "stop " + stop->container;
  if (const auto* remove = std::get_if<model::RemoveContainer>(&action))
    return "remove " + remove->container;
  return "";
}

bool is_left_to_others(const Attempts& removal) {
  if (removal.failures == 0 || !removal.last_fault) return false;
  const auto kind = removal.last_fault->kind;
  return kind == model::FaultKind::network_in_use || kind == model::FaultKind::in_use;
}

void note_objects(Memory& memory, const model::Spec& spec, const model::Observation& seen) {
  if (memory.objects.empty()) return;
  for (const auto& [key, network] : spec.networks) {
    if (is_there(seen.networks, network.name))
      memory.objects.erase(shared_object(model::CreateNetwork{key}));
  }
  for (const auto& [key, volume] : spec.volumes) {
    if (is_there(seen.volumes, volume.name))
      memory.objects.erase(shared_object(model::CreateVolume{key}));
  }
  std::erase_if(memory.objects,
                [&](const auto& entry) { return is_of_the_past(entry.first, spec, seen); });
}

}  // namespace reconcile
