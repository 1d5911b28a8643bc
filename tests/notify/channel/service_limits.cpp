#include "notify/channel/service_limits.hpp"

#include "core/time_text.hpp"
#include "core/utf8.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <stdexcept>

namespace service_limits {
namespace {

using nlohmann::json;
using support::Seen;

std::size_t characters(const std::string& text) {
  std::size_t count = 0;
  for (const unsigned char c : text) count += (c & 0xC0U) != 0x80U ? 1 : 0;
  return count;
}

std::size_t utf16(const std::string& text) {
  std::size_t count = characters(text);
  for (const unsigned char c : text) count += c >= 0xF0U ? 1 : 0;
  return count;
}

class Judged {
 public:
  void require(bool holds, const std::string& what) {
    if (!holds) text_ += what + "\n";
  }
  void at_most(std::size_t length, std::size_t max, const std::string& what) {
    require(length <= max, what + " has " + std::to_string(length));
  }
  std::string text() const { return text_; }

 private:
  std::string text_;
};

json body_of(const Seen& seen, Judged& judged, const std::string& type = "application/json") {
  judged.require(seen.headers.at("content-type").starts_with(type), "content type");
  return json::parse(seen.body);
}

// Entities are closed, and nothing else of HTML is in it but these tags.
void check_html(std::string text, const std::vector<std::string>& tags, Judged& judged) {
  for (const auto& tag : tags)
    for (auto at = text.find(tag); at != std::string::npos; at = text.find(tag))
      text.erase(at, tag.size());
  judged.require(text.find_first_of("<>") == std::string::npos, "an open bracket");
  for (auto at = text.find('&'); at != std::string::npos; at = text.find('&', at + 1)) {
    const auto rest = text.substr(at, 6);
    const bool entity = rest.starts_with("&amp;") || rest.starts_with("&lt;") ||
                        rest.starts_with("&gt;") || rest == "&quot;" || rest.starts_with("&#39;");
    judged.require(entity, "a broken entity");
  }
}

void slack(const Seen& seen, Judged& judged) {
  const auto body = body_of(seen, judged);
  judged.at_most(characters(body.at("text")), 40'000, "text");
  judged.require(!body.at("text").get<std::string>().empty(), "text is empty");
  judged.at_most(body.at("blocks").size(), 50, "blocks");
  for (const auto& block : body.at("blocks")) {
    const auto text = block.at("text").at("text").get<std::string>();
    judged.at_most(characters(text), 3'000, "section");
    judged.require(!text.empty(), "a section is empty");
    check_html(text, {}, judged);
  }
}

void discord(const Seen& seen, Judged& judged) {
  const auto body = body_of(seen, judged);
  judged.require(body.at("allowed_mentions").at("parse").empty(), "mentions");
  judged.at_most(body.at("embeds").size(), 10, "embeds");
  std::size_t all = 0;
  for (const auto& embed : body.at("embeds")) {
    const auto title = utf16(embed.at("title")), text = utf16(embed.at("description"));
    judged.at_most(title, 256, "title");
    judged.at_most(text, 4'096, "description");
    judged.require(core::parse_rfc3339(embed.at("timestamp").get<std::string>()).has_value(),
                   "timestamp");
    all += title + text;
  }
  judged.at_most(all, 6'000, "all embeds");
}

void teams(const Seen& seen, Judged& judged) {
  const auto body = body_of(seen, judged);
  judged.at_most(seen.body.size(), 28 * 1024, "the message");
  const auto& card = body.at("attachments").at(0);
  judged.require(card.at("contentType") == "application/vnd.microsoft.card.adaptive", "type");
  judged.require(card.at("content").at("type") == "AdaptiveCard", "card");
  for (const auto& block : card.at("content").at("body"))
    judged.require(!block.at("text").get<std::string>().empty(), "an empty block");
}

void telegram(const Seen& seen, Judged& judged) {
  const auto body = body_of(seen, judged);
  judged.require(seen.path.ends_with("/sendMessage"), "path");
  const auto text = body.at("text").get<std::string>();
  judged.at_most(utf16(text), 4'096, "text");
  judged.require(body.at("parse_mode") == "HTML", "mode");
  check_html(text, {"<b>", "</b>"}, judged);
}

void ntfy(const Seen& seen, Judged& judged) {
  const auto body = body_of(seen, judged);
  judged.at_most(seen.body.size(), 8'192, "the body");
  judged.at_most(body.at("message").get<std::string>().size(), 4'096, "message");
  judged.require(body.at("priority") >= 1 && body.at("priority") <= 5, "priority");
  judged.require(body.at("topic") == "alerts", "topic");
}

void gotify(const Seen& seen, Judged& judged) {
  const auto body = body_of(seen, judged);
  judged.require(seen.path.ends_with("/message"), "path");
  judged.require(seen.headers.contains("x-gotify-key"), "key");
  judged.at_most(characters(body.at("message")), 8'000, "message");
  judged.require(body.at("priority") >= 0 && body.at("priority") <= 10, "priority");
}

std::string form_value(std::string_view text) {
  std::string value;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      value += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    } else {
      value += text[i];
    }
  }
  return value;
}

void pushover(const Seen& seen, Judged& judged) {
  judged.require(seen.headers.at("content-type") == "application/x-www-form-urlencoded", "type");
  std::map<std::string, std::string> form;
  for (const auto& pair : core::split(seen.body, '&')) {
    const auto equals = pair.find('=');
    form[pair.substr(0, equals)] = form_value(pair.substr(equals + 1));
  }
  for (const auto& [name, value] : form) judged.require(core::is_utf8(value), name);
  judged.at_most(characters(form.at("message")), 1'024, "message");
  judged.require(!form.at("message").empty(), "message is empty");
  judged.at_most(characters(form.at("title")), 250, "title");
  const auto priority = std::stoi(form.at("priority"));
  judged.require(priority >= -2 && priority <= 2, "priority");
  if (priority == 2) {
    judged.require(std::stoi(form.at("retry")) >= 30, "retry");
    judged.at_most(static_cast<std::size_t>(std::stoi(form.at("expire"))), 10'800, "expire");
  }
}

void pagerduty(const Seen& seen, Judged& judged) {
  const auto body = body_of(seen, judged);
  judged.at_most(seen.body.size(), 512 * 1024, "the event");
  judged.at_most(characters(body.at("dedup_key")), 255, "dedup_key");
  const auto action = body.at("event_action").get<std::string>();
  judged.require(action == "trigger" || action == "resolve", "action");
  if (action == "resolve") return;
  const auto& payload = body.at("payload");
  judged.at_most(characters(payload.at("summary")), 1'024, "summary");
  judged.require(!payload.at("summary").get<std::string>().empty(), "no summary");
  judged.require(!payload.at("source").get<std::string>().empty(), "no source");
  const auto severity = payload.at("severity").get<std::string>();
  judged.require(severity == "critical" || severity == "warning" || severity == "info", severity);
}

void opsgenie(const Seen& seen, Judged& judged) {
  const auto body = body_of(seen, judged);
  judged.require(seen.headers.at("authorization").starts_with("GenieKey "), "key");
  judged.at_most(characters(body.at("source")), 100, "source");
  if (seen.path.find("/close?identifierType=alias") != std::string::npos)
    return judged.at_most(characters(body.at("note")), 25'000, "note");
  judged.at_most(characters(body.at("message")), 130, "message");
  judged.require(!body.at("message").get<std::string>().empty(), "no message");
  judged.at_most(characters(body.at("alias")), 512, "alias");
  judged.at_most(characters(body.at("description")), 15'000, "description");
  judged.at_most(characters(body.value("entity", "")), 512, "entity");
  judged.at_most(body.at("tags").size(), 20, "tags");
  for (const auto& tag : body.at("tags")) judged.at_most(characters(tag), 50, "tag");
}

void matrix(const Seen& seen, Judged& judged) {
  const auto body = body_of(seen, judged);
  judged.require(seen.method == "PUT", "method");
  judged.require(seen.path.find("/_matrix/client/v3/rooms/%21room%3Aexample.org/send/"
                                "m.room.message/m-") != std::string::npos,
                 "path");
  judged.at_most(seen.body.size(), 60'000, "the event");
  check_html(body.at("formatted_body"), {"<strong>", "</strong>", "<br>"}, judged);
}

void cloudevents(const Seen& seen, Judged& judged) {
  const auto body = body_of(seen, judged, "application/cloudevents+json");
  judged.at_most(seen.body.size(), 64 * 1024, "the event");
  judged.require(body.at("specversion") == "1.0", "specversion");
  for (const auto* name : {"id", "source", "type", "time"})
    judged.require(!body.at(name).get<std::string>().empty(), name);
  judged.require(!body.contains("subject") || body.at("subject") != "", "subject is empty");
  judged.require(body.at("data").at("version") == 1, "version");
}

void alertmanager(const Seen& seen, Judged& judged) {
  judged.require(seen.path.ends_with("/api/v2/alerts"), "path");
  judged.require(body_of(seen, judged).is_array(), "no list");
}

void webhook(const Seen& seen, Judged& judged) {
  judged.at_most(seen.body.size(), 256 * 1024, "the body");
  judged.require(body_of(seen, judged).at("version") == 1, "version");
  judged.require(seen.headers.at("x-evenkeel-id").starts_with("m-"), "id");
  judged.require(seen.headers.at("x-evenkeel-signature").starts_with("t="), "signature");
}

using Check = void (*)(const Seen&, Judged&);
const std::map<std::string, Check> checks{{"alertmanager", alertmanager},
                                          {"cloudevents", cloudevents},
                                          {"discord", discord},
                                          {"gotify", gotify},
                                          {"matrix", matrix},
                                          {"ntfy", ntfy},
                                          {"opsgenie", opsgenie},
                                          {"pagerduty", pagerduty},
                                          {"pushover", pushover},
                                          {"slack", slack},
                                          {"teams", teams},
                                          {"telegram", telegram},
                                          {"webhook", webhook}};

}  // namespace

bool known(const std::string& type) { return checks.contains(type); }

std::string mistakes(const std::string& type, const Seen& seen) {
  Judged judged;
  try {
    checks.at(type)(seen, judged);
  } catch (const std::exception& missing) {
    judged.require(false, missing.what());
  }
  return judged.text();
}

}  // namespace service_limits
