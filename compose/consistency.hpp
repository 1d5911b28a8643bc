// References between services, networks, volumes, configs and secrets, and values that contradict
// each other.
#pragma once

#include "compose/problems.hpp"
#include "compose/value.hpp"

#include <cstdint>
#include <set>
#include <string>

namespace compose {

constexpr std::size_t services_max = 2000;
constexpr std::size_t ports_max = 65'536;    // likewise: as many as a host has
constexpr std::int64_t replicas_max = 2000;  // of all services together

// The services whose profiles are active. The others are declared too, or (a canonical project)
// were left out of it, so that what may do without them names what is not there.
struct Enabled {
  std::set<std::string> names;
  bool others_left_out = false;

  bool contains(const std::string& name) const { return names.contains(name); }
};

void check_consistency(const Value& root, const Enabled& enabled, Problems& problems);

}  // namespace compose
