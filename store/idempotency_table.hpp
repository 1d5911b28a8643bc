// Table `idempotency`: answers to requests that may come again.
#pragma once

#include "api/ports.hpp"
#include "store/sqlite.hpp"

#include <optional>
#include <string>

namespace store {

core::Result<std::optional<api::RememberedAnswer>> read_answer(Connection& db,
                                                               const std::string& key);
core::Status put_answer(Connection& db, const std::string& key,
                        const api::RememberedAnswer& answer);
// At most `count` rows.
core::Status forget_answers_before(Connection& db, core::WallTime before, int count);

}  // namespace store
