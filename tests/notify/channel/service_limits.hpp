// What each service takes, as its documentation says (the sources are beside the constants of its
// format), written down a second time: a request is read back and measured.
#pragma once

#include "support/recording_server.hpp"

#include <string>

namespace service_limits {

bool known(const std::string& type);

// "" where the service would take this request, else what is wrong, one a line.
std::string mistakes(const std::string& type, const support::Seen& seen);

}  // namespace service_limits
