// {"generations": [...], "intents": [...]}
#pragma once

#include <string>
#include <vector>

namespace cli {

std::string history_json(const std::vector<std::string>& generations,
                         const std::vector<std::string>& intents);

}  // namespace cli
