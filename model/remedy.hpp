// The remedies, by the names that the policy key `allow` and the configuration's `heal.allow` use.
#pragma once

#include <string>
#include <vector>

namespace model {

// Every one there is.
const std::vector<std::string>& remedy_names();
// Those that may be used where nothing is said: they bring back what was there.
const std::vector<std::string>& default_remedies();

}  // namespace model
