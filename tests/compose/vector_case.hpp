// One vector of ../shared/compose/cases (see its README.md), and what our loader makes of it.
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace vectors {

using Json = nlohmann::json;

// All vectors; empty where the folder is absent.
std::vector<Json> all();

// "" where we agree with the reference, else what differs.
std::string difference(const Json& vector);

// The ids of tests/data/compose/known_failures.txt.
std::vector<std::string> known_failures();

}  // namespace vectors
