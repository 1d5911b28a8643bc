// The canonical project as text, and the Spec read out of it.
#pragma once

#include "compose/project.hpp"

#include <set>
#include <string>

namespace compose {

// Every value is read into its form (mistakes go to `problems`); the active services and what they
// use are printed and become the Spec.
Loaded print_and_read(const Value& root, const ProjectRequest& request,
                      const std::set<std::string>& active, Problems& problems);

// In decode_*.cpp: compact JSON of one entry, as printed -> model.
model::Service decode_service(std::string_view json);
model::Network decode_network(std::string_view json);
model::Volume decode_volume(std::string_view json);
model::FileSource decode_file_source(std::string_view json);

// Docker Compose 2.40's config-hash is the SHA-256 of the JSON of what creating depends on. This is
// that JSON.
std::string service_hash_text(const Value& service, Problems& problems);
std::string network_hash(const Value& network, Problems& problems);
std::string volume_hash(const Value& volume, Problems& problems);

}  // namespace compose
