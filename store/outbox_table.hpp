// Table `outbox`: messages on their way to channels, and what became of them.
#pragma once

#include "notify/ports.hpp"
#include "store/sqlite.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace store {

// Pending. A message that its channel has already (by its id) is left as it is.
core::Status insert_delivery(Connection& db, const notify::Outgoing& outgoing,
                             core::WallTime created_at);

core::Result<std::vector<notify::Delivery>> read_deliveries(Connection& db,
                                                            const notify::DeliveryQuery& query);

// State, attempts, times and answer of the one with its id. Errors: not_found.
core::Status update_delivery(Connection& db, const notify::Delivery& delivery);

// See notify::Outbox. Errors: conflict (one of `parts` is not pending).
core::Result<notify::Delivery> merge_deliveries(Connection& db,
                                                const std::vector<std::int64_t>& parts,
                                                const notify::Outgoing& digest, core::WallTime now);

// Drops pending ones, the oldest of the lowest severity first, until `keep_max` are left. Those
// that were.
core::Result<std::vector<notify::Delivery>> drop_deliveries(Connection& db, int keep_max,
                                                            const std::string& answer,
                                                            core::WallTime now);

using DeliveryNumbers = std::map<std::pair<std::string, notify::DeliveryState>, std::int64_t>;
core::Result<DeliveryNumbers> count_deliveries(Connection& db);

// Ended ones go: those that ended before `before`, and of those that ended before `crowd_before`
// the oldest beyond `crowd_max`; times from before `credible` are not believed. At most `count` of
// each; how many went.
struct DeliveryLimits {
  core::WallTime before, crowd_before, credible;
  int crowd_max = 0, count = 0;
};
core::Result<std::int64_t> forget_ended_deliveries(Connection& db, const DeliveryLimits& limits);

}  // namespace store
