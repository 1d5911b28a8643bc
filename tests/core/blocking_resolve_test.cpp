#include "core/io/blocking_resolve.hpp"

#include "core/io/stream_http.hpp"
#include "core/io/timing.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

#include <latch>

#include <dlfcn.h>
#include <netdb.h>
#include <netinet/in.h>

using namespace std::chrono_literals;

namespace {

std::latch name_server_is_back{1};

}  // namespace

// Stands before the system's: one name hangs, as with a name server that is silent.
extern "C" int getaddrinfo(const char* host, const char* service, const addrinfo* hints,
                           addrinfo** found) {
  using GetAddrInfo = int (*)(const char*, const char*, const addrinfo*, addrinfo**);
  static const auto systems = reinterpret_cast<GetAddrInfo>(::dlsym(RTLD_NEXT, "getaddrinfo"));
  const bool numeric = hints != nullptr && (hints->ai_flags & AI_NUMERICHOST) != 0;
  if (!numeric && host != nullptr && std::string_view(host) == "hanging.invalid") {
    name_server_is_back.wait();
    return EAI_NONAME;
  }
  return systems(host, service, hints, found);
}

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

TEST_CASE("the limit of a connect holds while the name server is silent") {
  boost::asio::io_context io{1};
  core::StreamPeer peer;
  peer.host = "hanging.invalid";
  peer.port = "2375";
  const auto before = std::chrono::steady_clock::now();
  const auto opened = support::run(io, core::StreamConnection::open(peer, 20ms));
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == core::Errc::timeout);
  CHECK(std::chrono::steady_clock::now() - before < 5s);
  name_server_is_back.count_down();
}

TEST_CASE("a name is looked up beside the I/O thread, too") {
  boost::asio::io_context io{1};
  const auto found = support::run(io, core::resolve_aside("localhost", 80, SOCK_STREAM));
  REQUIRE(found);
  CHECK(port_in(found->front()) == 80);
  CHECK_FALSE(support::run(io, core::resolve_aside("nobody.invalid", 80, SOCK_STREAM)));
}
