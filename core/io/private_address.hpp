// Which addresses belong to this machine or its own network: a text from outside must not make us
// ask there.
#pragma once

#include <string>

#include <sys/socket.h>

namespace core {

// Everything that is not a unicast address of the public Internet (IANA's registries of special
// addresses, RFC 6890): loopback, private, shared, link-local, unique local, multicast, reserved;
// and IPv6 forms that carry such an IPv4 address. True for another family than IPv4 and IPv6.
bool is_private_address(const sockaddr& address);

// "10.0.0.1", "fe80::1"; "" for another family.
std::string address_text(const sockaddr& address);

}  // namespace core
