#include "reconcile/own_calls.hpp"

#include "support/catch.hpp"

using reconcile::OwnCalls;
using namespace std::chrono_literals;

namespace {
const core::MonoTime noon{36'000'000ms};
}

TEST_CASE("the events of a stop of ours are ours") {
  OwnCalls calls;
  calls.begin("1", "stop", "abc");
  CHECK(calls.claims("kill", "abc", "web", noon, false));
  CHECK(calls.claims("kill", "abc", "web", noon, false));  // TERM ignored: KILL follows
  CHECK(calls.claims("die", "abc", "web", noon, false));
  CHECK(calls.claims("stop", "abc", "web", noon, false));
}

TEST_CASE("a second stop of the same container is somebody else's") {
  OwnCalls calls;
  calls.begin("1", "stop", "abc");
  REQUIRE(calls.claims("stop", "abc", "web", noon, false));
  CHECK_FALSE(calls.claims("stop", "abc", "web", noon, false));
}

TEST_CASE("a create is known by the name, since its id is not known yet") {
  OwnCalls calls;
  calls.begin("1", "create", "shop-web-1");
  CHECK(calls.claims("create", "abc", "shop-web-1", noon, false));
  CHECK_FALSE(calls.claims("create", "def", "shop-web-1", noon, false));
}

TEST_CASE("a death after our restart has started it again is a crash") {
  OwnCalls calls;
  calls.begin("1", "restart", "abc");
  for (const auto* echo : {"kill", "die", "stop", "start"})
    REQUIRE(calls.claims(echo, "abc", "web", noon, false));
  CHECK_FALSE(calls.claims("die", "abc", "web", noon, false));
  CHECK(calls.claims("restart", "abc", "web", noon, false));
}

TEST_CASE("echoes are waited for five seconds after the reply") {
  OwnCalls calls;
  calls.begin("1", "stop", "abc");
  calls.end("1", noon);
  CHECK(calls.claims("die", "abc", "web", noon + 4s, false));
  CHECK_FALSE(calls.claims("die", "abc", "web", noon + 6s, false));
}

TEST_CASE("a call of an earlier life is remembered until all has been looked at") {
  OwnCalls calls;
  calls.recall("1", "stop", "abc", false);
  CHECK_FALSE(calls.in_flight("abc"));
  CHECK(calls.may_have_acted_on("abc"));
  CHECK(calls.claims("die", "abc", "web", noon + 1h, false));
  CHECK_FALSE(calls.is_over("1", noon + 1h));
  calls.forget_begun_before(noon);
  CHECK_FALSE(calls.claims("stop", "abc", "web", noon + 1h, false));
  CHECK(calls.is_over("1", noon + 1h));
}

TEST_CASE("of a call that an earlier life saw answered only what is read back is ours") {
  OwnCalls calls;
  calls.recall("1", "stop", "abc", true);
  CHECK_FALSE(calls.claims("stop", "abc", "web", noon, false));
  CHECK(calls.claims("stop", "abc", "web", noon, true));
}

TEST_CASE("a call is over once no echo of it can come any more") {
  OwnCalls calls;
  calls.begin("1", "stop", "abc");
  CHECK_FALSE(calls.is_over("1", noon + 1h));
  calls.end("1", noon);
  CHECK_FALSE(calls.is_over("1", noon + 4s));
  CHECK(calls.is_over("1", noon + 6s));
}

TEST_CASE("a start of ours says nothing about a stop") {
  OwnCalls calls;
  calls.begin("1", "start", "abc");
  CHECK_FALSE(calls.claims("stop", "abc", "web", noon, false));
  CHECK(calls.claims("start", "abc", "web", noon, false));
}

TEST_CASE(
    "an end that was told whole is over, in whatever order, and the next is somebody else's") {
  using Echoes = std::vector<const char*>;
  const auto told = GENERATE(Echoes{"kill", "die", "stop"}, Echoes{"kill", "stop", "die"});
  OwnCalls calls;
  calls.begin("1", "stop", "abc");
  for (const auto* echo : told) REQUIRE(calls.claims(echo, "abc", "web", noon, false));
  CHECK_FALSE(calls.is_over("1", noon));
  calls.end("1", noon);
  CHECK(calls.is_over("1", noon));
  for (const auto* echo : told) CHECK_FALSE(calls.claims(echo, "abc", "web", noon, false));
}

TEST_CASE("after somebody else's start a stop of ours that ended nothing claims no end") {
  OwnCalls calls;
  calls.begin("1", "stop", "abc");
  calls.end("1", noon);
  CHECK_FALSE(calls.claims("start", "abc", "web", noon, false));
  for (const auto* echo : {"kill", "die", "stop"})
    CHECK_FALSE(calls.claims(echo, "abc", "web", noon + 1s, false));
}

TEST_CASE("a recalled call whose events were all read back is over") {
  OwnCalls calls;
  calls.recall("1", "stop", "abc", true);
  for (const auto* echo : {"kill", "die", "stop"})
    REQUIRE(calls.claims(echo, "abc", "web", noon, true));
  CHECK(calls.is_over("1", noon));
}

TEST_CASE("what a call without an answer ends is ours until it is told, however late") {
  const auto* verb = GENERATE("stop", "restart", "remove");
  OwnCalls calls;
  calls.begin("1", verb, "abc");
  calls.lose("1", noon);
  CHECK(calls.may_have_acted_on("abc"));
  for (const auto* echo : {"kill", "die", "stop"}) {
    CHECK_FALSE(calls.is_over("1", noon + 14min));
    CHECK(calls.claims(echo, "abc", "web", noon + 14min, false));
  }
  for (const auto* echo : {"start", "restart", "destroy"})
    (void)calls.claims(echo, "abc", "web", noon + 14min, false);
  CHECK(calls.is_over("1", noon + 14min));
  CHECK_FALSE(calls.may_have_acted_on("abc"));
  CHECK_FALSE(calls.claims("stop", "abc", "web", noon + 14min, false));
}

TEST_CASE("a call without an answer is waited for no longer than for its limit") {
  OwnCalls calls;
  calls.begin("1", "stop", "abc");
  calls.lose("1", noon);
  CHECK(calls.is_over("1", noon + OwnCalls::lost_limit + 1ms));
  CHECK_FALSE(calls.claims("stop", "abc", "web", noon + OwnCalls::lost_limit + 1ms, false));
}

TEST_CASE("a call without an answer is over where what it was to end was started since") {
  OwnCalls calls;
  calls.begin("1", "stop", "abc");
  SECTION("as the events tell") {
    calls.lose("1", noon);
    CHECK_FALSE(calls.claims("start", "abc", "web", noon + 1min, false));
    CHECK_FALSE(calls.claims("kill", "abc", "web", noon + 1min, false));
  }
  SECTION("as a look shows, by which its events may be on their way") {
    calls.lose("1", noon);
    calls.overtake("1", noon + 1min);
    CHECK(calls.claims("kill", "abc", "web", noon + 1min + 4s, false));
    CHECK_FALSE(calls.claims("die", "abc", "web", noon + 1min + 6s, false));
  }
  SECTION("but not while it is waited for") {
    calls.overtake("1", noon);
    CHECK(calls.claims("kill", "abc", "web", noon + 1min, false));
  }
}

TEST_CASE("of calls without an answer those that end nothing have ended") {
  OwnCalls calls;
  calls.begin("1", "create", "shop-web-1");
  calls.lose("1", noon);
  CHECK_FALSE(calls.claims("create", "abc", "shop-web-1", noon + 6s, false));
}

TEST_CASE(
    "after a return was looked at, what was lost before it is over, and what came since is not") {
  OwnCalls calls;
  calls.begin("1", "stop", "abc");
  calls.begin("2", "stop", "def");
  calls.lose("1", noon - 1s);
  calls.lose("2", noon + 1s);
  calls.forget_begun_before(noon);
  CHECK_FALSE(calls.claims("kill", "abc", "web", noon + 2s, false));
  CHECK(calls.claims("kill", "def", "db", noon + 2s, false));
}
