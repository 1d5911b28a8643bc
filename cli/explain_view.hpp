// `evenkeel explain` and `evenkeel history` as text. Pure.
#pragma once

#include "cli/table.hpp"
#include "cli/view.hpp"

#include <string>
#include <vector>

namespace cli {

// Why a service is as it is, how its intent came to be, and which policy holds.
std::string explanation_text(const ExplanationText& explanation, const Surface& surface);

// `generations` and `changes`, oldest first; each section only where there is something.
std::string history_text(const std::vector<GenerationText>& generations,
                         const std::vector<IntentChangeText>& changes, const Surface& surface);

std::string holds_text(const std::vector<HoldText>& holds, const Surface& surface);

}  // namespace cli
