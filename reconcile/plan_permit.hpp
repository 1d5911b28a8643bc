// Whether a move may be made now: what a person has to do first, who else is at work, what budget
// and breaker leave.
#pragma once

#include "reconcile/plan_images.hpp"
#include "reconcile/plan_move.hpp"

#include <optional>

namespace reconcile {

// The verdict instead of the move, as a move that rests; nothing where it may be made. May take the
// one place of Allowance::one_service for the service.
std::optional<Move> forbid(const Look& look, Draft& draft, const ServiceLook& one,
                           const Replica& replica, const Move& move, const ImageChoice& image);

}  // namespace reconcile
