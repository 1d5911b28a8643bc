// Where the policy keys are said that other parts read for themselves (PolicyLayer::later).
#pragma once

#include "model/deployment.hpp"

#include <optional>
#include <string>

namespace model {

// Of the nearest place that says something under this key; nothing where none does.
std::optional<Origin> later_origin(const Deployment& deployment, const ServiceName& service,
                                   const std::string& key);

}  // namespace model
