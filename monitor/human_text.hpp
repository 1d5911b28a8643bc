// Numbers as people read them in messages. Pure.
#pragma once

#include <string>

namespace monitor {

std::string human_bytes(double bytes);    // "3.1 GiB", "512 KiB", "0 B"
std::string human_percent(double value);  // "91 %", "3.4 %" below ten

// A name that somebody else gave, fit for a sentence: without control characters, and where it is
// no UTF-8, in ASCII; what is lost shows as "?".
std::string plain_name(std::string name);

}  // namespace monitor
