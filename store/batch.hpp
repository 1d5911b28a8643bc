// One durable transaction: what waited, in order, then the caller's own work. Runs on the store's
// thread.
#pragma once

#include "store/sqlite.hpp"
#include "store/write_queue.hpp"

#include <functional>
#include <vector>

namespace store {

using Work = std::function<core::Status(Connection&)>;

struct BatchOutcome {
  core::Status committed;  // a failure: nothing of the batch is in the database, and it may be
                           // tried again
  core::Status work;  // the database refused the caller's work, which left no trace; what waited is
                      // committed
  std::vector<model::EventId> ids;   // of the events, in order; 0 for one that was refused
  std::vector<core::Error> refused;  // what waited and was left out, because trying again cannot
                                     // help
};

// `work` may be empty.
BatchOutcome write_batch(Connection& db, const std::vector<BehindItem>& waiting, const Work& work);

}  // namespace store
