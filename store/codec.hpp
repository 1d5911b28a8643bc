// JSON text of the small composite values that are stored as one column.
#pragma once

#include "core/result.hpp"
#include "model/deployment.hpp"
#include "model/policy.hpp"

#include <string>

namespace store {

std::string encode(const model::PolicyLayer& layer);
core::Result<model::PolicyLayer> decode_policy_layer(const std::string& text);

std::string encode(const model::Source& source);
core::Result<model::Source> decode_source(const std::string& text);

// What the canonical form of a spec does not say: working_dir, config_files, environment_files.
std::string encode_places(const model::Spec& spec);
core::Status decode_places(const std::string& text, model::Spec& into);

}  // namespace store
