// Servers that say nothing, or go away in the middle.
#include "email_stage.hpp"
#include "support/loopback_server.hpp"

#include <fcntl.h>

using namespace email_stage;
using nlohmann::json;
using support::LoopbackPeer;
using support::LoopbackServer;

namespace {

using Watch = std::chrono::steady_clock;

const json login{{"user", "agent"}, {"password", "right"}};
const std::string login_keys = "username: agent\npassword: right\n";

struct Timed {
  std::string text;
  std::chrono::milliseconds took;
};

Timed timed(const std::string& keys, core::Milliseconds limit) {
  const auto channel = channel_of(keys);
  const auto begin = Watch::now();
  auto text = sent(*channel, sample_messages::problem(), limit);
  return {std::move(text),
          std::chrono::duration_cast<std::chrono::milliseconds>(Watch::now() - begin)};
}

std::string keys_to(int port, const std::string& tls) {
  return "smtp: \"127.0.0.1:" + std::to_string(port) + "\"\ntls: " + tls +
         "\nfrom: agent@example.org\n" + to_one;
}

// A port that answers no connection: its queue is full.
class DeafPort {
 public:
  DeafPort() : fd_(support::bound_socket("127.0.0.1", SOCK_STREAM, 0)) {
    REQUIRE(::listen(fd_, 0) == 0);
    sockaddr_in to{};
    socklen_t size = sizeof to;
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&to), &size);
    for (int i = 0; i < 4; ++i) {
      const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
      ::connect(fd, reinterpret_cast<sockaddr*>(&to), size);
      waiting_.push_back(fd);
    }
  }
  ~DeafPort() {
    for (const int fd : waiting_) ::close(fd);
    ::close(fd_);
  }
  int port() const { return support::port_of_socket(fd_); }

 private:
  int fd_;
  std::vector<int> waiting_;
};

}  // namespace

TEST_CASE("a server that hangs at any step is given up in time, and the mail is kept") {
  if (!support::has_smtp_server()) return;
  SmtpServer server({.settings = login});
  const auto keys = keys_for(server, Tls::starttls) + to_one + login_keys;
  for (const auto& [step, missing] :
       {std::pair{"GREETING", "no greeting"}, std::pair{"EHLO", "no answer to EHLO"},
        std::pair{"STARTTLS", "no answer to STARTTLS"}, std::pair{"AUTH", "no answer to AUTH"},
        std::pair{"MAIL", "no answer to MAIL FROM"}, std::pair{"RCPT", "no answer to RCPT TO"},
        std::pair{"DATA", "no answer to DATA"},
        std::pair{"END", "no answer after the mail was sent"}}) {
    server.behave({{"at", {{step, "hang"}}}});
    const auto [text, took] = timed(keys, 1'100ms);
    CAPTURE(step, took.count());
    CHECK(portless(text, server).starts_with("retry: " + std::string(missing) + " within "));
    CHECK(portless(text, server).ends_with(" (127.0.0.1:PORT)"));
    CHECK(took < 5s);
  }
  CHECK(server.mails() == 1);  // it was received, but not taken
}

TEST_CASE("a mail that was taken is delivered, though nothing answers to QUIT") {
  if (!support::has_smtp_server()) return;
  SmtpServer server(Tls::none);
  server.behave({{"at", {{"QUIT", "hang"}}}});
  const auto [text, took] = timed(keys_for(server, Tls::none) + to_one, 60s);
  CHECK(text == "delivered: 250 2.0.0 Ok: queued as 1");
  CHECK(took < 8s);
}

TEST_CASE("a wait is limited by itself, long before the whole is") {
  if (!support::has_smtp_server()) return;
  SmtpServer server(Tls::none);
  server.behave({{"at", {{"RCPT", "hang"}}}});
  const auto [text, took] = timed(keys_for(server, Tls::none) + to_one, 4s);
  CHECK(text.starts_with("retry: no answer to RCPT TO within "));
  CHECK(took < 3'900ms);
}

TEST_CASE("who does not answer a connection, or begins no TLS, is given up in time") {
  const DeafPort deaf;
  const auto [no_connection, connecting] = timed(keys_to(deaf.port(), "none"), 1'200ms);
  CHECK(no_connection.starts_with("retry: no connection within 1s (127.0.0.1:"));
  CHECK(connecting < 4s);
  const LoopbackServer silent([](LoopbackPeer& peer) { peer.hang(); });
  const auto [no_tls, handshaking] = timed(keys_to(silent.port(), "implicit"), 1'200ms);
  CHECK(no_tls.starts_with("retry: no connection within 1s (127.0.0.1:"));
  CHECK(handshaking < 4s);
  const LoopbackServer half([](LoopbackPeer& peer) {
    peer.write("220 mail.test ready\r\n");
    peer.read_until("\n");
    peer.write("250-mail.test\r\n250 STARTTLS\r\n");
    peer.read_until("\n");
    peer.write("220 2.0.0 go on\r\n");
    peer.hang();
  });
  const auto [no_end, upgrading] = timed(keys_to(half.port(), "starttls"), 1'200ms);
  CHECK(no_end.starts_with("retry: no end of the TLS handshake within 1s (127.0.0.1:"));
  CHECK(upgrading < 4s);
}

TEST_CASE("a reply that never ends is given up in time") {
  const LoopbackServer dripping([](LoopbackPeer& peer) { peer.drip('2'); });
  const auto [text, took] = timed(keys_to(dripping.port(), "none"), 1'500ms);
  CHECK(text.starts_with("retry: no greeting within "));
  CHECK(took < 5s);
  const LoopbackServer flooding([](LoopbackPeer& peer) { peer.flood("220-more to come\r\n"); });
  const auto [flooded, flood] = timed(keys_to(flooding.port(), "none"), 1'500ms);
  CHECK(flooded.starts_with("retry: "));
  CHECK(flooded.find("no greeting") != std::string::npos);
  CHECK(flooded.size() < 2'000);
  CHECK(flood < 5s);
}

TEST_CASE("nobody listens, or something else does") {
  const auto port = LoopbackServer([](LoopbackPeer&) {}).port();
  CHECK(timed(keys_to(port, "none"), 5s).text ==
        "retry: 127.0.0.1:" + std::to_string(port) + ": connection refused");
  const LoopbackServer web([](LoopbackPeer& peer) {
    peer.write("HTTP/1.1 400 Bad Request\r\n\r\n");
    peer.hang();
  });
  CHECK(timed(keys_to(web.port(), "none"), 2s).text.starts_with("retry: no greeting within "));
  const LoopbackServer mute([](LoopbackPeer&) {});
  CHECK(timed(keys_to(mute.port(), "none"), 5s).text ==
        "retry: the connection broke: no greeting (127.0.0.1:" + std::to_string(mute.port()) + ")");
}

TEST_CASE("a server that dies at any step keeps nothing, and the mail is tried again") {
  if (!support::has_smtp_server()) return;
  SmtpServer server({.settings = login});
  const auto keys = keys_for(server, Tls::starttls) + to_one + login_keys;
  for (const auto& [step, missing] :
       {std::pair{"EHLO", "no answer to EHLO"}, std::pair{"AUTH", "no answer to AUTH"},
        std::pair{"MAIL", "no answer to MAIL FROM"}, std::pair{"RCPT", "no answer to RCPT TO"},
        std::pair{"DATA", "no answer to DATA"}}) {
    server.behave({{"at", {{step, "close"}}}});
    CAPTURE(step);
    CHECK(portless(timed(keys, 10s).text, server) ==
          "retry: the connection broke: " + std::string(missing) + " (127.0.0.1:PORT)");
  }
  CHECK(server.mails() == 0);
}

TEST_CASE("a server that dies after the mail may have it: it comes again under the same id") {
  if (!support::has_smtp_server()) return;
  SmtpServer server(Tls::starttls);
  server.behave({{"at", {{"END", "close"}}}});
  const auto keys = keys_for(server, Tls::starttls) + to_one;
  CHECK(portless(timed(keys, 10s).text, server) ==
        "retry: the connection broke: no answer after the mail was sent (127.0.0.1:PORT)");
  server.behave(json::object());
  CHECK(timed(keys, 10s).text == "delivered: 250 2.0.0 Ok: queued as 2");
  CHECK(server.mail(1).at("raw") == server.mail(2).at("raw"));
  CHECK(server.mail(2).at("parsed").at("headers").at("message-id") == "<m-1@nas>");
}

TEST_CASE("a send ends soon after the agent stops") {
  if (!support::has_smtp_server()) return;
  SmtpServer server(Tls::none);
  server.behave({{"at", {{"MAIL", "hang"}}}});
  const auto channel = channel_of(keys_for(server, Tls::none) + to_one);
  const auto begin = Watch::now();
  const auto stops = begin + 500ms;
  const auto answer =
      channel->send(sample_messages::problem(),
                    {.timeout = 60s, .goes_on = [stops] { return Watch::now() < stops; }});
  CHECK(verdict_of(answer) == "retry: given up, as the agent stops");
  CHECK(Watch::now() - begin < 3s);
}
