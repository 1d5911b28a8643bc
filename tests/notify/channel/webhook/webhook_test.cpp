#include "notify/channel/webhook/webhook.hpp"

#include "core/time_text.hpp"
#include "notify/channel/channel_stage.hpp"
#include "notify/render/sample_messages.hpp"
#include "support/catch.hpp"

#include <nlohmann/json.hpp>

using channel_stage::made;
using channel_stage::read_channel;
using channel_stage::RecordingServer;
using notify::webhook::TemplateText;

namespace {

std::string rendered(const std::string& text, const notify::Message& message) {
  const auto parsed = TemplateText::of(text);
  REQUIRE(parsed);
  return parsed->rendered(message);
}

}  // namespace

// RFC 4231, test cases 1 and 2.
TEST_CASE("a signature is HMAC-SHA256") {
  using notify::webhook::hmac_sha256_hex;
  CHECK(hmac_sha256_hex(std::string(20, '\x0b'), "Hi There") ==
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  CHECK(hmac_sha256_hex("Jefe", "what do ya want for nothing?") ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST_CASE("a webhook is signed over its time and its body, and has the id of its message") {
  notify::webhook::Settings settings;
  settings.transport.url = core::Secret("https://example.org/hook");
  settings.secret = core::Secret("a secret of ours");
  const auto now = core::parse_rfc3339("2026-01-31T09:30:00Z").value();
  const auto message = sample_messages::problem();
  const auto post = notify::webhook::format(message, settings, now);
  std::map<std::string, std::string> headers(post.headers.begin(), post.headers.end());
  CHECK(headers.at("X-Evenkeel-Id") == "m-1");
  CHECK(headers.at("Content-Type") == "application/json");
  CHECK(headers.at("X-Evenkeel-Signature") ==
        "t=1769851800,v1=" +
            notify::webhook::hmac_sha256_hex("a secret of ours", "1769851800." + post.body));
  CHECK(post.body == notify::json_text(message));
  CHECK(post.method == "POST");
  settings.secret = {};
  CHECK(notify::webhook::format(message, settings, now).headers.size() == 2);
}

TEST_CASE("a template puts in what it names, escaped as it asks") {
  auto message = sample_messages::problem();
  message.title = "a \"b\" & c\\d";
  CHECK(rendered("no names } { }}", message) == "no names } { }}");
  CHECK(rendered("{{host}}/{{ severity }}/{{kind}}/{{id}}/{{thread}}/{{count}}", message) ==
        "nas/critical/problem/m-1/t-incident-7/2");
  CHECK(rendered("{{at}} {{group}}", message) == "2026-01-31T09:35:00.000Z deployment shop");
  CHECK(rendered("{\"t\": {{json title}}}", message) == R"({"t": "a \"b\" & c\\d"})");
  CHECK(rendered("q={{url title}}", message) == "q=a%20%22b%22%20%26%20c%5Cd");
  CHECK(rendered("{{title}}|{{subject}}", message) ==
        "a \"b\" & c\\d|[critical] nas: a \"b\" & c\\d");
  CHECK(nlohmann::json::parse(rendered("{{message}}", message)).at("id") == "m-1");
  CHECK(rendered("{{text}}", message).starts_with("[critical] nas: "));
  CHECK(rendered("{{json summary}}", message).starts_with("\"Two things"));
}

TEST_CASE("what a text of a message brings along is no part of the template") {
  auto message = sample_messages::problem();
  message.title = "{{summary}}";
  CHECK(rendered("{{title}}", message) == "{{summary}}");
}

TEST_CASE("a template with nasty texts is valid JSON where it escapes") {
  const auto text = rendered(R"({"a": {{json title}}, "b": {{json text}}, "c": {{message}}})",
                             sample_messages::nasty());
  CHECK_NOTHROW(nlohmann::json::parse(text));
}

TEST_CASE("a template that is none is refused, with the nearest name") {
  const auto mistake = [](const std::string& text) { return TemplateText::of(text).error().what; };
  CHECK(mistake("{{titel}}").ends_with("found 'titel'; did you mean 'title'?"));
  CHECK(mistake("{{}}").ends_with("found ''"));
  CHECK(mistake("{{json}}").find("found 'json'") != std::string::npos);
  CHECK(mistake("{{html title}}").find("found 'html title'") != std::string::npos);
  CHECK(mistake("{{title}} {{summary") == "expected }} behind every {{");
  CHECK(mistake(std::string(20'000, 'x')).starts_with("expected a template of at most 16KiB"));
}

TEST_CASE("a webhook sends by any method what its template says") {
  RecordingServer server;
  const auto channel = made("webhook", "{allow_private: true, method: PUT, url: '" + server.url() +
                                           "/x?y=z', template: 'up: {{title}}', secret: 12345678}");
  CHECK(channel->send(sample_messages::problem(), {}).outcome == notify::SendOutcome::delivered);
  const auto seen = server.take().at(0);
  CHECK(seen.method == "PUT");
  CHECK(seen.path == "/x?y=z");
  CHECK(seen.headers.at("content-type") == "text/plain; charset=utf-8");
  CHECK(seen.body == "up: shop/web is unhealthy, and 1 more");
  const auto signature = seen.headers.at("x-evenkeel-signature");
  const auto time = signature.substr(2, signature.find(',') - 2);
  CHECK(signature.substr(signature.find("v1=") + 3) ==
        notify::webhook::hmac_sha256_hex("12345678", time + "." + seen.body));
}

TEST_CASE("mistakes in a webhook are named") {
  CHECK(read_channel("webhook",
                     "{url: 'https://a/', method: post, secret: short, "
                     "template: '{{nam}}'}")
            .mistakes.starts_with("c.method: expected a method such as POST, found 'post'\n"
                                  "c.secret: expected at least 8 bytes\n"
                                  "c.template: expected id, "));
}
