// Whether a move may be made now: what a person has to do first, who else is at work, what budget
// and breaker leave.
#pragma once

#include "reconcile/plan_images.hpp"
#include "reconcile/plan_move.hpp"

#include <optional>

namespace reconcile {

// The image that the move makes a container from; an empty choice where it makes none.
ImageChoice image_for(const Look& look, const ServiceLook& one, const Move& move);

// What keeps the move from being made whoever is at work and whatever budget there is: something
// that it needs is not there, or its name is taken.
std::optional<Move> cannot_be_made(const Look& look, const Draft& draft, const ServiceLook& one,
                                   const Replica& replica, const Move& move,
                                   const ImageChoice& image);

// The verdict instead of the move, as a move that rests; nothing where it may be made. May take the
// one place of Allowance::one_service for the service.
std::optional<Move> forbid(const Look& look, Draft& draft, const ServiceLook& one,
                           const Replica& replica, const Move& move, const ImageChoice& image);

}  // namespace reconcile
