#include "notify/channel/email/read_email.hpp"

#include "core/text.hpp"
#include "core/yaml_reader.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <string>

using core::MailRequest;
using notify::read_mail_server;

namespace {

struct ReadEmail {
  std::optional<notify::ChannelSettings> settings;
  std::string mistakes;  // one a line, sorted
};

// The keys of a channel `ops`; every file that is named holds "from a file".
ReadEmail read_channel(const std::string& yaml) {
  core::YamlReading reading;
  reading.read_file = [](const std::string&) {
    return std::optional<std::string>("from a file\n");
  };
  const core::Environment environment = [](const std::string&) { return std::nullopt; };
  const auto value = core::read_yaml(yaml, "c.yaml", environment, reading.mistakes);
  core::YamlMap map(reading, value, "ops", "ops");
  map.text("type");
  ReadEmail result;
  result.settings = notify::read_email(map);
  map.finish();
  std::vector<std::string> lines;
  for (const auto& mistake : reading.mistakes) lines.push_back(mistake.text);
  std::sort(lines.begin(), lines.end());
  result.mistakes = core::join(lines, "\n");
  return result;
}

const std::string least = "smtp: mail.example.org\nfrom: a@example.org\nto: [b@example.org]\n";

std::string mistakes_of(const std::string& more) { return read_channel(least + more).mistakes; }

}  // namespace

TEST_CASE("a server, a sender and a recipient make a channel") {
  const auto read = read_channel(least);
  CHECK(read.mistakes == "");
  REQUIRE(read.settings);
  CHECK(read.settings->type == "email");
  CHECK(read.settings->make() != nullptr);
}

TEST_CASE("the sample is read without a mistake") {
  // Without the three lines above the channel's own keys.
  auto keys = core::split(notify::email_sample, '\n');
  REQUIRE(keys.at(3) == "      type: email");
  keys.erase(keys.begin(), keys.begin() + 3);
  const auto read = read_channel(core::join(keys, "\n"));
  CHECK(read.mistakes == "");
  CHECK(read.settings);
}

TEST_CASE("every key of an email channel is read") {
  const auto read = read_channel(
      "smtp: '[::1]:2525'\ntls: none\nusername: u\npassword: p\nauth: login\nfrom: A <a@b>\n"
      "to: [c@d, 'E <e@f>']\nreply_to: g@h\nca_file: /ca.pem\ntimeout: 1m\n"
      "allow_insecure_auth: true\n");
  CHECK(read.mistakes == "");
  CHECK(read.settings);
}

TEST_CASE("equal keys make equal settings, and another password makes others") {
  const auto one = read_channel(least + "username: u\npassword: one\n").settings;
  const auto same = read_channel(least + "username: u\npassword: one\n").settings;
  const auto other = read_channel(least + "username: u\npassword: two\n").settings;
  REQUIRE((one && same && other));
  CHECK(*one == *same);
  CHECK_FALSE(*one == *other);
  CHECK(one->fingerprint.find("one") == std::string::npos);
}

TEST_CASE("what is missing is said") {
  CHECK(read_channel("{}").mistakes.find("smtp") != std::string::npos);
  CHECK(read_channel("{}").mistakes.find("from") != std::string::npos);
  CHECK(read_channel("{}").mistakes.find("to") != std::string::npos);
  CHECK_FALSE(read_channel("{}").settings);
  CHECK(read_channel("smtp: x\nfrom: a@b\nto: []\n").mistakes.find("at least one address") !=
        std::string::npos);
}

TEST_CASE("a wrong value is a mistake with what was expected") {
  CHECK(mistakes_of("tls: ssl\n").find("expected one of starttls, implicit, none, found 'ssl'") !=
        std::string::npos);
  CHECK(mistakes_of("auth: cram\nusername: u\npassword: p\n")
            .find("expected one of auto, plain, login, xoauth2, found 'cram'") !=
        std::string::npos);
  CHECK(mistakes_of("username: u\n").find("expected a password") != std::string::npos);
  CHECK(mistakes_of("password: p\n").find("expected the name to log in with") != std::string::npos);
  CHECK(mistakes_of("username: u\npassword: p\ntoken: t\n").find("found both") !=
        std::string::npos);
  CHECK(mistakes_of("username: u\npassword: p\nauth: xoauth2\n").find("expected a token") !=
        std::string::npos);
  CHECK(mistakes_of("username: u\ntoken: t\nauth: plain\n").find("expected xoauth2") !=
        std::string::npos);
  CHECK(mistakes_of("timeout: 1h\n").find("5m") != std::string::npos);
  CHECK(mistakes_of("reply_to: nobody\n").find("expected an address") != std::string::npos);
  CHECK(mistakes_of("username: \"u\\nx\"\npassword: p\n").find("of one line each") !=
        std::string::npos);
  CHECK(mistakes_of("verify: false\n").find("verify") != std::string::npos);
  CHECK(read_channel("smtp: a/b\nfrom: a@b\nto: [c@d]\n").mistakes.find("found 'a/b'") !=
        std::string::npos);
  CHECK(read_channel("smtp: x\nfrom: a@b\nto: [c@d, e]\n").mistakes.find("found 'e'") !=
        std::string::npos);
}

TEST_CASE("a password is not sent in the clear, unless to this machine or where that is written") {
  const std::string login = "tls: none\nusername: u\npassword: secret-word\n";
  const auto refused = mistakes_of(login);
  CHECK(refused.find("would be sent in the clear to mail.example.org") != std::string::npos);
  CHECK(refused.find("secret-word") == std::string::npos);
  CHECK(mistakes_of(login + "allow_insecure_auth: true\n") == "");
  CHECK(mistakes_of("tls: none\n") == "");
  for (const std::string host : {"localhost", "127.0.0.1:2525", "'[::1]:25'"})
    CHECK(read_channel("smtp: " + host + "\nfrom: a@b\nto: [c@d]\n" + login).mistakes == "");
}

TEST_CASE("a server has a port of its own, or the usual one of its encryption") {
  const auto read = [](const std::string& text, MailRequest::Tls tls) {
    MailRequest server{.tls = tls};
    if (!read_mail_server(text, server)) return std::string("none");
    return server.host + " " + std::to_string(server.port);
  };
  using Tls = MailRequest::Tls;
  CHECK(read("mail.example.org", Tls::starttls) == "mail.example.org 587");
  CHECK(read("mail.example.org", Tls::implicit) == "mail.example.org 465");
  CHECK(read("mail.example.org", Tls::none) == "mail.example.org 25");
  CHECK(read("mail.example.org:2525", Tls::none) == "mail.example.org 2525");
  CHECK(read("[2001:db8::1]:26", Tls::none) == "2001:db8::1 26");
  CHECK(read("[::1]", Tls::starttls) == "::1 587");
  for (const auto* text : {"", ":25", "a:", "a:0", "a:65536", "a:x", "a:25x", "[::1", "[a b]:25",
                           "[::1]25", "smtp://a", "u@a", "a b", "a:1:2"})
    CHECK(read(text, Tls::none) == "none");
}
