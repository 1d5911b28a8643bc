#include "monitor/checks/probe_http.hpp"

#include "monitor/checks/http_stage.hpp"

using namespace network_stage;
using namespace std::chrono_literals;

TEST_CASE("a status is wanted or is not; a redirect is one like any other") {
  struct Case {
    std::string status;
    std::vector<std::pair<int, int>> wanted;
    std::string found;
  };
  const Case cases[] = {
      {"200 OK", {{200, 299}}, "passed: answered 200 after N ms"},
      {"204 No Content", {{200, 299}}, "passed: answered 204 after N ms"},
      {"503 Service Unavailable", {{200, 299}}, "failed: answered 503 after N ms"},
      {"302 Found\r\nLocation: /elsewhere", {{200, 299}}, "failed: answered 302 after N ms"},
      {"302 Found\r\nLocation: /elsewhere",
       {{200, 299}, {302, 302}},
       "passed: answered 302 after N ms"},
      {"401 Unauthorized", {{401, 401}}, "passed: answered 401 after N ms"},
      {"300 Choices", {{301, 308}}, "failed: answered 300 after N ms"},
  };
  for (const auto& each : cases) {
    CAPTURE(each.status);
    const LoopbackServer server(replying(reply(each.status, "")));
    auto settings = asking(url_of(server));
    settings.status = each.wanted;
    CHECK(probed(settings) == each.found);
    CHECK(server.connections() == 1);
  }
}

TEST_CASE("the request is what was asked for") {
  std::string seen;
  const LoopbackServer server([&seen](LoopbackPeer& peer) {
    seen = peer.read_until("hello");
    peer.write(reply("200 OK", ""));
  });
  auto settings = asking(url_of(server, "/health?token=s3cret"));
  settings.method = "POST";
  settings.body = "hello";
  settings.headers = {{"Authorization", "Bearer s3cret"}, {"Host", "shop.example.org"}};
  CHECK(probed(settings) == "passed: answered 200 after N ms");
  CHECK(seen.starts_with("POST /health?token=s3cret HTTP/1.1\r\n"));
  for (const std::string line : {"Authorization: Bearer s3cret", "Host: shop.example.org",
                                 "User-Agent: evenkeel", "Content-Length: 5"}) {
    CAPTURE(line);
    CHECK(seen.find("\r\n" + line + "\r\n") != std::string::npos);
  }
}

TEST_CASE("HEAD works, and a User-Agent of the owner's is the only one") {
  std::string seen;
  const LoopbackServer server([&seen](LoopbackPeer& peer) {
    seen = peer.read_until("\r\n\r\n");
    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
    peer.hang();
  });
  auto settings = asking(url_of(server));
  settings.method = "HEAD";
  settings.headers = {{"user-agent", "mine"}};
  CHECK(probed(settings) == "passed: answered 200 after N ms");
  CHECK(seen.starts_with("HEAD / HTTP/1.1\r\n"));
  CHECK(seen.find("evenkeel") == std::string::npos);
}

TEST_CASE("the body is held against text, pattern and JSON") {
  const LoopbackServer server(replying(reply("200 OK", R"({"db": [{"state": "down"}], "n": 1})")));
  auto settings = asking(url_of(server));
  settings.contains = "state";
  settings.matches = "d[a-z]+n";
  settings.json_path = "$.n";
  settings.json_equals = "1.0";
  CHECK(probed(settings) == "passed: answered 200 after N ms");
  settings.json_path = "$.db[0].state";
  settings.json_equals = "\"up\"";
  CHECK(probed(settings) == "failed: db[0].state is \"down\", not \"up\"");
  settings.matches = "^up";
  CHECK(probed(settings) == "failed: nothing in the body matches \"^up\"");
  settings.contains = "fine";
  CHECK(probed(settings) == "failed: the body does not contain \"fine\"");
}

TEST_CASE("whatever answers HTTP, or does not, the probe ends in time and says what it was") {
  struct Case {
    LoopbackServer::Script script;
    std::string found;
  };
  const std::string head = "HTTP/1.1 200 OK\r\n", length = "Content-Length: 1000000000\r\n\r\n";
  const Case cases[] = {
      {[](LoopbackPeer& peer) { peer.hang(); }, "failed: no answer within 500ms"},
      {[](LoopbackPeer& peer) { peer.write("HTTP/1.1 200 O"), peer.drip('K'); },
       "failed: no answer within 500ms"},
      {[&](LoopbackPeer& peer) { peer.write(head + length), peer.drip('.'); },
       "failed: it answered 200, but not to the end within 500ms"},
      {[&](LoopbackPeer& peer) {
         peer.write(head + "Content-Length: 9\r\n\r\nhalf");
         peer.read_until("\r\n\r\n");
       },
       "failed: it answered 200, but broke off before the end"},
      {[](LoopbackPeer& peer) { peer.read_until("\r\n\r\n"); },
       "failed: it closed the connection without an answer"},
      {[](LoopbackPeer& peer) { peer.write("220 mail ESMTP\r\n"), peer.hang(); },
       "failed: what answers does not speak HTTP"},
      {[](LoopbackPeer& peer) { peer.flood(std::string(4096, '\xFF')); },
       "failed: what answers does not speak HTTP"},
      {[&](LoopbackPeer& peer) { peer.write(head), peer.flood("X-Header: 0123456789\r\n"); },
       "failed: the head of the reply is larger than 256KiB"},
      {[&](LoopbackPeer& peer) { peer.flood("HTTP/1.1 100 Continue\r\n\r\n"); },
       "failed: the head of the reply is larger than 256KiB"},
      {[&](LoopbackPeer& peer) { peer.write(head + "X: "), peer.flood(std::string(4096, 'x')); },
       "failed: the head of its answer is too large"},
  };
  for (const auto& each : cases) {
    CAPTURE(each.found);
    const LoopbackServer server(each.script);
    const auto begun = std::chrono::steady_clock::now();
    CHECK(probed(asking(url_of(server)), 500ms) == each.found);
    CHECK(std::chrono::steady_clock::now() - begun < 6s);
  }
}

TEST_CASE("of an endless body the first mebibyte is read, and what holds for it counts") {
  const LoopbackServer server([](LoopbackPeer& peer) {
    peer.read_until("\r\n\r\n");
    peer.write("HTTP/1.1 200 OK\r\n\r\nready ");
    peer.flood(std::string(65536, 'x'));
  });
  auto settings = asking(url_of(server));
  settings.contains = "ready";
  CHECK(probed(settings, 60s) == "passed: answered 200 after N ms");
  settings.contains = "steady";
  CHECK(probed(settings, 60s) == "failed: the first 1 MiB of the body does not contain \"steady\"");
  settings.contains.clear();
  settings.json_path = "a";
  CHECK(probed(settings, 60s) == "failed: the body is too large for JSON that is looked at");
}

TEST_CASE("nobody there is said in words, and nothing of the URL but its host is shown") {
  const auto port = std::to_string(unused_port());
  CHECK(probed(asking("http://user:s3cret@127.0.0.1:" + port + "/?token=s3cret")) ==
        "failed: connection refused");
  const auto nobody = probed(asking("http://user:s3cret@nobody.invalid/?token=s3cret"));
  CHECK(nobody.starts_with("failed: "));
  CHECK(nobody.find("nobody.invalid") != std::string::npos);
  CHECK(nobody.find("s3cret") == std::string::npos);
  const auto no_url = probed(asking("http://user:s3cret@[::/"));
  CHECK(no_url.starts_with("unknown: "));
  CHECK(no_url.find("s3cret") == std::string::npos);
  auto header = asking("http://127.0.0.1:" + port + "/");
  header.headers = {{"X", "s3cret\r\nY: z"}};
  CHECK(probed(header) == "unknown: a header holds a line break");
}

TEST_CASE("a pattern that is none is found out without asking anybody") {
  const LoopbackServer server(replying(reply("200 OK", "")));
  auto settings = asking(url_of(server));
  settings.matches = "(";
  CHECK(probed(settings).starts_with("unknown: the pattern \"(\": "));
  CHECK(server.connections() == 0);
}

TEST_CASE("each container is asked over HTTP at its own address, and those that fail are named") {
  NetworkStage stage;
  const LoopbackServer two(replying(reply("200 OK", "")), "127.0.0.2");
  const LoopbackServer three(replying(reply("503 No", "")), "127.0.0.3", two.port());
  const LoopbackServer six(replying(reply("200 OK", "")), "::1", two.port());
  auto settings = asking("http://{container}:" + std::to_string(two.port()) + "/ready");
  const auto well = container("shop-web-1", "127.0.0.2"),
             ill = container("shop-web-2", "127.0.0.3"), by_ipv6 = container("shop-web-3", "::1");
  CHECK(verdict_and_text(probe(stage, settings, 10s, {by_ipv6, well})) ==
        "passed: all 2 containers, the last: answered 200 after N ms");
  const auto some = probe(stage, settings, 10s, {well, ill, by_ipv6});
  CHECK(verdict_and_text(some) ==
        "failed: shop-web-2 (1 of 3 containers): answered 503 after N ms");
  CHECK(some.failing == std::vector<model::ContainerId>{"id-of-shop-web-2"});
  CHECK(verdict_and_text(probe(stage, settings, 10s, {container("shop-web-1", "")})) ==
        "unknown: no address of it is known");
}

TEST_CASE("a probe that has nothing to do with a proxy asks none") {
  const LoopbackServer server(replying(reply("200 OK", "")));
  const auto nowhere = "http://127.0.0.1:" + std::to_string(unused_port());
  REQUIRE(::setenv("http_proxy", nowhere.c_str(), 1) == 0);
  const auto found = probed(asking(url_of(server)));
  ::unsetenv("http_proxy");
  CHECK(found == "passed: answered 200 after N ms");
}
