// An email channel as it is configured, and the server that it sends to.
#pragma once

#include "core/text.hpp"
#include "core/yaml_reader.hpp"
#include "notify/channel/email/read_email.hpp"
#include "notify/render/sample_messages.hpp"
#include "support/catch.hpp"
#include "support/smtp_server.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace email_stage {

using namespace std::chrono_literals;
using support::SmtpServer;
using Tls = core::MailRequest::Tls;

inline std::string tls_word(Tls tls) {
  return tls == Tls::starttls ? "starttls" : tls == Tls::implicit ? "implicit" : "none";
}

// Of these keys, which have no mistake.
inline std::unique_ptr<notify::Channel> channel_of(const std::string& yaml) {
  core::YamlReading reading;
  const core::Environment environment = [](const std::string&) { return std::nullopt; };
  const auto value = core::read_yaml(yaml, "c.yaml", environment, reading.mistakes);
  core::YamlMap map(reading, value, "ops", "ops");
  const auto settings = notify::read_email(map);
  map.finish();
  for (const auto& mistake : reading.mistakes) FAIL(mistake.text);
  REQUIRE(settings);
  return settings->make();
}

// The keys that every channel to that server has; `place` where it is not found as 127.0.0.1.
inline std::string keys_for(const SmtpServer& server, Tls tls, const std::string& place = "") {
  return "smtp: \"" + (place.empty() ? server.place() : place) + "\"\ntls: " + tls_word(tls) +
         (tls == Tls::none ? "" : "\nca_file: " + server.authority()) +
         "\nfrom: \"evenkeel <agent@example.org>\"\n";
}
inline const std::string to_one = "to: [\"Ops team <ops@example.org>\"]\n";
inline const std::string to_three = "to: [a@example.org, b@example.org, c@example.org]\n";

inline std::string verdict_of(const notify::Answer& answer) {
  using notify::SendOutcome;
  const auto* outcome = answer.outcome == SendOutcome::delivered ? "delivered: "
                        : answer.outcome == SendOutcome::retry   ? "retry: "
                                                                 : "refused: ";
  return outcome + answer.text;
}

inline std::string sent(notify::Channel& channel, const notify::Message& message,
                        core::Milliseconds limit = 20s) {
  return verdict_of(channel.send(message, {.timeout = limit, .goes_on = [] { return true; }}));
}
// Without the port, which no test can know.
inline std::string portless(std::string text, const SmtpServer& server) {
  return core::replace_all(std::move(text), ":" + std::to_string(server.port()), ":PORT");
}

}  // namespace email_stage
