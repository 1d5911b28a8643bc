// Whether an apply has defined a network differently, who goes down with it, and what keeps it from
// being made again now. Looks, plans nothing.
#pragma once

#include "reconcile/plan_draft.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace reconcile {

struct ChangedNetwork {
  const Look& look;
  const model::Network& wanted;
  const model::SeenNetwork& seen;
};

// Containers that are up, by service.
using Affected = std::map<model::ServiceName, std::vector<const model::Container*>>;

bool is_on(const model::Container& container, const std::string& network);
// The hash alone does not tell: another version of ours may compute it differently. So a container
// on it has to have been made by an earlier generation, or the owner has asked and none is on it.
// What an engine client made is its owner's newest word, networks too.
bool is_changed(const Scene& scene, const model::Network& wanted, const model::SeenNetwork& seen);
// "the network shop_default is defined differently now"
std::string sentence_of(const ChangedNetwork& changed);
// What runs on it, and what shares the namespace of that.
Affected affected_by(const ChangedNetwork& changed);
// The service has a container of an older specification, which is replaced.
bool is_rolled_out(const ServiceLook& one);
std::optional<Postponed> obstacle(const ChangedNetwork& changed, const Draft& draft,
                                  const Affected& affected);

}  // namespace reconcile
