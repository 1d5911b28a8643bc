#include "core/io/private_address.hpp"

#include "support/catch.hpp"

#include <cstring>
#include <string>

#include <arpa/inet.h>
#include <netinet/in.h>

namespace {

sockaddr_storage socket_address(const std::string& text) {
  sockaddr_storage storage{};
  if (text.find(':') == std::string::npos) {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    REQUIRE(::inet_pton(AF_INET, text.c_str(), &v4.sin_addr) == 1);
    std::memcpy(&storage, &v4, sizeof v4);
  } else {
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    REQUIRE(::inet_pton(AF_INET6, text.c_str(), &v6.sin6_addr) == 1);
    std::memcpy(&storage, &v6, sizeof v6);
  }
  return storage;
}

bool is_private(const std::string& text) {
  const auto storage = socket_address(text);
  return core::is_private_address(reinterpret_cast<const sockaddr&>(storage));
}

}  // namespace

TEST_CASE("addresses of this machine and its network are private, in every form") {
  for (const std::string each : {"0.0.0.0",
                                 "10.0.0.1",
                                 "100.64.0.1",
                                 "100.127.255.255",
                                 "127.0.0.1",
                                 "127.255.255.254",
                                 "169.254.169.254",
                                 "172.16.0.1",
                                 "172.31.255.255",
                                 "192.168.1.1",
                                 "192.0.0.8",
                                 "192.0.2.1",
                                 "198.18.0.1",
                                 "198.19.255.255",
                                 "198.51.100.1",
                                 "203.0.113.9",
                                 "224.0.0.1",
                                 "240.0.0.1",
                                 "255.255.255.255",
                                 "::",
                                 "::1",
                                 "::ffff:127.0.0.1",
                                 "::ffff:10.1.2.3",
                                 "::127.0.0.1",
                                 "64:ff9b::7f00:1",
                                 "2002:7f00:1::",
                                 "2002:c0a8:101::1",
                                 "2001::1",
                                 "2001:db8::1",
                                 "fc00::1",
                                 "fd12:3456::1",
                                 "fe80::1",
                                 "fec0::1",
                                 "ff02::1",
                                 "100::1"}) {
    CAPTURE(each);
    CHECK(is_private(each));
  }
}

TEST_CASE("addresses of the Internet are not private") {
  for (const std::string each :
       {"1.1.1.1",          "9.255.255.255",   "11.0.0.0",        "100.63.255.255",
        "100.128.0.0",      "126.0.0.1",       "128.0.0.1",       "169.253.0.1",
        "172.15.255.255",   "172.32.0.0",      "192.167.0.1",     "192.169.0.1",
        "198.17.0.1",       "198.20.0.1",      "223.255.255.255", "::ffff:8.8.8.8",
        "64:ff9b::808:808", "2002:808:808::1", "2606:4700::1111", "2a01:4f8::1"}) {
    CAPTURE(each);
    CHECK_FALSE(is_private(each));
  }
}

TEST_CASE("another family than IPv4 and IPv6 is private, and has no text") {
  sockaddr other{};
  other.sa_family = AF_UNIX;
  CHECK(core::is_private_address(other));
  CHECK(core::address_text(other).empty());
  const auto v6 = socket_address("fe80::1");
  CHECK(core::address_text(reinterpret_cast<const sockaddr&>(v6)) == "fe80::1");
  const auto v4 = socket_address("10.0.0.1");
  CHECK(core::address_text(reinterpret_cast<const sockaddr&>(v4)) == "10.0.0.1");
}
