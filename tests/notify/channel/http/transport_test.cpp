// The transport of all channels against real servers.
#include "core/time_text.hpp"
#include "notify/channel/channel_stage.hpp"
#include "notify/render/sample_messages.hpp"
#include "support/catch.hpp"
#include "support/http_server.hpp"

#include <atomic>

using namespace std::chrono_literals;
using channel_stage::made;
using channel_stage::RecordingServer;
using notify::Answer;
using notify::SendLimit;
using notify::SendOutcome;
using support::HttpServer;
using support::LoopbackPeer;
using support::LoopbackServer;

namespace {

Answer told(const std::string& keys, const SendLimit& limit = {}) {
  return made("webhook", "{allow_private: true, " + keys + "}")
      ->send(sample_messages::problem(), limit);
}

std::string url_of(const LoopbackServer& server) {
  return "http://127.0.0.1:" + std::to_string(server.port()) + "/hook";
}

}  // namespace

TEST_CASE("what is taken is delivered, and told as the other side said it") {
  const HttpServer server(HttpServer::Over::tcp);
  const auto answer = told("url: '" + server.url() + "/echo', template: 'hello'");
  CHECK(answer.outcome == SendOutcome::delivered);
  CHECK(answer.text.starts_with("HTTP 200: POST /echo"));
  CHECK(answer.text.find("content-length: 5") != std::string::npos);
}

TEST_CASE("headers of the owner go over those of the format") {
  RecordingServer server;
  CHECK(told("url: '" + server.url() +
             "', headers: {content-type: text/x-mine, X-Key: '${KEY}', User-Agent: me}")
            .outcome == SendOutcome::delivered);
  const auto seen = server.take().at(0);
  CHECK(seen.headers.at("content-type") == "text/x-mine");
  CHECK(seen.headers.at("x-key") == "from-the-environment");
  CHECK(seen.headers.at("user-agent") == "me");
}

TEST_CASE("a refusal is told with its reason, a redirect is not followed") {
  const HttpServer server(HttpServer::Over::tcp);
  const auto refused = told("url: '" + server.url() + "/refused'");
  CHECK(refused.outcome == SendOutcome::refused);
  CHECK(refused.text == "HTTP 409: {\"title\": \"no\"}");
  const auto moved = told("url: '" + server.url() + "/moved'");
  CHECK(moved.outcome == SendOutcome::retry);
  CHECK(moved.text == "HTTP 302: a redirect, which is not followed");
}

TEST_CASE("a busy server says when to come back") {
  RecordingServer seconds(
      RecordingServer::reply("429 Too Many Requests", "slow down", "Retry-After: 90\r\n"));
  const auto answer = told("url: '" + seconds.url() + "'");
  CHECK(answer.outcome == SendOutcome::retry);
  CHECK(answer.text == "HTTP 429: slow down");
  CHECK(answer.retry_after == 90s);
  RecordingServer past(RecordingServer::reply("503 Service Unavailable", "",
                                              "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n"));
  CHECK(told("url: '" + past.url() + "'").retry_after == 0s);
  RecordingServer broken(RecordingServer::reply("500 Internal Server Error", "oops"));
  const auto failed = told("url: '" + broken.url() + "'");
  CHECK(failed.outcome == SendOutcome::retry);
  CHECK(failed.text == "HTTP 500: oops");
  CHECK_FALSE(failed.retry_after);
}

TEST_CASE("a slow server is given up within the limit") {
  const LoopbackServer server([](LoopbackPeer& peer) { peer.hang(); });
  const SendLimit limit{.timeout = 300ms};
  const auto begun = std::chrono::steady_clock::now();
  const auto answer = told("url: '" + url_of(server) + "'", limit);
  CHECK(std::chrono::steady_clock::now() - begun < 5s);
  CHECK(answer.outcome == SendOutcome::retry);
  CHECK(answer.text == "no answer within 300ms");
  CHECK(told("timeout: 1s, url: '" + url_of(server) + "'").text == "no answer within 1s");
}

TEST_CASE("a sending ends soon when the agent stops") {
  const LoopbackServer server([](LoopbackPeer& peer) { peer.hang(); });
  const auto begun = std::chrono::steady_clock::now();
  const SendLimit limit{.timeout = 60s, .goes_on = [] { return false; }};
  const auto answer = told("url: '" + url_of(server) + "'", limit);
  CHECK(std::chrono::steady_clock::now() - begun < 10s);
  CHECK(answer.outcome == SendOutcome::retry);
  CHECK(answer.text == "given up: the agent stops");
}

TEST_CASE("a huge answer is cut, and means what its status says") {
  std::atomic<std::size_t> sent = 0;
  const LoopbackServer server([&](LoopbackPeer& peer) {
    peer.read_until("\r\n\r\n");
    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
    const std::string piece(64 * 1024, 'x');
    while (peer.write(piece)) sent += piece.size();
  });
  const auto answer = told("url: '" + url_of(server) + "'");
  CHECK(answer.outcome == SendOutcome::delivered);
  CHECK(answer.text.starts_with("HTTP 200: xxx"));
  CHECK(answer.text.size() < 400);
  CHECK(sent < 100'000'000);
}

TEST_CASE("half an answer, none, garbage and nobody there are tried again") {
  const auto outcome_of = [](const LoopbackServer::Script& script) {
    const LoopbackServer server(script);
    const auto answer = told("template: x, url: '" + url_of(server) + "'");
    CHECK(answer.outcome == SendOutcome::retry);
    return answer.text;
  };
  CHECK(outcome_of([](LoopbackPeer& peer) {
          peer.read_until("\r\n\r\n");
          peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        }) == "it answered 200, but broke off before the end");
  CHECK(outcome_of([](LoopbackPeer& peer) { peer.read_until("\r\n\r\nx"); }) ==
        "it closed the connection without an answer");
  CHECK(outcome_of([](LoopbackPeer& peer) {
          peer.read_until("\r\n\r\n");
          peer.write("220 mail.example.org ESMTP\r\n");
        }) == "what answers does not speak HTTP");
  int port = 0;
  {
    const LoopbackServer gone([](LoopbackPeer&) {});
    port = gone.port();
  }
  const auto nobody = told("url: 'http://127.0.0.1:" + std::to_string(port) + "/'");
  CHECK(nobody.outcome == SendOutcome::retry);
  CHECK(nobody.text == "connection refused");
}

TEST_CASE("a certificate has to be trusted: until then it is tried again, with the reason") {
  const HttpServer server(HttpServer::Over::tls);
  const auto wrong = told("url: '" + server.url() + "/echo'");
  CHECK(wrong.outcome == SendOutcome::retry);
  CHECK(wrong.text.starts_with("the certificate is not trusted: self-signed certificate"));
  CHECK(told("url: '" + server.url() + "/echo', ca_file: " + server.certificate()).outcome ==
        SendOutcome::delivered);
  auto other_name = server.url();
  other_name.replace(other_name.find("127.0.0.1"), 9, "localhost");
  const auto named = told("url: '" + other_name + "/echo', ca_file: " + server.certificate());
  CHECK(named.outcome == SendOutcome::retry);
  CHECK(named.text.starts_with("the certificate is not trusted: "));
}

TEST_CASE("a server that wants a certificate of ours gets it") {
  const HttpServer server(HttpServer::Over::mutual_tls);
  const auto keys = "url: '" + server.url() + "/echo', ca_file: " + server.certificate();
  CHECK(told(keys).outcome == SendOutcome::retry);
  CHECK(
      told(keys + ", client_certificate: " + server.certificate() + ", client_key: " + server.key())
          .outcome == SendOutcome::delivered);
  const auto missing = told(keys + ", client_certificate: /nonexistent.pem");
  CHECK(missing.outcome == SendOutcome::retry);
  CHECK(missing.text.starts_with("the client certificate or its key cannot be used: "));
}

TEST_CASE("names that lead to a private address are not asked") {
  RecordingServer server;
  auto url = server.url();
  for (const std::string host : {"127.0.0.1", "localhost", "[::ffff:7f00:1]"}) {
    auto other = url;
    other.replace(other.find("127.0.0.1"), 9, host);
    const auto answer =
        made("webhook", "{url: '" + other + "'}")->send(sample_messages::problem(), {});
    CHECK(answer.outcome == SendOutcome::retry);
    CHECK(
        answer.text.ends_with(" is a private one: `allow_private: true` lets this channel use it"));
  }
  CHECK(server.connections() == 0);
}
