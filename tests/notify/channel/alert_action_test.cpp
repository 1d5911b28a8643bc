#include "notify/channel/alert_action.hpp"

#include "notify/render/sample_messages.hpp"
#include "support/catch.hpp"

using notify::action_of;
using notify::AlertAction;
using notify::Tone;
using notify::tone_of;

TEST_CASE("what fires opens an alert, and what is over ends it") {
  CHECK(action_of(sample_messages::problem()) == AlertAction::trigger);
  CHECK(action_of(sample_messages::resolved()) == AlertAction::resolve);
  auto notice = sample_messages::problem();
  notice.kind = notify::MessageKind::notice;
  CHECK(action_of(notice) == AlertAction::trigger);
}

TEST_CASE("a recovery stays open until its update has nothing left that did not come back") {
  auto recovery = sample_messages::recovery();
  CHECK(action_of(recovery) == AlertAction::trigger);
  recovery.begins_thread = false;
  CHECK(action_of(recovery) == AlertAction::trigger);
  for (auto& item : recovery.items) item.firing = false;
  CHECK(action_of(recovery) == AlertAction::resolve);
}

TEST_CASE("a recovery after which all runs leaves nothing open for ever") {
  auto recovery = sample_messages::recovery();
  for (auto& item : recovery.items) item.firing = false;
  REQUIRE(recovery.begins_thread);
  CHECK(action_of(recovery) == AlertAction::trigger_and_resolve);
}

TEST_CASE("a digest opens nothing, and a test leaves nothing open") {
  CHECK(action_of(sample_messages::digest()) == AlertAction::nothing);
  auto backlog = sample_messages::digest();
  backlog.items.push_back(sample_messages::unhealthy_item());
  CHECK(action_of(backlog) == AlertAction::trigger);
  auto test = sample_messages::problem();
  test.kind = notify::MessageKind::test;
  CHECK(action_of(test) == AlertAction::trigger_and_resolve);
}

TEST_CASE("a message looks as bad as it is") {
  auto message = sample_messages::problem();
  CHECK(tone_of(message) == Tone::critical);
  message.severity = model::Severity::warning;
  CHECK(tone_of(message) == Tone::warning);
  message.severity = model::Severity::info;
  CHECK(tone_of(message) == Tone::info);
  CHECK(tone_of(sample_messages::resolved()) == Tone::good);
  CHECK(tone_of(sample_messages::digest()) == Tone::info);
}
