// The short syntax of ports: [ip:][host[-host]:]container[-container][/protocol].
#pragma once

#include "compose/value.hpp"
#include "core/result.hpp"

#include <string_view>

namespace compose {

// The long form, one mapping for each container port.
core::Result<Value::List> parse_port(std::string_view text, const Position& at);

// An IPv4 or IPv6 address without brackets.
bool is_ip_address(std::string_view text);

}  // namespace compose
