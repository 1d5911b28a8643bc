// What one replica needs, before it is asked whether that may be done now.
#pragma once

#include "reconcile/plan_draft.hpp"

#include <optional>
#include <string>

namespace reconcile {

enum class MoveKind {
  rest,     // nothing, or nothing for us
  start,    // the container that is there
  connect,  // it runs, and lacks a network
  restart,  // it runs, and is to run anew
  create,   // there is none
  replace,  // a new one takes the place of `outdated` (or of `current`, where it cannot be started
            // any more)
  finish,   // an interrupted replacement goes on
  discard,  // an interrupted replacement that became useless: remove it, the next pass begins anew
  renew,    // what is there cannot be used: remove it, then create
};

struct Move {
  MoveKind kind = MoveKind::rest;
  model::ServicePhase phase = model::ServicePhase::running;  // of the service, as far as this
                                                             // replica says
  std::string because;                  // cause of the steps; the verdict's sentence too
  std::optional<core::MonoTime> until;  // when to look again
  bool is_attempt = false;              // `until` is the next attempt
  bool for_health = false;              // a restart against ill-health
  bool changes = false;      // follows a changed spec or the owner's wish: takes the image that is
                             // there now
  bool keeps_image = false;  // the new one is made from the image of `replaced`
  const model::Container* replaced = nullptr;    // of `replace`
  bool up_to_owner = false, left_as_is = false;  // as in ServiceVerdict
};

bool makes_container(const Move& move);

Move decide(const Look& look, const Draft& draft, const ServiceLook& one, const Replica& replica);

// Parts of it, a file each.
Move decide_running(const Look& look, const Draft& draft, const ServiceLook& one,
                    const model::Container& container);
// It runs in a namespace that nobody else is in any more: of a container that was started again.
std::optional<Move> decide_left_behind(const Look& look, const ServiceLook& one,
                                       const model::Container& container);
Move decide_down(const Look& look, const ServiceLook& one, const model::Container& container);
Move decide_restarting(const Look& look, const ServiceLook& one, const model::Container& container);

// When the next attempt may be made, and why it waits; nothing where it may be made now.
std::optional<Move> held_back(const Look& look, const ServiceLook& one,
                              const model::Container* container);

// The same for attempts alone: of what belongs to the whole deployment, and of ends.
std::optional<Move> held_back(const Scene& scene, const Attempts& attempts);

// It died several times lately: until when its running proves nothing.
std::optional<core::MonoTime> proving_until(const Look& look, const ServiceLook& one,
                                            const model::Container& container);
// "it exited with 137", "its last start failed: ..."
std::string why_down(const model::Container& container);
// Networks that the container was attached to and that have another id, or none, by now.
std::vector<const model::Network*> stale_networks(const Look& look,
                                                  const model::Container& container);
// Networks of its service that it is not attached to at all; none where its network mode does not
// let it be connected.
std::vector<const model::Network*> missing_networks(const Look& look, const ServiceLook& one,
                                                    const model::Container& container);
// The network that it was made for is gone for good: it was named by its id.
bool is_bound_to_dead_network(const Look& look, const ServiceLook& one,
                              const model::Container& container);

}  // namespace reconcile
