// Moves as steps: what has to exist first, in which order the steps of one replacement follow each
// other.
#pragma once

#include "reconcile/plan_draft.hpp"
#include "reconcile/plan_gates.hpp"
#include "reconcile/plan_images.hpp"
#include "reconcile/plan_move.hpp"

#include <string>
#include <vector>

namespace reconcile {

// What a move of one replica is made of, beside the move itself.
struct Emission {
  const Look& look;
  Draft& draft;
  const ServiceLook& one;
  const Replica& replica;
  const Move& move;
  const Gates& gates;
  const ImageChoice& image;
};

// Appends the steps and notes in the service's draft what they change.
void emit(const Emission& emission);

// Stops it if it is up, then removes it; notes its name as freed. Returns the step that removes it.
std::size_t emit_removal(Draft& draft, const model::Container& container,
                         const model::ServiceName& service, const std::string& because,
                         std::vector<std::size_t> after, const std::vector<model::Gate>& gates,
                         bool anonymous_volumes);
// nullopt: the engine's own grace of the container.
std::optional<int> stop_timeout_s(const Scene& scene, const model::ServiceName& service);

}  // namespace reconcile
