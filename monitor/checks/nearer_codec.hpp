// Two texts of one policy key, where one place says something over another. Pure.
#pragma once

#include <string>

namespace monitor {

// `near` goes before `far`, name by name where both are maps: of `checks` each check whole, of
// `spikes` each key of each rule. What is null stays null: it takes away what is farther still.
// Both are JSON; `near` alone where one of them is no map.
std::string nearer_first(const std::string& key, const std::string& near, const std::string& far);

}  // namespace monitor
