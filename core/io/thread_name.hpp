// Names the calling thread for `top -H` and debuggers; at most 15 characters are shown.
#pragma once

#include <string>

namespace core {
void name_this_thread(const std::string& name);
}
