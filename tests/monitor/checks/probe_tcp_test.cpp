#include "monitor/checks/probe_tcp.hpp"

#include "core/io/timing.hpp"
#include "monitor/checks/network_stage.hpp"
#include "monitor/checks/open_socket.hpp"
#include "monitor/checks/probe_http.hpp"

#include <sys/resource.h>

using namespace network_stage;
using namespace std::chrono_literals;
using monitor::Verdict;

namespace {

std::string at(const LoopbackServer& server, const std::string& host = "127.0.0.1") {
  return host + ":" + std::to_string(server.port());
}

monitor::Finding probe(NetworkStage& stage, monitor::TcpProbe settings, core::Milliseconds limit,
                       monitor::Target target = {}) {
  const auto probe = monitor::make_tcp_probe(std::move(settings), stage.tools());
  return stage.run(*probe, limit, std::move(target));
}

// While it lives no further descriptor can be had.
struct NoDescriptorLeft {
  NoDescriptorLeft() {
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
    auto none = before;
    none.rlim_cur = 3;
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
  }
  ~NoDescriptorLeft() { ::setrlimit(RLIMIT_NOFILE, &before); }
  ::rlimit before{};
};

}  // namespace

TEST_CASE("an open port is enough where nothing more is asked for") {
  NetworkStage stage;
  const LoopbackServer server([](LoopbackPeer& peer) { peer.hang(); });
  CHECK(verdict_and_text(probe(stage, {.address = at(server)}, 10s)) ==
        "passed: connected after N ms");
}

TEST_CASE("a port at which nobody listens refuses") {
  NetworkStage stage;
  const auto address = "127.0.0.1:" + std::to_string(unused_port());
  CHECK(verdict_and_text(probe(stage, {.address = address}, 10s)) == "failed: connection refused");
}

TEST_CASE("an IPv6 address is written in brackets, and all addresses of a name are tried") {
  NetworkStage stage;
  const LoopbackServer six([](LoopbackPeer& peer) { peer.hang(); }, "::1");
  CHECK(probe(stage, {.address = at(six, "[::1]")}, 10s).verdict == Verdict::passed);
  // The name has ::1 as well on most machines; only 127.0.0.1 listens.
  const LoopbackServer four([](LoopbackPeer& peer) { peer.hang(); });
  CHECK(probe(stage, {.address = at(four, "localhost")}, 10s).verdict == Verdict::passed);
}

TEST_CASE("what is sent arrives, and what is answered is held against what is expected") {
  NetworkStage stage;
  const LoopbackServer echo([](LoopbackPeer& peer) {
    const auto asked = peer.read_until("\r\n");
    peer.write("+PO");
    peer.write("NG to " + asked);
    peer.hang();
  });
  CHECK(verdict_and_text(probe(
            stage, {.address = at(echo), .send = "PING\r\n", .expect = "PONG to PING\r\n"}, 10s)) ==
        "passed: answered as expected after N ms");
  CHECK(verdict_and_text(
            probe(stage, {.address = at(echo), .send = "PING\r\n", .expect = "-ERR"}, 300ms)) ==
        "failed: heard \"+PONG to PING\" within 300ms, but not \"-ERR\"");
}

TEST_CASE("whatever the other side does, the probe ends in time and says what it was") {
  struct Case {
    LoopbackServer::Script script;
    std::string text;
  };
  const Case cases[] = {
      {[](LoopbackPeer& peer) { peer.hang(); }, "heard nothing within 300ms, but not \"OK\""},
      {[](LoopbackPeer& peer) { peer.drip('.'); }, "within 300ms, but not \"OK\""},
      {[](LoopbackPeer& peer) { peer.flood(std::string(100'000, '\xFF')); },
       "and much more, but not \"OK\""},
      {[](LoopbackPeer& peer) { peer.write("SSH-2.0\r\nmore"); },
       "heard \"SSH-2.0\" until it closed the connection, but not \"OK\""},
      {[](LoopbackPeer&) {}, "heard nothing until it closed the connection, but not \"OK\""},
      {[](LoopbackPeer& peer) { peer.reset(); }, "connection reset by peer"},
      {[](LoopbackPeer& peer) { peer.write(std::string("\0\x1B[2J\xC3", 6)), peer.hang(); },
       "heard \"??[2J?\" within 300ms, but not \"OK\""},
  };
  for (const auto& each : cases) {
    CAPTURE(each.text);
    NetworkStage stage;
    const LoopbackServer server(each.script);
    const auto begun = std::chrono::steady_clock::now();
    const auto found = probe(stage, {.address = at(server), .send = "", .expect = "OK"}, 300ms);
    CHECK(std::chrono::steady_clock::now() - begun < 5s);
    CHECK(found.verdict == Verdict::failed);
    CHECK(found.text.ends_with(each.text));
    CHECK(found.text.size() < monitor::finding_bytes_max);
  }
}

TEST_CASE("an other side that takes nothing does not hold the probe") {
  NetworkStage stage;
  const LoopbackServer server([](LoopbackPeer& peer) {
    ::pollfd nothing{-1, 0, 0};
    (void)peer;
    ::poll(&nothing, 1, 600);
  });
  const auto found = probe(
      stage, {.address = at(server), .send = std::string(64 * 1024 * 1024, 'x'), .expect = "x"},
      300ms);
  CHECK(verdict_and_text(found) == "failed: it did not take what was sent within 300ms");
}

TEST_CASE("each container is asked at its own address, and those that fail are named") {
  NetworkStage stage;
  const LoopbackServer two([](LoopbackPeer& peer) { peer.write("OK"); }, "127.0.0.2");
  const LoopbackServer four([](LoopbackPeer& peer) { peer.write("OK"); }, "127.0.0.4", two.port());
  const monitor::TcpProbe settings{
      .address = "{container}:" + std::to_string(two.port()), .send = "", .expect = "OK"};
  const auto well = container("shop-web-1", "127.0.0.2"),
             ill = container("shop-web-2", "127.0.0.3"),
             also_well = container("shop-web-3", "127.0.0.4");

  CHECK(verdict_and_text(probe(stage, settings, 10s, {well})) ==
        "passed: answered as expected after N ms");
  CHECK(verdict_and_text(probe(stage, settings, 10s, {well, also_well})) ==
        "passed: all 2 containers, the last: answered as expected after N ms");
  const auto some = probe(stage, settings, 10s, {well, ill, also_well});
  CHECK(verdict_and_text(some) == "failed: shop-web-2 (1 of 3 containers): connection refused");
  CHECK(some.failing == std::vector<model::ContainerId>{"id-of-shop-web-2"});
  const auto only = probe(stage, settings, 10s, {ill});
  CHECK(verdict_and_text(only) == "failed: connection refused");
  CHECK(only.failing.empty());
}

TEST_CASE("what cannot be asked is unknown, and does not hide a failure") {
  NetworkStage stage;
  const monitor::TcpProbe settings{.address = "{container}:" + std::to_string(unused_port())};
  const auto dark = container("shop-web-1", ""), ill = container("shop-web-2", "127.0.0.3");
  CHECK(verdict_and_text(probe(stage, settings, 10s, {dark})) ==
        "unknown: no address of it is known");
  CHECK(verdict_and_text(probe(stage, settings, 10s, {})) == "unknown: no container of it runs");
  const auto mixed = probe(stage, settings, 10s, {dark, ill});
  CHECK(verdict_and_text(mixed) == "failed: shop-web-2 (1 of 2 containers): connection refused");
  CHECK(mixed.failing == std::vector<model::ContainerId>{"id-of-shop-web-2"});
  CHECK(verdict_and_text(probe(stage, {.address = "nowhere"}, 10s)) ==
        "unknown: the address \"nowhere\" has no port");
}

TEST_CASE("a container that hangs does not take the time of the others") {
  NetworkStage stage;
  const LoopbackServer hangs([](LoopbackPeer& peer) { peer.hang(); }, "127.0.0.2");
  const LoopbackServer answers([](LoopbackPeer& peer) { peer.write("OK"); }, "127.0.0.3",
                               hangs.port());
  const auto found =
      probe(stage, {.address = "{container}:" + std::to_string(hangs.port()), .expect = "OK"},
            600ms, {container("one", "127.0.0.2"), container("two", "127.0.0.3")});
  CHECK(found.verdict == Verdict::failed);
  CHECK(found.failing == std::vector<model::ContainerId>{"id-of-one"});
  CHECK(answers.connections() == 1);
}

TEST_CASE("a probe whose turn never came found nothing out") {
  NetworkStage stage;
  const LoopbackServer server([](LoopbackPeer& peer) { peer.hang(); });
  const auto found = probe(stage, {.address = at(server)}, 0ms);
  CHECK(found.verdict == Verdict::unknown);
  CHECK(server.connections() == 0);
}

TEST_CASE("a run that is cancelled ends long before its limit") {
  NetworkStage stage;
  const LoopbackServer server([](LoopbackPeer& peer) { peer.hang(); });
  const auto probe = monitor::make_tcp_probe({.address = at(server), .expect = "x"}, stage.tools());
  const auto begun = std::chrono::steady_clock::now();
  const auto found = support::run(stage.io, core::within(probe->run({}, 60s), 50ms));
  CHECK(std::chrono::steady_clock::now() - begun < 20s);
  if (found) CHECK(found->verdict == Verdict::unknown);
}

TEST_CASE("a name without an address says nothing of who bears it") {
  NetworkStage stage;
  const auto found = probe(stage, {.address = "nobody.invalid:80"}, 10s);
  CHECK(found.verdict == Verdict::failed);
  CHECK(found.unasked);
  CHECK_FALSE(probe(stage, {.address = "127.0.0.1:" + std::to_string(unused_port())}, 10s).unasked);
}

TEST_CASE("an agent without a socket has not asked, whatever it wanted to ask") {
  NetworkStage stage;
  const LoopbackServer server([](LoopbackPeer& peer) { peer.hang(); });
  const auto tcp = monitor::make_tcp_probe({.address = at(server)}, stage.tools());
  const auto http = monitor::make_http_probe({.url = "http://" + at(server) + "/"}, stage.tools());
  REQUIRE(stage.run(*tcp, 10s).verdict == Verdict::passed);  // what it needs itself is open by now
  for (const auto* probe : {&tcp, &http}) {
    const NoDescriptorLeft none;
    const auto found = stage.run(**probe, 10s);
    CAPTURE(found.text);
    CHECK(found.verdict == Verdict::failed);
    CHECK(found.unasked);
  }
}

TEST_CASE("of several addresses a refusal says more than what is our own") {
  const auto until = std::chrono::steady_clock::now() + 10s;
  const auto nobody = [] { return false; };
  const auto port = static_cast<std::uint16_t>(unused_port());
  auto addresses = core::resolve("127.0.0.1", port, SOCK_STREAM, 10s, nobody).value();
  core::NetworkAddress unknown_kind = addresses[0];
  unknown_kind.family = AF_MAX;
  addresses.push_back(unknown_kind);
  const auto refused = monitor::open_any(addresses, SOCK_STREAM, until, nobody);
  CHECK(refused.error().code == core::Errc::unavailable);
  const auto own = monitor::open_any({unknown_kind}, SOCK_STREAM, until, nobody);
  CHECK(own.error().code == core::Errc::io);
}
