// Tables `generations` and `inspects`: what a deployment was declared to be, immutable per number.
#pragma once

#include "model/deployment.hpp"
#include "store/sqlite.hpp"

#include <functional>
#include <vector>

namespace store {

// From Spec::canonical_json back to the spec. Called on the store's thread: it must be pure.
using SpecDecoder = std::function<core::Result<model::Spec>(const std::string& canonical_json)>;

// Older generations of a deployment than the newest so many are forgotten.
inline constexpr int generations_max = 50;

// The deployment's row must be there. The same number again replaces it.
core::Status put_generation(Connection& db, const model::DeploymentName& deployment,
                            const model::Generation& generation);
// Errors: not_found, corrupt (the decoder's words, with the deployment and number).
core::Result<model::Generation> read_generation(Connection& db,
                                                const model::DeploymentName& deployment,
                                                model::GenerationNumber number,
                                                const SpecDecoder& decode);
// Newest last.
core::Result<std::vector<model::Generation>> read_generations(
    Connection& db, const model::DeploymentName& deployment, const SpecDecoder& decode);

}  // namespace store
