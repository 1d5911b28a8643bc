// The keys of every kind: samples, mistakes, and what makes another channel of it.
#include "core/text.hpp"
#include "core/yaml_reader.hpp"
#include "notify/channel/channel_stage.hpp"
#include "support/catch.hpp"

#include <set>

using channel_stage::read_channel;

namespace {

// Any file: a URL where the name says so, else what may be a token of every kind.
std::optional<std::string> file_content(const std::string& path) {
  if (path.ends_with(".url")) return "https://hooks.example.org/services/T000/B000/Zyx\n";
  return "1234567:AbCdEfGhIjKlMnOpQrStUvWxYz012345\n";
}

std::string mistakes_of(const core::YamlReading& reading) {
  std::string text;
  for (const auto& mistake : reading.mistakes) text += mistake.text + "\n";
  return text;
}

}  // namespace

TEST_CASE("the sample of every kind is read without a mistake") {
  const core::Environment environment = [](const std::string&) {
    return std::optional<std::string>("value");
  };
  for (const auto& kind : notify::channel_kinds()) {
    CAPTURE(kind.type);
    core::YamlReading reading;
    reading.read_file = file_content;
    const auto document =
        core::read_yaml(std::string(kind.sample), "sample", environment, reading.mistakes);
    const auto* notify_section = document.find("notify");
    REQUIRE(notify_section != nullptr);
    const auto* channels = notify_section->find("channels");
    REQUIRE(channels != nullptr);
    REQUIRE(channels->entries.size() == 1);
    core::YamlMap map(reading, channels->entries[0].value, "c", "c");
    CHECK(map.text("type") == kind.type);
    const auto settings = kind.read(map);
    map.finish();
    CHECK(mistakes_of(reading) == "");
    REQUIRE(settings);
    CHECK(settings->type == kind.type);
    CHECK(settings->make() != nullptr);
    for (const auto& line : core::split(kind.sample, '\n')) CHECK(line.size() <= 140);
  }
}

TEST_CASE("kinds are listed by type, each once, and found by it") {
  std::string last;
  for (const auto& kind : notify::channel_kinds()) {
    CHECK(last < kind.type);
    last = kind.type;
    CHECK(notify::find_channel_kind(kind.type) == &kind);
    CHECK_FALSE(kind.title.empty());
  }
  CHECK(notify::find_channel_kind("pigeon") == nullptr);
}

TEST_CASE("equal keys make equal channels, and every key that differs another") {
  const std::string base = "url: 'https://a.example.org/x', token: abcdefgh, topic: t";
  const auto first = read_channel("ntfy", "{" + base + "}").settings;
  REQUIRE(first);
  CHECK(*first == *read_channel("ntfy", "{" + base + "}").settings);
  std::set<std::string> fingerprints{first->fingerprint};
  for (const std::string changed : {"{url: 'https://a.example.org/y', token: abcdefgh, topic: t}",
                                    "{url: 'https://a.example.org/x', token: abcdefgi, topic: t}",
                                    "{url: 'https://a.example.org/x', token: abcdefgh, topic: u}",
                                    "{url: 'https://a.example.org/x', topic: t}"})
    fingerprints.insert(read_channel("ntfy", changed).settings->fingerprint);
  for (const std::string added :
       {"timeout: 5s", "allow_private: true", "ca_file: /a", "client_certificate: /a",
        "client_certificate: /a, client_key: /b", "headers: {A: b}", "headers: {A: c}",
        "headers: {Ab: ''}"})
    fingerprints.insert(
        read_channel("ntfy", "{" + base + ", " + added + "}").settings->fingerprint);
  CHECK(fingerprints.size() == 13);
  CHECK(first->fingerprint.find("abcdefgh") == std::string::npos);
}

TEST_CASE("a secret may be in a file, and another content of it is another channel") {
  const std::map<std::string, std::string> files{{"/url", "https://a.example.org/1\n"}};
  const std::map<std::string, std::string> changed{{"/url", "https://a.example.org/2\n"}};
  const auto before = read_channel("slack", "{url_file: /url}", files);
  CHECK(before.mistakes.empty());
  const auto after = read_channel("slack", "{url_file: /url}", changed);
  CHECK_FALSE(*before.settings == *after.settings);
  CHECK(*before.settings == *read_channel("slack", "{url: 'https://a.example.org/1'}").settings);
  CHECK_FALSE(read_channel("slack", "{url_file: /none}", files).settings);
}

TEST_CASE("mistakes are named, and no secret is in their text") {
  const auto mistakes = [](const std::string& type, const std::string& yaml) {
    const auto read = read_channel(type, yaml);
    CHECK_FALSE(read.settings);
    return read.mistakes;
  };
  const std::string wrong_url = "expected http://HOST/... or https://HOST/..., found another text";
  CHECK(mistakes("slack", "{}") == "c: expected the key 'url', which is missing");
  CHECK(mistakes("slack", "{url: 'ftp://secret'}") == "c.url: " + wrong_url);
  CHECK(mistakes("slack", "{url: 'https://'}") == "c.url: " + wrong_url);
  CHECK(mistakes("slack", "{url: 'https:///path'}") == "c.url: " + wrong_url);
  CHECK(mistakes("slack", "{url: 'https://a b'}") ==
        "c.url: " + wrong_url + "\nc.url: expected one line without spaces, found something else");
  CHECK(mistakes("slack", "{url: ''}") ==
        "c.url: expected one line without spaces, found something else");
  CHECK(mistakes("slack", "{url: 'https://a/', timeout: 1h}") ==
        "c.timeout: expected a duration from 1s to 5m, found '1h'");
  CHECK(mistakes("slack", "{url: 'https://a/', ca_file: ca.pem, client_key: /k}") ==
        "c.ca_file: expected an absolute path, found 'ca.pem'\n"
        "c.client_key: expected client_certificate beside it");
  CHECK(mistakes("slack", "{url: 'https://a/', headers: {'a b': c, D: \"x\\ny\"}}") ==
        "c.headers: expected one line for the header 'D', found several\n"
        "c.headers: expected the name of a header, found something else");
  CHECK(mistakes("telegram", "{token: 'secret', chat: nobody}") ==
        "c.chat: expected the number of a chat or @name, found 'nobody'\n"
        "c.token: expected the token of a bot (digits:letters), found another text");
  CHECK(mistakes("telegram", "{}") ==
        "c: expected the key 'chat', which is missing\n"
        "c: expected the key 'token', which is missing");
  CHECK(mistakes("ntfy", "{topic: 'a/secret'}") ==
        "c.topic: expected at most 64 letters, digits, - and _, found another text");
  CHECK(mistakes("matrix", "{url: 'https://a', token: t, room: '#room:a'}")
            .starts_with("c.room: expected the id of a room"));
  CHECK(mistakes("pushover", "{token: a, user: b, emergency_retry: 5s}") ==
        "c.emergency_retry: expected a duration from 30s to 3h, found '5s'");
}

TEST_CASE("a key that is none is refused with the nearest one") {
  const auto read = read_channel("gotify", "{url: 'https://a', token: t, alow_private: true}");
  CHECK(read.mistakes ==
        "c.alow_private: expected a key of c, found 'alow_private'; did you mean 'allow_private'?");
}

TEST_CASE("services that keep an alert a thread get every message of it") {
  for (const auto& kind : notify::channel_kinds()) {
    if (kind.type == "email") continue;
    const auto read =
        read_channel(std::string(kind.type), kind.type == "pagerduty"  ? "{routing_key: k}"
                                             : kind.type == "opsgenie" ? "{token: k}"
                                                                       : "{}");
    CAPTURE(kind.type);
    const bool keeps = kind.type == "pagerduty" || kind.type == "opsgenie";
    if (read.settings) CHECK(read.settings->keeps_threads == keeps);
    CHECK(read.settings.has_value() == keeps);
  }
}
