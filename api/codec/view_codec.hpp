// Views as JSON, exactly as CONTRACT.md shows them; null where something does not apply.
#pragma once

#include "api/measured.hpp"
#include "model/hold.hpp"
#include "model/view.hpp"

#include <nlohmann/json_fwd.hpp>

#include <vector>

namespace api {

// With what each service takes, and how long it was up.
nlohmann::ordered_json to_json(const model::DeploymentView& view, const Measured& measured);
nlohmann::ordered_json to_json(const model::Intent& intent);
nlohmann::ordered_json to_json(const model::Source& source);
nlohmann::ordered_json to_json(const model::Hold& hold);
nlohmann::ordered_json to_json(const model::IntentChange& change);
nlohmann::ordered_json to_json(const model::ServiceExplanation& explanation);

}  // namespace api
