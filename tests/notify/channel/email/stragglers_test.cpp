#include "notify/channel/email/stragglers.hpp"

#include "support/catch.hpp"

using core::MailAnswer;
using notify::Stragglers;
using namespace std::chrono_literals;

namespace {

using Addresses = std::vector<std::string>;

const Addresses all{"a@x", "b@x", "c@x"};
constexpr core::MonoTime start{1h};

MailAnswer::Refusal later(const std::string& who) { return {who, 450, "450 greylisted"}; }
MailAnswer::Refusal never(const std::string& who) { return {who, 550, "550 no such user"}; }
MailAnswer taken_but(std::vector<MailAnswer::Refusal> refused) {
  MailAnswer answer;
  answer.accepted = true;
  answer.refused = std::move(refused);
  return answer;
}
MailAnswer refused_by(std::vector<MailAnswer::Refusal> refused) {
  auto answer = taken_but(std::move(refused));
  answer.accepted = false;
  return answer;
}

}  // namespace

TEST_CASE("a mail that all have taken leaves nobody") {
  Stragglers stragglers;
  CHECK(stragglers.left_of("m", all) == all);
  const auto next = stragglers.take("m", all, taken_but({}), start);
  CHECK_FALSE(next.again);
  CHECK(next.given_up.empty());
  CHECK(stragglers.left_of("m", all).empty());
  CHECK(stragglers.left_of("n", all) == all);
}

TEST_CASE("a mail that nobody has taken is tried with all again") {
  Stragglers stragglers;
  CHECK_FALSE(stragglers.take("m", all, refused_by({later("a@x"), never("b@x")}), start).again);
  CHECK(stragglers.left_of("m", all) == all);
}

TEST_CASE("who is greylisted while others have it gets it later, alone") {
  Stragglers stragglers;
  const auto first = stragglers.take("m", all, taken_but({later("b@x"), never("c@x")}), start);
  CHECK(first.again);
  CHECK(stragglers.left_of("m", all) == Addresses{"b@x"});
  const auto second = stragglers.take("m", {"b@x"}, taken_but({}), start + 5min);
  CHECK_FALSE(second.again);
  REQUIRE(second.given_up.size() == 1);
  CHECK(second.given_up[0].recipient == "c@x");
  CHECK(stragglers.left_of("m", all).empty());
}

TEST_CASE("who is not taken for ten minutes is given up, and the next mail does not wait for him") {
  Stragglers stragglers;
  CHECK(stragglers.take("m", all, taken_but({later("b@x")}), start).again);
  CHECK(stragglers.take("m", {"b@x"}, refused_by({later("b@x")}), start + 9min).again);
  const auto last = stragglers.take("m", {"b@x"}, refused_by({later("b@x")}), start + 10min);
  CHECK_FALSE(last.again);
  REQUIRE(last.given_up.size() == 1);
  CHECK(last.given_up[0].recipient == "b@x");

  CHECK_FALSE(stragglers.take("n", all, taken_but({later("b@x")}), start + 11min).again);
  // Who took one is waited for again.
  CHECK_FALSE(stragglers.take("o", all, taken_but({}), start + 12min).again);
  CHECK(stragglers.take("p", all, taken_but({later("b@x")}), start + 13min).again);
}

TEST_CASE("a connection that breaks is no answer about those that are left") {
  Stragglers stragglers;
  CHECK(stragglers.take("m", all, taken_but({later("b@x")}), start).again);
  CHECK(stragglers.take("m", {"b@x"}, MailAnswer{}, start + 1min).again);
  CHECK(stragglers.left_of("m", all) == Addresses{"b@x"});
  // Later it is a retry for what it is, not for the straggler's sake.
  const auto late = stragglers.take("m", {"b@x"}, MailAnswer{}, start + 1h);
  CHECK_FALSE(late.again);
  CHECK(late.given_up.empty());
}
