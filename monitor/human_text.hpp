// Numbers as people read them in messages. Pure.
#pragma once

#include <string>

namespace monitor {

std::string human_bytes(double bytes);    // "3.1 GiB", "512 KiB", "0 B"
std::string human_percent(double value);  // "91 %", "3.4 %" below ten

}  // namespace monitor
