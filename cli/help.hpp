// What `evenkeel --help` prints.
#pragma once

#include <string>

namespace cli {

std::string help_text();

}  // namespace cli
