#include "notify/render/plain_text.hpp"

#include "core/utf8.hpp"
#include "notify/render/sample_messages.hpp"
#include "support/catch.hpp"
#include "support/time_zone.hpp"

#include <algorithm>

using notify::plain_body;
using notify::plain_text;
using notify::short_text;

TEST_CASE("a problem tells what, since when, why, what was done, what comes next and the command") {
  const support::TimeZone berlin("CET-1");
  CHECK(plain_text(sample_messages::problem()) ==
        R"([critical] nas: shop/web is unhealthy, and 1 more

Two things need attention. shop/web came back for the third time today.

* [critical] shop/web is unhealthy: its health check fails
  Since 2026-01-31 10:30:00 +01:00, for 5m
  It came back: 3 times so far
  Why:
  - the health check failed 3 times: connection refused on port 8080
  - the container was restarted by the engine and exited with code 1
  Done:
  - restarted shop/web (attempt 1 of 3)
  - restarted shop/web (attempt 2 of 3)
  Next: a third attempt at 10:36, then it needs an operator
  Look: evenkeel explain shop/web

* [warning] the disk / is 92 % full (4.1 GiB free)
  Since 2026-01-31 10:12:30 +01:00, for 22m30s
  Why: it grew by 1.2 GiB within the last hour, most of it in shop/db
  Next: critical at 95 %, in about 3 hours
  Look: evenkeel checks run disk

Not well because of it: shop/worker, shop/mailer

nas (rack=2, site=home) · 2026-01-31 10:35:00 +01:00 · evenkeel
)");
}

TEST_CASE("what is over tells from when until when") {
  const support::TimeZone berlin("CET-1");
  const auto text = plain_body(sample_messages::resolved());
  CHECK(text.starts_with("It was unhealthy for 26 minutes.\n\n* [over] shop/web is unhealthy"));
  CHECK(text.find("  From 2026-01-31 10:30:00 +01:00 until 2026-01-31 10:56:00 +01:00 (26m)\n") !=
        std::string::npos);
  CHECK(text.find("Next:") == std::string::npos);
}

TEST_CASE("a digest is short: what happened and what was done") {
  const auto text = plain_text(sample_messages::digest());
  CHECK(text.find("Why") == std::string::npos);
  CHECK(text.find("  Done: the engine restarted it, and it was healthy after 42 s\n") !=
        std::string::npos);
  CHECK(text.find("\n3 more have no room here: evenkeel events\n") != std::string::npos);
}

TEST_CASE("what happened once has a moment, and no duration") {
  const support::TimeZone utc("UTC0");
  auto message = sample_messages::message_of(notify::MessageKind::notice, "m");
  message.title = "the configuration was refused";
  notify::Item item;
  item.what = "line 3: unknown key";
  item.since = sample_messages::at("2026-01-31T09:00:00Z");
  message.items = {item};
  CHECK(plain_body(message).starts_with(
      "* [warning] line 3: unknown key\n  At 2026-01-31 09:00:00 +00:00\n\n"));
}

TEST_CASE("a nasty message is bounded, clean text") {
  const auto text = plain_text(sample_messages::nasty());
  CHECK(core::is_utf8(text));
  CHECK(text.size() < 50 * 1'500 + 2'000);
  CHECK(std::none_of(text.begin(), text.end(),
                     [](char c) { return c != '\n' && static_cast<unsigned char>(c) < ' '; }));
  CHECK(text.find("\nX-Injected") == std::string::npos);
  CHECK(text.find("one too many") == std::string::npos);
}

TEST_CASE("the short form is the whole where it fits") {
  const auto message = sample_messages::resolved();
  const auto whole = plain_text(message);
  CHECK(short_text(message, whole.size()) == whole.substr(0, whole.size() - 1));
  CHECK(short_text(message, whole.size() - 1) + "\n" == whole);
  CHECK(short_text(message, whole.size() - 2).size() < whole.size() - 2);
}

TEST_CASE("the short form names what there is room for, and how much there is beside") {
  const auto message = sample_messages::problem();
  CHECK(short_text(message, 200) ==
        "[critical] nas: shop/web is unhealthy, and 1 more\n"
        "[critical] shop/web is unhealthy: its health check fails\n"
        "[warning] the disk / is 92 % full (4.1 GiB free)");
  CHECK(short_text(message, 130) ==
        "[critical] nas: shop/web is unhealthy, and 1 more\n"
        "[critical] shop/web is unhealthy: its health check fails\n"
        "(and 1 more)");
  CHECK(short_text(message, 65) ==
        "[critical] nas: shop/web is unhealthy, and 1 more\n(and 2 more)");
  CHECK(short_text(message, 20) == "[critical] nas: s…");
}

TEST_CASE("the short form of one thing has its command") {
  const support::TimeZone utc("UTC0");
  auto message = sample_messages::resolved();
  CHECK(short_text(message, 250) ==
        "[resolved] nas: shop/web is well again\n"
        "[over] shop/web is unhealthy: its health check fails\n"
        "from 2026-01-31 09:30:00 +00:00 until 2026-01-31 09:56:00 +00:00 (26m)\n"
        "Look: evenkeel explain shop/web");
}

TEST_CASE("the short form keeps its limit whatever is in it") {
  auto message = sample_messages::nasty();
  message.items.resize(3);
  for (std::size_t limit = 0; limit < 3'000; limit += limit < 40 ? 1 : 61) {
    const auto text = short_text(message, limit);
    CAPTURE(limit);
    REQUIRE(text.size() <= limit);
    REQUIRE(core::is_utf8(text));
  }
}
