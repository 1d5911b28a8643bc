#include "notify/message.hpp"

#include "notify/compose.hpp"
#include "notify/pipeline_world.hpp"
#include "support/catch.hpp"

using namespace pipeline_test;
using model::Severity;
using notify::Message;
using notify::MessageKind;

namespace {

Message full_message() {
  Message message;
  message.id = "m1";
  message.thread = "m0";
  message.begins_thread = false;
  message.severity = Severity::critical;
  message.host = "nas";
  message.labels = {{"site", "home"}};
  message.at = midnight + 5ms;
  message.group = "deployment shop";
  message.title = "shop/web is \"unhealthy\" \xF0\x9F\x94\xA5";
  message.summary = "It is.";
  notify::Item item;
  item.key = "incident/7";
  item.type = "incident.opened";
  item.severity = Severity::critical;
  item.deployment = "shop";
  item.service = "web";
  item.what = "shop/web is unhealthy";
  item.since = midnight;
  item.ended = midnight + 1h;
  item.why = {"00:00 HTTP 502"};
  item.done = {"restarted"};
  item.next = "it needs you";
  item.command = "evenkeel incidents 7";
  item.incident = 7;
  item.fingerprint = "unhealthy";
  item.recurring = true;
  item.occurrences = 3;
  item.events = {1, 5};
  message.items = {item, notify::Item{}};
  message.items.back().firing = false;
  message.left_out = 4;
  message.mentioned = {"blog/web"};
  return message;
}

}  // namespace

TEST_CASE("a message is the same after it was written and read") {
  const auto message = full_message();
  const auto read = notify::message_from_json(notify::json_text(message));
  REQUIRE(read);
  CHECK(*read == message);
  CHECK(notify::json_text(message).starts_with(R"({"version":1,"id":"m1")"));
}

TEST_CASE("a reader accepts what a later version adds, and refuses what is no message") {
  const auto later = notify::message_from_json(
      R"({"version":2,"id":"m1","at":"2026-01-31T00:00:00.000Z","kind":"new","severity":"dire",)"
      R"("more":{},"items":[{"what":"x","new":1}]})");
  REQUIRE(later);
  CHECK(later->kind == MessageKind::notice);
  CHECK(later->items.at(0).what == "x");
  CHECK_FALSE(notify::message_from_json("[]"));
  CHECK_FALSE(notify::message_from_json("{"));
  CHECK_FALSE(notify::message_from_json(R"({"id":"m1"})"));
  CHECK_FALSE(notify::message_from_json(R"({"id":1,"at":"2026-01-31T00:00:00Z"})"));
}

TEST_CASE("a subject has the severity, or that it is over, and the host once") {
  auto message = full_message();
  message.title = "shop/web is unhealthy";
  CHECK(notify::subject_line(message) == "[critical] nas: shop/web is unhealthy");
  message.kind = MessageKind::resolved;
  CHECK(notify::subject_line(message) == "[resolved] nas: shop/web is unhealthy");
  message.kind = MessageKind::recovery;
  message.title = "nas is back after a reboot";
  CHECK(notify::subject_line(message) == "[critical] nas is back after a reboot");
  for (const auto kind : {MessageKind::problem, MessageKind::digest, MessageKind::test})
    CHECK(notify::message_kind_from(notify::name_of(kind)) == kind);
}

TEST_CASE("a message lists what fires first, the worst first, and at most fifty") {
  notify::Draft draft;
  for (int i = 0; i < 60; ++i) {
    notify::Story story;
    story.headline = story.item.what = "thing " + std::to_string(i);
    story.item.firing = i % 2 == 0;
    story.item.severity = i == 58 ? Severity::critical : Severity::warning;
    draft.stories.push_back(std::move(story));
  }
  const auto message = notify::compose({"nas", {}}, std::move(draft), midnight);
  CHECK(message.items.size() == notify::items_max);
  CHECK(message.left_out == 10);
  CHECK(message.items.front().what == "thing 58");
  CHECK(message.items[29].firing);
  CHECK_FALSE(message.items[30].firing);
  CHECK(message.severity == Severity::critical);
  CHECK(message.title == "thing 58 (and 29 more problems)");
  CHECK(message.summary == "30 problems go on, 30 problems are over.");
}
