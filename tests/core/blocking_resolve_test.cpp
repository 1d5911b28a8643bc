#include "core/io/blocking_resolve.hpp"

#include "support/catch.hpp"

#include <netinet/in.h>

using namespace std::chrono_literals;

namespace {

bool never() { return false; }

int port_in(const core::NetworkAddress& address) {
  return address.family == AF_INET
             ? ntohs(reinterpret_cast<const sockaddr_in&>(address.storage).sin_port)
             : ntohs(reinterpret_cast<const sockaddr_in6&>(address.storage).sin6_port);
}

}  // namespace

TEST_CASE("a numeric address is taken as it is, even without any time") {
  for (const std::string host : {"127.0.0.2", "::1"}) {
    CAPTURE(host);
    const auto found = core::resolve(host, 5432, SOCK_STREAM, 0ms, never);
    REQUIRE(found);
    REQUIRE(found->size() == 1);
    CHECK(found->front().family == (host == "::1" ? AF_INET6 : AF_INET));
    CHECK(port_in(found->front()) == 5432);
  }
}

TEST_CASE("a name has at least one address") {
  const auto found = core::resolve("localhost", 80, SOCK_DGRAM, 10s, never);
  REQUIRE(found);
  REQUIRE_FALSE(found->empty());
  CHECK(port_in(found->front()) == 80);
}

TEST_CASE("a name that is none is an error that names it") {
  const auto found = core::resolve("nobody.invalid", 80, SOCK_STREAM, 10s, never);
  REQUIRE_FALSE(found);
  CHECK(found.error().code != core::Errc::cancelled);
  CHECK(found.error().what.find("nobody.invalid") != std::string::npos);
}

TEST_CASE("who gives up is not kept, and who has no time neither") {
  const auto given_up = core::resolve("nobody.invalid", 80, SOCK_STREAM, 1h, [] { return true; });
  REQUIRE_FALSE(given_up);
  const auto late = core::resolve("nobody.invalid", 80, SOCK_STREAM, 0ms, never);
  REQUIRE_FALSE(late);
  CHECK(late.error().what.find("nobody.invalid") != std::string::npos);
}
