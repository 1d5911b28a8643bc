// What `deployments: NAME: files:` of the configuration keeps applied.
#pragma once

#include "agent/config.hpp"
#include "core/io/blocking.hpp"
#include "reconcile/ports.hpp"

namespace agent {

// Loads and applies each, as the owner would; an equal one changes nothing, a bad one is logged and
// the others go on.
boost::asio::awaitable<void> apply_configured(const Config* config, reconcile::Desired* desired,
                                              core::BlockingPool* files);

}  // namespace agent
