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
  CHECK(calls.recalled("abc"));
  CHECK(calls.claims("die", "abc", "web", noon + 1h, false));
  CHECK_FALSE(calls.is_over("1", noon + 1h));
  calls.forget_recalled();
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
